"""What can happen in the workspace; the page's stream and the app's events are both made from these."""

from dataclasses import dataclass

from bot.sandbox.channels import Channel
from bot.sandbox.people import Profile
from bot.sandbox.slack_json import Json


@dataclass(frozen=True, slots=True)
class MessagePosted:
    channel: Channel
    message: Json


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """`by` is the editor; `at` the moment of the edit as a ts of its own."""

    channel: Channel
    message: Json
    previous: Json
    at: str


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    channel: Channel
    message: Json
    at: str


@dataclass(frozen=True, slots=True)
class ThreadGrew:
    """A reply changed the parent's counts: people see it, apps hear of the reply only."""

    channel: Channel
    message: Json


@dataclass(frozen=True, slots=True)
class PrivatePosted:
    person_id: str
    channel: Channel
    message: Json


@dataclass(frozen=True, slots=True)
class PrivateChanged:
    person_id: str
    channel: Channel
    message: Json


@dataclass(frozen=True, slots=True)
class PrivateDeleted:
    person_id: str
    channel: Channel
    ts: str


@dataclass(frozen=True, slots=True)
class UnreadChanged:
    """`rows` is what people have not read yet, as the page has it: each row one person and one channel."""

    rows: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel is new, or its members changed."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelCreated:
    channel: Channel
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ChannelArchived:
    """`channel` shows whether it was archived or taken out of the archive."""

    channel: Channel
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ChannelRenamed:
    channel: Channel
    at: str


@dataclass(frozen=True, slots=True)
class MemberJoined:
    channel: Channel
    person_id: str
    inviter: str | None
    at: str


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """`channel` is as it was before, with the member in it; `by` is whoever threw them out."""

    channel: Channel
    person_id: str
    by: str | None
    at: str


@dataclass(frozen=True, slots=True)
class PersonChanged:
    person: Profile
    at: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Reacted:
    channel: Channel
    message: Json
    person_id: str
    name: str
    is_added: bool
    at: str


@dataclass(frozen=True, slots=True)
class HomeOpened:
    person_id: str
    channel: Channel
    tab: str
    view: Json | None
    at: str


@dataclass(frozen=True, slots=True)
class ViewOpened:
    """`window` is the one of the person's windows that the form stands in."""

    person_id: str
    window: str
    view: Json


@dataclass(frozen=True, slots=True)
class ViewUpdated:
    person_id: str
    window: str
    view: Json


@dataclass(frozen=True, slots=True)
class ViewClosed:
    person_id: str
    window: str
    view_id: str


@dataclass(frozen=True, slots=True)
class ViewsCleared:
    person_id: str
    window: str


@dataclass(frozen=True, slots=True)
class HomePublished:
    person_id: str
    view: Json


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """`time` is what it shows now, in Unix seconds."""

    time: float


@dataclass(frozen=True, slots=True)
class FaultsSwitched:
    """`faults` is what is switched on now, as the page shows it."""

    faults: tuple[Json, ...]


Change = (
    MessagePosted
    | MessageChanged
    | MessageDeleted
    | ThreadGrew
    | PrivatePosted
    | PrivateChanged
    | PrivateDeleted
    | UnreadChanged
    | ChannelChanged
    | ChannelCreated
    | ChannelArchived
    | ChannelRenamed
    | MemberJoined
    | MemberLeft
    | PersonChanged
    | Reacted
    | HomeOpened
    | ViewOpened
    | ViewUpdated
    | ViewClosed
    | ViewsCleared
    | HomePublished
    | ClockMoved
    | FaultsSwitched
)
