"""The messages of every channel: posted, threaded, changed and deleted, and those only one person sees."""

from collections import defaultdict

from bot.sandbox.changes import (
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    PrivateChanged,
    PrivateDeleted,
    PrivatePosted,
    Reacted,
    ThreadGrew,
)
from bot.sandbox.channels import Channel
from bot.sandbox.slack_json import Json
from bot.sandbox.workspace import Workspace

_REPLY_FACES = 5
JOIN = "channel_join"
_THREAD_KEYS = frozenset(
    {"thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users", "is_locked", "subscribed"}
)


class Messages:
    """A message is replaced, never changed in place: what was handed out stays as it was."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._public: dict[str, dict[str, Json]] = defaultdict(dict)
        self._private: dict[tuple[str, str], dict[str, Json]] = defaultdict(dict)
        for channel_id, message in workspace.store.messages():
            self._public[channel_id][message["ts"]] = message

    def get(self, channel_id: str, ts: str) -> Json | None:
        return self._public[channel_id].get(ts)

    def private(self, person_id: str, channel_id: str, ts: str) -> Json | None:
        return self._private[person_id, channel_id].get(ts)

    def all_in(self, channel_id: str) -> list[Json]:
        """Replies and all, oldest first."""
        return list(self._public[channel_id].values())

    def top_level(self, channel_id: str) -> list[Json]:
        """What the channel itself shows, oldest first: no replies, but those also sent to the channel."""
        return [
            message for message in self._public[channel_id].values() if not is_reply(message) or is_broadcast(message)
        ]

    def thread(self, channel_id: str, ts: str) -> list[Json]:
        """The parent and its replies, oldest first."""
        public = self._public[channel_id].values()
        return [message for message in public if message["ts"] == ts or message.get("thread_ts") == ts]

    def privates(self, person_id: str, channel_id: str) -> list[Json]:
        return list(self._private[person_id, channel_id].values())

    def post(self, channel: Channel, message: Json) -> Json:
        """Store `message` under a new ts; a reply also counts on its parent."""
        posted = {"type": "message", **message, "ts": self._workspace.next_ts()}
        self._keep(channel, posted)
        self._workspace.announce(MessagePosted(channel, posted))
        if is_reply(posted):
            self._count_replies(channel, posted["thread_ts"])
        return posted

    def change(self, channel: Channel, message: Json) -> Json:
        """Put `message` in the place of the one with its ts."""
        previous = self._public[channel.id][message["ts"]]
        self._keep(channel, message)
        self._workspace.announce(MessageChanged(channel, message, previous, self._workspace.next_ts()))
        return message

    def delete(self, channel: Channel, ts: str) -> None:
        """Take a message away; one with replies leaves a stone for its thread to hang on."""
        message = self._public[channel.id][ts]
        if message.get("reply_count"):
            self.change(channel, _tombstone(message))
            return
        del self._public[channel.id][ts]
        self._workspace.store.forget_message(channel.id, ts)
        self._workspace.announce(MessageDeleted(channel, message, self._workspace.next_ts()))
        if is_reply(message):
            self._count_replies(channel, message["thread_ts"])

    def react(self, channel: Channel, ts: str, *, person_id: str, name: str, is_added: bool) -> None:
        message = self._public[channel.id][ts]
        changed = {**message, "reactions": _reactions(message, person_id=person_id, name=name, is_added=is_added)}
        self._keep(channel, changed)
        at = self._workspace.next_ts()
        self._workspace.announce(ThreadGrew(channel, changed))
        self._workspace.announce(Reacted(channel, changed, person_id, name, is_added, at))

    def post_privately(self, person_id: str, channel: Channel, message: Json) -> Json:
        """An ephemeral message: it has a ts, but lives only as long as this server."""
        posted = {"type": "message", **message, "ts": self._workspace.next_ts(), "is_ephemeral": True}
        self._private[person_id, channel.id][posted["ts"]] = posted
        self._workspace.announce(PrivatePosted(person_id, channel, posted))
        return posted

    def change_privately(self, person_id: str, channel: Channel, message: Json) -> Json:
        self._private[person_id, channel.id][message["ts"]] = message
        self._workspace.announce(PrivateChanged(person_id, channel, message))
        return message

    def delete_privately(self, person_id: str, channel: Channel, ts: str) -> None:
        if self._private[person_id, channel.id].pop(ts, None) is not None:
            self._workspace.announce(PrivateDeleted(person_id, channel, ts))

    def _keep(self, channel: Channel, message: Json) -> None:
        self._public[channel.id][message["ts"]] = message
        self._workspace.store.keep_message(channel.id, message)

    def _count_replies(self, channel: Channel, parent_ts: str) -> None:
        parent = self._public[channel.id].get(parent_ts)
        if parent is None:
            return
        replies = self.thread(channel.id, parent_ts)[1:]
        counted = {**parent, **_thread_counts(replies)} if replies else _without_thread(parent)
        self._keep(channel, counted)
        self._workspace.announce(ThreadGrew(channel, counted))


def is_reply(message: Json) -> bool:
    return "thread_ts" in message and message["thread_ts"] != message["ts"]


def is_broadcast(message: Json) -> bool:
    return message.get("subtype") == "thread_broadcast"


def is_tombstone(message: Json) -> bool:
    return message.get("subtype") == "tombstone"


def is_join(message: Json) -> bool:
    """Whether Slack itself says it: that somebody came into the channel."""
    return message.get("subtype") == JOIN


def _tombstone(message: Json) -> Json:
    kept = {key: value for key, value in message.items() if key in {"type", "ts", "team", *_THREAD_KEYS}}
    return {**kept, "subtype": "tombstone", "user": "USLACKBOT", "hidden": True, "text": "This message was deleted."}


def _thread_counts(replies: list[Json]) -> Json:
    faces = list(dict.fromkeys(reply["user"] for reply in replies if "user" in reply))
    return {
        "thread_ts": replies[0]["thread_ts"],
        "reply_count": len(replies),
        "reply_users_count": len(faces),
        "latest_reply": replies[-1]["ts"],
        "reply_users": faces[:_REPLY_FACES],
        "is_locked": False,
        "subscribed": False,
    }


def _without_thread(parent: Json) -> Json:
    return {key: value for key, value in parent.items() if key not in _THREAD_KEYS}


def _reactions(message: Json, *, person_id: str, name: str, is_added: bool) -> list[Json]:
    users = {
        row["name"]: [user for user in row["users"] if user != person_id or row["name"] != name]
        for row in message.get("reactions", [])
    }
    if is_added:
        users.setdefault(name, []).append(person_id)
    return [{"name": each, "users": who, "count": len(who)} for each, who in users.items() if who]
