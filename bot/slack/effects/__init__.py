"""What Slack may be asked for, remembered in the outbox; every effect is safe to perform again."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.slack.effects.channels import LOOKING, USUAL_CHANNEL, FindIncidentsChannel, JoinChannel
from bot.slack.effects.daily import PostDaily
from bot.slack.effects.incidents import (
    POINTS_TO_CARD,
    SHOWS_CARD,
    MoveCard,
    PointToCard,
    PostInThread,
    RefreshCard,
    RefreshDirectMessages,
    RefreshReminders,
    SendDirectMessage,
    SendReminder,
    direct_message,
    post_in_thread,
    refresh_card,
    refresh_direct_messages,
    refresh_reminders,
    refreshed_on,
    said_as_comment,
    to_each_follower,
    to_those_concerned,
)
from bot.slack.effects.people import (
    DIRECT,
    Answer,
    DescribeEverybody,
    DescribePerson,
    RefreshHome,
    SendExport,
    TellRole,
    WarnAdmin,
)
from storage.records import NewOutboxItem, OutboxItem

__all__ = [
    "DIRECT",
    "LOOKING",
    "POINTS_TO_CARD",
    "SHOWS_CARD",
    "USUAL_CHANNEL",
    "AboutIncident",
    "Answer",
    "DescribeEverybody",
    "DescribePerson",
    "Effect",
    "FindIncidentsChannel",
    "JoinChannel",
    "MoveCard",
    "OfChannels",
    "OfTheCard",
    "PointToCard",
    "PostDaily",
    "PostInThread",
    "RefreshCard",
    "RefreshDirectMessages",
    "RefreshHome",
    "RefreshReminders",
    "SendDirectMessage",
    "SendExport",
    "SendReminder",
    "TellRole",
    "ToLearn",
    "ToPerson",
    "ToTheConcerned",
    "WarnAdmin",
    "direct_message",
    "from_item",
    "post_in_thread",
    "refresh_card",
    "refresh_direct_messages",
    "refresh_reminders",
    "refreshed_on",
    "said_as_comment",
    "to_each_follower",
    "to_item",
    "to_those_concerned",
]

OfChannels = FindIncidentsChannel | JoinChannel
OfTheCard = RefreshCard | MoveCard | PointToCard | PostInThread
ToTheConcerned = SendDirectMessage | SendReminder | RefreshDirectMessages | RefreshReminders
AboutIncident = OfTheCard | ToTheConcerned
ToPerson = WarnAdmin | TellRole | SendExport
ToLearn = DescribePerson | DescribeEverybody | OfChannels
Effect = OfTheCard | ToTheConcerned | ToPerson | Answer | RefreshHome | ToLearn | PostDaily
_ADAPTER: TypeAdapter[Effect] = TypeAdapter(Annotated[Effect, Field(discriminator="kind")])


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
