"""What Slack may be asked for, remembered in the outbox; every effect is safe to perform again."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.rules.reminders import Reason, Where
from bot.views.blocks import Message
from bot.views.reminders import Said
from bot.views.troubles import Trouble
from storage.records import Followed, Incident, NewOutboxItem, OutboxItem, Role, Selection

USUAL_CHANNEL = "incidents"
"""The name of the incidents channel where nobody has chosen one."""
DIRECT = "D"
"""How the ids of conversations with one person begin."""
LOOKING = "channels"
"""The lane on which the incidents channel is looked for."""
SHOWS_CARD = ("refresh_card", "move_card")
"""The kinds of effects that show an incident's card."""
POINTS_TO_CARD = ("point_to_card",)
"""Those that say where it is now."""


class _Effect(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _AboutIncident(_Effect):
    incident_id: int
    number: int

    @property
    def lane(self) -> str:
        """Return the incident's lane: what is said about it is said in order."""
        return f"card:{self.number}"


class RefreshCard(_AboutIncident):
    """Bring the card to the present state; post it where there is none yet. Rendered when it is delivered."""

    kind: Literal["refresh_card"] = "refresh_card"


class MoveCard(_AboutIncident):
    """Post the card anew: nothing more can be said under the one that was posted as `ts`."""

    kind: Literal["move_card"] = "move_card"
    channel: str
    ts: str
    trouble: Trouble | None
    """What keeps us from the whole channel, which is left then."""


class PointToCard(_AboutIncident):
    """Say in the place of a card that was left where the card is now, if the message can still be edited."""

    kind: Literal["point_to_card"] = "point_to_card"
    channel: str
    ts: str

    @property
    def lane(self) -> str:
        """Return a lane of its own: nothing waits for it."""
        return f"left:{self.channel}:{self.ts}"


class PostInThread(_AboutIncident):
    """Say a fact of a moment under the card; waits for the card, which is ahead of it in the lane."""

    kind: Literal["post_in_thread"] = "post_in_thread"
    message: Message
    moves: int = 0
    """How often the card was moved, because this could not be said under it."""
    comment_id: int | None = None
    """The comment it says, where it says one: who reacts to the message reacts to that."""


class _ToOne(_Effect):
    person_id: str

    @property
    def lane(self) -> str:
        """Return the person's lane."""
        return f"dm:{self.person_id}"


class SendDirectMessage(_ToOne, _AboutIncident):
    """Tell one person what happened to an incident; `sentence` is mrkdwn, decided at the time.

    What follows soon is added to the message that is there. Dropped when the incident was deleted meanwhile.
    """

    kind: Literal["send_direct_message"] = "send_direct_message"
    sentence: str
    because: Followed | None = None
    """What they follow, where that is why they are told."""


class SendReminder(_AboutIncident):
    """Remind of an incident, in one place; dropped where somebody has done something about it meanwhile."""

    kind: Literal["send_reminder"] = "send_reminder"
    where: Where
    person_id: str | None = None
    """Who is reminded directly, where they are."""
    count: int
    """Which reminder since the last activity it is."""
    reason: Reason
    since: datetime
    """The last activity, as it was known when the reminder was decided."""
    has_assignee: bool
    """False also where the assignee cannot be reminded."""
    had_by: str | None = None
    """Who had it then, also where they could not be reminded."""

    @property
    def lane(self) -> str:
        """Return the person's lane, or the incident's: what is said under the card waits for the card."""
        return f"card:{self.number}" if self.person_id is None else f"dm:{self.person_id}"

    @property
    def said(self) -> Said:
        """Return what the message says beside what the incident says itself."""
        return Said(
            where=self.where,
            count=self.count,
            reason=self.reason,
            has_assignee=self.has_assignee,
            had_by=self.had_by,
        )


class _RefreshSaid(_AboutIncident):
    """Bring what was said of an incident to its present state, one by one: the next is the next effect."""

    after: int = 0
    """The outbox id of the message that came before."""

    @property
    def lane(self) -> str:
        """Return the lane of the incident's direct messages, on which the last refresh is the last to be done."""
        return f"dms:{self.number}"


class RefreshDirectMessages(_RefreshSaid):
    """Bring direct messages and reminders to its present state: it was deleted or restored."""

    kind: Literal["refresh_direct_messages"] = "refresh_direct_messages"


class RefreshQuestions(_RefreshSaid):
    """Answer the reminders that ask who takes it, or ask again: somebody has it now, or nobody."""

    kind: Literal["refresh_questions"] = "refresh_questions"


class RefreshHome(_Effect):
    """Draw somebody's Home tab as it is when this is delivered, if they have ever opened it."""

    kind: Literal["refresh_home"] = "refresh_home"
    person_id: str

    @property
    def lane(self) -> str:
        """Return the lane of the person's Home tab."""
        return f"home:{self.person_id}"


class WarnAdmin(_ToOne):
    """Tell an admin what keeps us from working as we should, unless that is over when it is delivered."""

    kind: Literal["warn_admin"] = "warn_admin"
    trouble: Trouble
    key: str


class TellRole(_ToOne):
    """Tell somebody which role they were given, unless they have another when it is delivered."""

    kind: Literal["tell_role"] = "tell_role"
    actor_id: str
    role: Role | None
    """None: the workspace's default role."""


class Answer(_Effect):
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


class SendExport(_Effect):
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


class DescribePerson(_Effect):
    """Ask Slack who somebody is."""

    kind: Literal["describe_person"] = "describe_person"
    person_id: str

    @property
    def lane(self) -> str:
        """Return the person's lane, apart from messages."""
        return f"person:{self.person_id}"


class DescribeEverybody(_Effect):
    """Ask Slack for a page of the workspace's people; the next page is the next effect."""

    kind: Literal["describe_everybody"] = "describe_everybody"
    cursor: str = ""

    @property
    def lane(self) -> str:
        """Return the workspace's lane for people."""
        return "people"


class FindIncidentsChannel(_Effect):
    """Find and join the incidents channel that holds while no admin has chosen one, a page of channels at a time."""

    kind: Literal["find_incidents_channel"] = "find_incidents_channel"
    name: str
    """A channel's id, or its name without the #."""
    cursor: str = ""

    @property
    def lane(self) -> str:
        """Return the workspace's lane for channels."""
        return LOOKING


class JoinChannel(_Effect):
    """Come into a channel that cards go to, where no invitation is needed: only members hear what is said under one."""

    kind: Literal["join_channel"] = "join_channel"
    channel: str

    @property
    def lane(self) -> str:
        """Return the channel's lane, apart from messages."""
        return f"join:{self.channel}"


class PostDaily(_Effect):
    """Say the numbers of a day, unless it is too late by then."""

    kind: Literal["post_daily"] = "post_daily"
    message: Message
    until: datetime

    @property
    def lane(self) -> str:
        """Return the lane of daily posts."""
        return "daily"


OfChannels = FindIncidentsChannel | JoinChannel
OfTheCard = RefreshCard | MoveCard | PointToCard | PostInThread
ToTheConcerned = SendDirectMessage | SendReminder | RefreshDirectMessages | RefreshQuestions
AboutIncident = OfTheCard | ToTheConcerned
ToPerson = WarnAdmin | TellRole | SendExport
ToLearn = DescribePerson | DescribeEverybody | OfChannels
Effect = OfTheCard | ToTheConcerned | ToPerson | Answer | RefreshHome | ToLearn | PostDaily
_ADAPTER: TypeAdapter[Effect] = TypeAdapter(Annotated[Effect, Field(discriminator="kind")])


def refresh_card(incident: Incident) -> RefreshCard:
    """Return the effect that shows the incident's present state."""
    return RefreshCard(incident_id=incident.id, number=incident.number)


def post_in_thread(incident: Incident, message: Message) -> PostInThread:
    """Return the effect that says something under the incident's card."""
    return PostInThread(incident_id=incident.id, number=incident.number, message=message)


def said_as_comment(effect: Effect, comment_id: int) -> Effect:
    """Return the effect, where it speaks under the card, as one that says the comment."""
    return effect.model_copy(update={"comment_id": comment_id}) if isinstance(effect, PostInThread) else effect


def direct_message(incident: Incident, *, person_id: str, sentence: str) -> SendDirectMessage:
    """Return the effect that tells somebody what happened to the incident."""
    return SendDirectMessage(incident_id=incident.id, number=incident.number, person_id=person_id, sentence=sentence)


def to_each_follower(incident: Incident, *, sentence: str) -> NewOutboxItem:
    """Return what is copied for each follower, who is put into it and at the end of its lane with what they follow."""
    return to_item(direct_message(incident, person_id="", sentence=sentence))


def refresh_direct_messages(incident: Incident) -> RefreshDirectMessages:
    """Return the effect that shows the incident's present state in what was said about it."""
    return RefreshDirectMessages(incident_id=incident.id, number=incident.number)


def refresh_questions(incident: Incident) -> RefreshQuestions:
    """Return the effect that answers who has the incident where that was asked."""
    return RefreshQuestions(incident_id=incident.id, number=incident.number)


def to_item(effect: Effect) -> NewOutboxItem:
    """Return the effect as the outbox keeps it."""
    return NewOutboxItem(
        lane=effect.lane,
        kind=effect.kind,
        effect=effect.model_dump(mode="json"),
        incident_id=effect.incident_id if isinstance(effect, AboutIncident) else None,
    )


def from_item(item: OutboxItem) -> Effect:
    """Return the effect the outbox kept; raise pydantic.ValidationError for one of a release that is not ours."""
    return _ADAPTER.validate_python(item.effect)
