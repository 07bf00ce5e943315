"""Private answers at the addresses Slack's payloads bring along, and at no other."""

import re
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urlsplit

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.slack.errors import SlackRefused, no_answer
from bot.views.blocks import Message, message, without_charts

HOST = "hooks.slack.com"
"""Where Slack's own are."""
_ADDRESS = re.compile(r"https?://[!-~]+")


class ResponseUrls:
    """Answers there; `timeout` is in seconds."""

    def __init__(self, *, base_url: str, timeout: int) -> None:
        self._hosts = {HOST, urlsplit(base_url).hostname}
        self._timeout = timeout

    def answer(self, response_url: str, said: Message, *, replace_original: bool) -> None:
        """Say it, and again without charts where that is refused; raise SlackRefused or SlackUnavailable."""
        if _host(response_url) not in self._hosts:
            raise SlackRefused("not Slack's address")
        webhook = WebhookClient(response_url, timeout=self._timeout, retry_handlers=[])
        answer = _send(webhook, said, replace_original=replace_original)
        fewer = without_charts(said.blocks)
        if _is_refused(answer) and len(fewer) < len(said.blocks):
            answer = _send(webhook, message(said.text, *fewer), replace_original=replace_original)
        if _is_refused(answer):
            raise SlackRefused(f"response_url answered {answer.status_code}", details=answer.body[:200])


def _host(address: str) -> str | None:
    """Return the host, None where the address is none: the SDK would log it whole, and it lets anybody answer."""
    try:
        parts = urlsplit(address)
        return parts.hostname if _ADDRESS.fullmatch(address) and parts.port != 0 else None
    except ValueError:
        return None


def _send(webhook: WebhookClient, said: Message, *, replace_original: bool) -> WebhookResponse:
    try:
        return webhook.send(
            text=said.text, blocks=said.blocks, response_type="ephemeral", replace_original=replace_original
        )
    except (SlackClientError, OSError, HTTPException) as error:
        raise no_answer(error) from error


def _is_refused(answer: WebhookResponse) -> bool:
    """Tell whether Slack did not take it; it may say so with a status of 200."""
    return answer.status_code != HTTPStatus.OK or '"ok":false' in "".join(answer.body.split())
