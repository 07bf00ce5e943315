"""Slack's SDK as we use it: it asks once, and only there; what it could not read stays out of the log."""

import logging
from functools import cache
from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener, install_opener

from slack_sdk import WebClient


class _NotFurther(HTTPRedirectHandler):
    """An answer that sends us elsewhere is an error like any other."""

    def redirect_request(self, *_: Any) -> None:
        """Go nowhere."""


def web_client(*, token: str, base_url: str, timeout: int) -> WebClient:
    """Return a client of the Web API."""
    _tame()
    # Its default handlers send a POST again after a connection reset: a message twice.
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])


@cache
def _tame() -> None:
    """Have it keep our token, and what we asked, to itself; for all of the program, the only way it leaves us."""
    # It would take our token along, to whomever something between us and Slack sends it.
    install_opener(build_opener(_NotFurther))
    # It logs an answer it cannot read, and whoever gave it may have quoted what we asked.
    logging.getLogger("slack_sdk.web.base_client").setLevel(logging.CRITICAL)
