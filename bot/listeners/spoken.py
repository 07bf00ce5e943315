"""What we read of messages and reactions: Slack has many kinds of both, and most are none of ours."""

from datetime import UTC, datetime, timedelta

from pydantic import Field

from bot.deeds.outcome import Caller
from bot.deeds.replying import Spoken
from bot.deeds.talking import Address
from bot.language.mentions import mark, plain, said_to
from bot.listeners.payloads import Payload, SharedFile, kept
from storage.records import Place

BY_PEOPLE = {None, "file_share", "thread_broadcast"}
"""Subtypes of what a person says."""
_TS = Field(pattern=r"^\d{1,12}\.\d{6}$")


class _Edited(Payload):
    ts: str


class Message(Payload):
    """A message, as it is or was."""

    subtype: str | None = None
    user: str | None = None
    bot_id: str | None = None
    text: str | None = None
    ts: str = _TS
    thread_ts: str | None = None
    files: tuple[SharedFile, ...] = ()
    edited: _Edited | None = None

    @property
    def is_by_person(self) -> bool:
        """Whether somebody said it; no bot, and nothing that Slack itself says of the channel."""
        return self.user is not None and self.bot_id is None and self.subtype in BY_PEOPLE

    @property
    def thread(self) -> str | None:
        """The message it hangs on; a message that has replies names itself."""
        return self.thread_ts if self.thread_ts != self.ts else None

    def to_bot(self, bot_user_id: str) -> str | None:
        """Return what it says to the bot, None when it does not begin with it."""
        return said_to(bot_user_id, self.text or "")

    def spoken(self, channel: str, *, bot_user_id: str, now: datetime, edited_at: datetime | None = None) -> Spoken:
        """Return it as a deed needs it."""
        return Spoken(
            place=Place(channel=channel, ts=self.ts, at=min(moment(self.ts), now), edited_at=edited_at),
            thread_ts=self.thread,
            words=plain(mark(self.text or "")).strip(),
            files=kept(self.files),
            is_to_bot=self.to_bot(bot_user_id) is not None,
        )


class _InChannel(Payload):
    channel: str
    channel_type: str = ""
    event_ts: str = _TS

    @property
    def is_direct(self) -> bool:
        """Whether it is in somebody's conversation with us."""
        return self.channel_type == "im"


class Said(Message, _InChannel):
    """Somebody said something."""


class _Changed(_InChannel):
    message: Message
    previous_message: Message | None = None


class _Deleted(_InChannel):
    deleted_ts: str = _TS
    previous_message: Message | None = None


class _Happened(Payload):
    team_id: str

    def caller_of(self, person_id: str | None, channel: str) -> Caller:
        """Return who it was; an event does not say what they are called."""
        name = person_id or ""
        return Caller(team_id=self.team_id, person_id=name, person_name=name, channel=channel)


class _Kind(Payload):
    subtype: str | None = None


class AnyMessageEvent(_Happened):
    """Something happened to a message: first, what."""

    event: _Kind


class SaidEvent(_Happened):
    """Somebody said something."""

    event: Said

    @property
    def caller(self) -> Caller:
        """Return who said it, where."""
        return self.caller_of(self.event.user, self.event.channel)

    @property
    def key(self) -> str:
        """Return what identifies the message: one that mentions us arrives twice, with two event ids."""
        edited = f":{self.event.edited.ts}" if self.event.edited else ""
        return f"{self.event.channel}:{self.event.ts}{edited}"

    @property
    def address(self) -> Address:
        """Return where it is answered."""
        return Address(self.event.channel, self.event.thread)


class ChangedEvent(_Happened):
    """A message is another than before."""

    event: _Changed


class DeletedEvent(_Happened):
    """A message is gone."""

    event: _Deleted


class _Item(Payload):
    type: str
    channel: str = ""
    ts: str = ""


class _Reaction(Payload):
    user: str
    reaction: str
    item: _Item
    event_ts: str = _TS


class ReactionEvent(_Happened):
    """Somebody reacted to something, or does not any more."""

    event: _Reaction


def moment(ts: str) -> datetime:
    """Return when something was said: Slack's `ts` holds seconds and microseconds."""
    seconds, _, micros = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(micros))
