"""What Slack may be asked for about an incident: its card, its thread, and what the concerned are told."""

from datetime import datetime
from typing import Literal, TypeVar

from bot.rules.reminders import Reason, Where
from bot.slack.effects.effect import OutboxEffect, ToldDirectly
from bot.views.blocks import Message
from bot.views.reminders import Said
from bot.views.troubles import Trouble
from storage.records import Followed, Incident

Some = TypeVar("Some", bound=OutboxEffect)
SHOWS_CARD = ("refresh_card", "move_card")
"""The kinds of effects that show an incident's card."""
POINTS_TO_CARD = ("point_to_card",)
"""Those that say where it is now."""


class _AboutIncident(OutboxEffect):
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


class SendDirectMessage(ToldDirectly, _AboutIncident):
    """Tell one person what happened to an incident; `sentence` is mrkdwn, decided at the time.

    What follows soon is added to the message that is there. Dropped when the incident was deleted meanwhile, and when
    that is what it tells and the incident was restored meanwhile.
    """

    kind: Literal["send_direct_message"] = "send_direct_message"
    sentence: str
    because: Followed | None = None
    """The most particular of what they follow, where that is why they are told."""
    also: tuple[Followed, ...] = ()
    """What else they follow that they are told by."""
    of_deletion: bool = False
    """Whether what happened is that the incident was deleted."""

    @property
    def reasons(self) -> tuple[Followed, ...]:
        """Return all of what they follow that they are told by."""
        return (self.because, *self.also) if self.because else ()


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
            since=self.since,
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
        return refreshed_on(self.number)


class RefreshDirectMessages(_RefreshSaid):
    """Bring direct messages and reminders to its present state: it was deleted or restored."""

    kind: Literal["refresh_direct_messages"] = "refresh_direct_messages"


class RefreshReminders(_RefreshSaid):
    """Say in the reminders what became of them, or ask again who takes it: nobody has it any more."""

    kind: Literal["refresh_reminders", "refresh_questions"] = "refresh_reminders"
    """The second is what it was called before."""


def refreshed_on(number: object) -> str:
    """Return the lane on which what was said about the incident of this number is refreshed."""
    return f"dms:{number}"


def refresh_card(incident: Incident) -> RefreshCard:
    """Return the effect that shows the incident's present state."""
    return RefreshCard(incident_id=incident.id, number=incident.number)


def post_in_thread(incident: Incident, message: Message) -> PostInThread:
    """Return the effect that says something under the incident's card."""
    return PostInThread(incident_id=incident.id, number=incident.number, message=message)


def direct_message(incident: Incident, *, person_id: str, sentence: str) -> SendDirectMessage:
    """Return the effect that tells somebody what happened to the incident."""
    return SendDirectMessage(
        incident_id=incident.id,
        number=incident.number,
        person_id=person_id,
        sentence=sentence,
        of_deletion=incident.is_deleted,
    )


def to_those_concerned(incident: Incident, *, sentence: str, besides: str) -> list[SendDirectMessage]:
    """Return the effects that tell its reporter and its assignee, but for whoever did it."""
    concerned = {incident.reporter_id, incident.assignee_id or besides} - {besides}
    return [direct_message(incident, person_id=person_id, sentence=sentence) for person_id in sorted(concerned)]


def to_each_follower(incident: Incident, *, sentence: str) -> SendDirectMessage:
    """Return what is copied for each follower, who is put into it and at the end of its lane with what they follow."""
    return direct_message(incident, person_id="", sentence=sentence)


def said_as_comment(effect: Some, comment_id: int) -> Some:
    """Return the effect, where it speaks under the card, as one that says the comment."""
    return effect.model_copy(update={"comment_id": comment_id}) if isinstance(effect, PostInThread) else effect


def refresh_direct_messages(incident: Incident) -> RefreshDirectMessages:
    """Return the effect that shows the incident's present state in what was said about it."""
    return RefreshDirectMessages(incident_id=incident.id, number=incident.number)


def refresh_reminders(incident: Incident) -> RefreshReminders:
    """Return the effect that says in the incident's reminders what became of them."""
    return RefreshReminders(incident_id=incident.id, number=incident.number)
