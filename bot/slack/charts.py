"""Messages with charts, said again without them where Slack does not take them; their text says what charts show."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.views.blocks import Message, message, without_charts

_REFUSED_BLOCKS = {"invalid_blocks", "invalid_blocks_format"}


def or_without_charts(method: Callable[..., SlackResponse]) -> Callable[..., SlackResponse]:
    """Return the call of the Web API, made again without charts where Slack refuses the blocks."""

    def call(**arguments: Any) -> SlackResponse:
        try:
            return method(**arguments)
        except SlackApiError as error:
            fewer = without_charts(arguments["blocks"])
            if error.response.get("error") not in _REFUSED_BLOCKS or len(fewer) == len(arguments["blocks"]):
                raise
            return method(**{**arguments, "blocks": fewer})

    return call


def respond(webhook: WebhookClient, said: Message, *, replace_original: bool) -> WebhookResponse:
    """Answer privately, and again without charts where that is refused."""
    answer = _send(webhook, said, replace_original=replace_original)
    fewer = without_charts(said.blocks)
    if not is_refused(answer) or len(fewer) == len(said.blocks):
        return answer
    return _send(webhook, message(said.text, *fewer), replace_original=replace_original)


def is_refused(answer: WebhookResponse) -> bool:
    """Tell whether Slack did not take it; it may say so with a status of 200."""
    return answer.status_code != HTTPStatus.OK or '"ok":false' in "".join(answer.body.split())


def _send(webhook: WebhookClient, said: Message, *, replace_original: bool) -> WebhookResponse:
    return webhook.send(
        text=said.text, blocks=said.blocks, response_type="ephemeral", replace_original=replace_original
    )
