"""Messages with charts, said again without them where Slack does not take them; their text says what charts show."""

from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.views.blocks import without_charts

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
