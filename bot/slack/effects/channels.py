"""What Slack may be asked for about channels, and what is said in one."""

from datetime import datetime
from typing import Literal

from bot.slack.effects.kept import Kept
from bot.views.blocks import Message

USUAL_CHANNEL = "incidents"
"""The name of the incidents channel where nobody has chosen one."""
LOOKING = "channels"
"""The lane on which the incidents channel is looked for."""


class FindIncidentsChannel(Kept):
    """Find and join the incidents channel that holds while no admin has chosen one, a page of channels at a time."""

    kind: Literal["find_incidents_channel"] = "find_incidents_channel"
    name: str
    """A channel's id, or its name without the #."""
    cursor: str = ""

    @property
    def lane(self) -> str:
        """Return the workspace's lane for channels."""
        return LOOKING


class JoinChannel(Kept):
    """Come into a channel that cards go to, where no invitation is needed: only members hear what is said under one."""

    kind: Literal["join_channel"] = "join_channel"
    channel: str

    @property
    def lane(self) -> str:
        """Return the channel's lane, apart from messages."""
        return f"join:{self.channel}"


class PostDaily(Kept):
    """Say the numbers of a day, unless it is too late by then."""

    kind: Literal["post_daily"] = "post_daily"
    message: Message
    until: datetime

    @property
    def lane(self) -> str:
        """Return the lane of daily posts."""
        return "daily"
