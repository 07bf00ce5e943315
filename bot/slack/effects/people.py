"""What Slack may be asked for about, or said to, one person or all of them."""

from typing import Literal

from bot.slack.effects.effect import OutboxEffect, ToldDirectly
from bot.views.blocks import Message
from bot.views.troubles import Trouble
from storage.records import Role, Selection

DIRECT = "D"
"""How the ids of conversations with one person begin."""


class RefreshHome(OutboxEffect):
    """Draw somebody's Home tab as it is when this is delivered, if they have ever opened it."""

    kind: Literal["refresh_home"] = "refresh_home"
    person_id: str

    @property
    def lane(self) -> str:
        """Return the lane of the person's Home tab."""
        return f"home:{self.person_id}"


class WarnAdmin(ToldDirectly):
    """Tell an admin what keeps us from working as we should, unless that is over when it is delivered."""

    kind: Literal["warn_admin"] = "warn_admin"
    trouble: Trouble
    key: str


class TellRole(ToldDirectly):
    """Tell somebody which role they were given, unless they have another when it is delivered."""

    kind: Literal["tell_role"] = "tell_role"
    actor_id: str
    role: Role | None
    """None: the workspace's default role."""


class Answer(OutboxEffect):
    """Answer one person where they spoke, for them alone; in their conversation with us, as anything is said there."""

    kind: Literal["answer"] = "answer"
    channel: str
    thread_ts: str | None = None
    person_id: str
    message: Message

    @property
    def lane(self) -> str:
        """Return the lane of what the person is answered."""
        return f"answer:{self.person_id}"


class SendExport(OutboxEffect):
    """Send somebody the incidents they selected and may see, as they are when it is delivered."""

    kind: Literal["send_export"] = "send_export"
    person_id: str
    selection: Selection
    is_sorted: bool = False
    """In the order that was selected, else by number."""
    like: str = ""
    """What was selected, in words."""

    @property
    def lane(self) -> str:
        """Return a lane apart from the person's messages: a large file takes its time."""
        return f"export:{self.person_id}"


class DescribePerson(OutboxEffect):
    """Ask Slack who somebody is."""

    kind: Literal["describe_person"] = "describe_person"
    person_id: str

    @property
    def lane(self) -> str:
        """Return the person's lane, apart from messages."""
        return f"person:{self.person_id}"


class DescribeEverybody(OutboxEffect):
    """Ask Slack for a page of the workspace's people; the next page is the next effect."""

    kind: Literal["describe_everybody"] = "describe_everybody"
    cursor: str = ""

    @property
    def lane(self) -> str:
        """Return the workspace's lane for people."""
        return "people"
