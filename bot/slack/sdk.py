"""Slack's SDK as we use it: it asks once, and what it could not read stays out of the log."""

import logging

from slack_sdk import WebClient


def web_client(*, token: str, base_url: str, timeout: int) -> WebClient:
    """Return a client of the Web API."""
    # It logs an answer it cannot read, and whoever gave it may have quoted what we asked.
    logging.getLogger("slack_sdk.web.base_client").setLevel(logging.CRITICAL)
    # Its default handlers send a POST again after a connection reset: a message twice.
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])
