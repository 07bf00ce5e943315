"""What Slack may be asked for once a day."""

from datetime import datetime
from typing import Literal

from bot.slack.effects.effect import OutboxEffect
from bot.views.blocks import Message


class PostDaily(OutboxEffect):
    """Say the numbers of a day, unless it is too late by then."""

    kind: Literal["post_daily"] = "post_daily"
    message: Message
    until: datetime

    @property
    def lane(self) -> str:
        """Return the lane of daily posts."""
        return "daily"
