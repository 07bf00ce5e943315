"""What we read of events about people, channels and Home tabs; `spoken` reads those about messages."""

from bot.deeds.outcome import Caller
from bot.listeners.payloads import Payload, View


class PersonEvent(Payload):
    """An event about a person: what changed is asked of Slack, so a late or repeated one does no harm."""

    class _Event(Payload):
        class _User(Payload):
            id: str

        user: _User

    team_id: str
    event: _Event


class NamedChannelEvent(Payload):
    """A channel is new, or has a new name."""

    class _Event(Payload):
        class _Named(Payload):
            id: str
            name: str

        channel: _Named

    team_id: str
    event: _Event


class ChannelEvent(Payload):
    """A channel was archived, or came back."""

    class _Event(Payload):
        channel: str

    team_id: str
    event: _Event


class JoinEvent(Payload):
    """Somebody joined a channel."""

    class _Event(Payload):
        user: str
        channel: str

    team_id: str
    event: _Event


class HomeEvent(Payload):
    """Somebody opened a tab of our conversation with them."""

    class _Event(Payload):
        user: str
        tab: str
        view: View | None = None
        """The Home tab as it was published last."""

    team_id: str
    event: _Event

    @property
    def caller(self) -> Caller:
        """Return who opened it; the event does not say what they are called."""
        return Caller(team_id=self.team_id, person_id=self.event.user, person_name=self.event.user)

    @property
    def view_hash(self) -> str:
        """Return what the tab they saw is known by; nothing the first time."""
        return self.event.view.hash if self.event.view else ""
