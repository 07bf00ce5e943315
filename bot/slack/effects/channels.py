"""What Slack may be asked for about channels."""

from typing import Literal

from bot.slack.effects.effect import OutboxEffect

USUAL_CHANNEL = "incidents"
"""The name of the incidents channel where nobody has chosen one."""
LOOKING = "channels"
"""The lane on which the incidents channel is looked for."""


class FindIncidentsChannel(OutboxEffect):
    """Find and join the incidents channel that holds while no admin has chosen one, a page of channels at a time."""

    kind: Literal["find_incidents_channel"] = "find_incidents_channel"
    name: str
    """A channel's id, or its name without the #."""
    cursor: str = ""

    @property
    def lane(self) -> str:
        """Return the workspace's lane for channels."""
        return LOOKING


class JoinChannel(OutboxEffect):
    """Come into a channel that cards go to, where no invitation is needed: only members hear what is said under one."""

    kind: Literal["join_channel"] = "join_channel"
    channel: str

    @property
    def lane(self) -> str:
        """Return the channel's lane, apart from messages."""
        return f"join:{self.channel}"
