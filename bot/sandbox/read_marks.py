"""What each person has not read yet, in every channel they are in; a restart finds it as it was."""

from collections import defaultdict
from dataclasses import dataclass

from bot.sandbox import changes
from bot.sandbox.channels import Channel
from bot.sandbox.mentioned import EVERYONE, mentioned
from bot.sandbox.messages import Messages, is_broadcast, is_reply, is_tombstone
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.slack_json import Json
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Unread:
    """`is_mention` means that it is for this person; `is_inline` that the channel itself shows it."""

    ts: str
    is_mention: bool
    is_inline: bool


class ReadMarks:
    """Replies in a thread are news only for those whom they mention and those who wrote in it before."""

    def __init__(self, workspace: Workspace, messages: Messages) -> None:
        self._workspace = workspace
        self._unread: dict[tuple[str, str], list[Unread]] = defaultdict(list)
        self._writers: dict[tuple[str, str], set[str]] = defaultdict(set)
        for channel in workspace.channels.values():
            self._remember(channel, messages)

    def rows(self) -> list[Json]:
        """What is unread in the workspace, by person and channel."""
        return [_row(person, channel, unread) for (person, channel), unread in self._unread.items() if unread]

    def read(self, person_id: str, channel_id: str) -> None:
        """The person has seen all that is there now."""
        unread = self._unread[person_id, channel_id]
        if unread:
            self._workspace.store.keep_fact(_fact(person_id, channel_id), unread[-1].ts)
            unread.clear()
            self._tell(channel_id, [person_id])

    def hear(self, change: changes.Change) -> None:
        match change:
            case changes.MessagePosted(channel, message):
                self._posted(channel, message)
            case changes.MessageDeleted(channel, message):
                self._forget(channel, message["ts"])
            case changes.MessageChanged(channel, message) if is_tombstone(message):
                self._forget(channel, message["ts"])
            case changes.MemberJoined(channel, person_id, _, at):
                self._workspace.store.keep_fact(_fact(person_id, channel.id), at)
            case changes.MemberLeft(channel, person_id):
                self._unread.pop((person_id, channel.id), None)
                self._tell(channel.id, [person_id])

    def _remember(self, channel: Channel, messages: Messages) -> None:
        for message in messages.all_in(channel.id):
            self._take_in(channel, message)
        for person in channel.members:
            mark = self._workspace.store.fact(_fact(person, channel.id)) or ""
            unread = self._unread[person, channel.id]
            unread[:] = [each for each in unread if each.ts > mark]

    def _posted(self, channel: Channel, message: Json) -> None:
        told = self._take_in(channel, message)
        if told:
            self._tell(channel.id, told)
        if _is_inline(message):
            # Who says something there has seen what was said before.
            self.read(str(message.get("user")), channel.id)

    def _take_in(self, channel: Channel, message: Json) -> list[str]:
        """Whom it is new for."""
        author = str(message.get("user"))
        writers = self._writers[channel.id, str(message.get("thread_ts") or message["ts"])]
        for_whom = mentioned(message) | (writers if is_reply(message) else set())
        told: list[str] = []
        for person in (each for each in channel.members if each not in {author, BOT_USER_ID}):
            is_mention = channel.kind == "im" or not for_whom.isdisjoint({person, EVERYONE})
            if not is_tombstone(message) and (is_mention or _is_inline(message)):
                self._unread[person, channel.id].append(Unread(message["ts"], is_mention, _is_inline(message)))
                told.append(person)
        writers.add(author)
        return told

    def _forget(self, channel: Channel, ts: str) -> None:
        held = [person for person in channel.members if any(each.ts == ts for each in self._unread[person, channel.id])]
        for person in held:
            unread = self._unread[person, channel.id]
            unread[:] = [each for each in unread if each.ts != ts]
        if held:
            self._tell(channel.id, held)

    def _tell(self, channel_id: str, people: list[str]) -> None:
        rows = [_row(person, channel_id, self._unread[person, channel_id]) for person in people]
        self._workspace.announce(changes.UnreadChanged(tuple(rows)))


def _row(person_id: str, channel_id: str, unread: list[Unread]) -> Json:
    """As the page has it; `first_unread` is the ts of the first that the channel itself shows."""
    return {
        "person": person_id,
        "channel": channel_id,
        "count": len(unread),
        "mentions": sum(each.is_mention for each in unread),
        "first_unread": next((each.ts for each in unread if each.is_inline), ""),
    }


def _fact(person_id: str, channel_id: str) -> str:
    return f"read:{person_id}:{channel_id}"


def _is_inline(message: Json) -> bool:
    return not is_reply(message) or is_broadcast(message)
