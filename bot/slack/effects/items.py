"""Effects as the outbox keeps them."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.slack.effects.channels import FindIncidentsChannel, JoinChannel, PostDaily
from bot.slack.effects.incidents import (
    MoveCard,
    PointToCard,
    PostInThread,
    RefreshCard,
    RefreshDirectMessages,
    RefreshQuestions,
    SendDirectMessage,
    SendReminder,
    direct_message,
)
from bot.slack.effects.people import (
    Answer,
    DescribeEverybody,
    DescribePerson,
    RefreshHome,
    SendExport,
    TellRole,
    WarnAdmin,
)
from storage.records import Incident, NewOutboxItem, OutboxItem

OfChannels = FindIncidentsChannel | JoinChannel
OfTheCard = RefreshCard | MoveCard | PointToCard | PostInThread
ToTheConcerned = SendDirectMessage | SendReminder | RefreshDirectMessages | RefreshQuestions
AboutIncident = OfTheCard | ToTheConcerned
ToPerson = WarnAdmin | TellRole | SendExport
ToLearn = DescribePerson | DescribeEverybody | OfChannels
Effect = OfTheCard | ToTheConcerned | ToPerson | Answer | RefreshHome | ToLearn | PostDaily
_ADAPTER: TypeAdapter[Effect] = TypeAdapter(Annotated[Effect, Field(discriminator="kind")])


def said_as_comment(effect: Effect, comment_id: int) -> Effect:
    """Return the effect, where it speaks under the card, as one that says the comment."""
    return effect.model_copy(update={"comment_id": comment_id}) if isinstance(effect, PostInThread) else effect


def to_each_follower(incident: Incident, *, sentence: str) -> NewOutboxItem:
    """Return what is copied for each follower, who is put into it and at the end of its lane with what they follow."""
    return to_item(direct_message(incident, person_id="", sentence=sentence))


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
