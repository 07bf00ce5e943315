"""The people and channels of the workspace as they are now, and word of every change to them."""

from collections.abc import Callable
from dataclasses import replace

from bot.sandbox.changes import (
    Change,
    ChannelArchived,
    ChannelChanged,
    ChannelCreated,
    ChannelRenamed,
    MemberJoined,
    MemberLeft,
    PersonChanged,
)
from bot.sandbox.channels import DEFAULT_CHANNELS, Channel, direct_message
from bot.sandbox.clock import Clock
from bot.sandbox.people import BOT_USER_ID, DEFAULT_PEOPLE, Profile, bot_profile
from bot.sandbox.store import Store

_MICROSECONDS = 1_000_000
_BORN = "born"


class Workspace:
    """Kept in memory and written through to the store; used from the server's thread only.

    `born` tells it from the one that was here before its last first day.
    """

    listeners: list[Callable[[Change], None]]

    def __init__(self, store: Store, clock: Clock, *, bot_name: str, born: str) -> None:
        self.store = store
        self.clock = clock
        self.bot = bot_profile(bot_name)
        self.people: dict[str, Profile] = {person.id: person for person in store.people()}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in store.channels()}
        self.listeners = []
        self.born = store.fact(_BORN) or born
        store.keep_fact(_BORN, self.born)
        self._last_ts = int(store.fact("last_ts") or 0)
        if not self.people:
            self._settle_in()

    def announce(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)

    def next_ts(self) -> str:
        """The ts of what happens now: to the microsecond, and later than the one before, also across restarts."""
        self._last_ts = max(int(self.clock.now() * _MICROSECONDS), self._last_ts + 1)
        self.store.keep_fact("last_ts", str(self._last_ts))
        return f"{self._last_ts // _MICROSECONDS}.{self._last_ts % _MICROSECONDS:06d}"

    def edited_ts(self) -> str:
        """The ts in the mark of an edit, which Slack gives by the second."""
        return f"{int(self.clock.now())}.000000"

    def person(self, person_id: str) -> Profile | None:
        return self.bot if person_id == BOT_USER_ID else self.people.get(person_id)

    def everyone(self) -> list[Profile]:
        return [*self.people.values(), self.bot]

    def channel_named(self, name: str) -> Channel | None:
        wanted = name.removeprefix("#")
        return next((channel for channel in self.channels.values() if channel.name == wanted), None)

    def open_direct_message(self, person_id: str) -> tuple[Channel, bool]:
        """The person's DM with the bot, and whether it was open already."""
        channel = direct_message(person_id)
        if channel.id in self.channels:
            return self.channels[channel.id], True
        self.keep_channel(channel)
        return channel, False

    def keep_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.store.keep_channel(channel)
        self.announce(ChannelChanged(channel))
        return channel

    def join(self, channel: Channel, person_id: str, *, inviter: str | None = None) -> Channel:
        if person_id in channel.members:
            return channel
        joined = self.keep_channel(replace(channel, members=(*channel.members, person_id)))
        self.announce(MemberJoined(joined, person_id, inviter, self.next_ts()))
        return joined

    def leave(self, channel: Channel, person_id: str, *, by: str | None = None) -> Channel:
        left = self.keep_channel(replace(channel, members=tuple(i for i in channel.members if i != person_id)))
        self.announce(MemberLeft(channel, person_id, by, self.next_ts()))
        return left

    def create(self, channel: Channel, *, by: str) -> Channel:
        self.keep_channel(channel)
        self.announce(ChannelCreated(channel, by, self.next_ts()))
        return channel

    def archive(self, channel: Channel, *, by: str, is_archived: bool = True) -> Channel:
        """Put a channel into the archive, or take it out again."""
        archived = self.keep_channel(replace(channel, is_archived=is_archived))
        self.announce(ChannelArchived(archived, by, self.next_ts()))
        return archived

    def rename(self, channel: Channel, name: str) -> Channel:
        renamed = self.keep_channel(replace(channel, name=name))
        self.announce(ChannelRenamed(renamed, self.next_ts()))
        return renamed

    def keep_person(self, person: Profile) -> Profile:
        is_new = person.id not in self.people
        self.people[person.id] = person
        self.store.keep_person(person)
        self.announce(PersonChanged(person, self.next_ts(), is_new))
        return person

    def _settle_in(self) -> None:
        for person in DEFAULT_PEOPLE:
            self.people[person.id] = person
            self.store.keep_person(person)
        for channel in DEFAULT_CHANNELS:
            self.channels[channel.id] = channel
            self.store.keep_channel(channel)
