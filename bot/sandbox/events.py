"""The Events API: which changes the app hears of, and the payload it hears them in."""

import itertools
import secrets
from collections.abc import Callable

from bot.sandbox import changes
from bot.sandbox.channels import Channel, conversation_object
from bot.sandbox.clock import Clock
from bot.sandbox.manifest import EVENT_SCOPES, Manifest
from bot.sandbox.messages import is_join
from bot.sandbox.people import APP_ID, BOT_USER_ID, TEAM_ID, UPDATED, user_object
from bot.sandbox.scopes import Scopes
from bot.sandbox.slack_json import Json

_MESSAGE_KINDS = {"channel": "channels", "private": "groups", "im": "im"}
_CHANNEL_TYPES = {"channel": "channel", "private": "group", "im": "im"}
# What a message event shows of the stored message; the rest (reply counts, metadata …) is for history.
_MESSAGE_KEYS = (
    "client_msg_id", "type", "subtype", "user", "bot_id", "app_id", "bot_profile", "text", "blocks", "attachments",
    "files", "upload", "display_as_bot", "ts", "thread_ts", "parent_user_id", "team", "edited", "inviter",
)  # fmt: skip


class Events:
    """Turns changes into events and gives them to `send`, where the app subscribes, is a member and has the scope."""

    def __init__(self, manifest: Manifest, scopes: Scopes, clock: Clock, send: Callable[[Json], None]) -> None:
        self._manifest = manifest
        self._scopes = scopes
        self._clock = clock
        self._send = send
        self._numbers = itertools.count(1)
        self._run = secrets.token_hex(3).upper()

    def hear(self, change: changes.Change) -> None:
        for name, event in _events_of(change):
            if name in self._manifest.events and self._scopes.has_any(*EVENT_SCOPES.get(name, ())):
                self._send(self._wrap(event))

    def send_own(self, event: Json) -> None:
        """An event about the app itself, such as app_uninstalled."""
        if event["type"] in self._manifest.events:
            self._send({**self._wrap(event), "authorizations": []})

    def _wrap(self, event: Json) -> Json:
        authorization = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER_ID}
        return {
            "token": "verification-token-do-not-use",
            "team_id": TEAM_ID,
            "context_team_id": TEAM_ID,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{self._run}{next(self._numbers):06d}",
            "event_time": int(self._clock.now()),
            "authorizations": [{**authorization, "is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_urlsafe(12)}",
        }


def _events_of(change: changes.Change) -> list[tuple[str, Json]]:
    """The subscription's name and the event, for every event of a change; none where the bot is not a member."""
    channel = getattr(change, "channel", None)
    is_everywhere = isinstance(change, changes.ChannelCreated)
    if isinstance(channel, Channel) and not channel.has_bot and not is_everywhere:
        return []
    maker = _MAKERS.get(type(change))
    return [] if maker is None else maker(change)


def _posted(change: changes.MessagePosted) -> list[tuple[str, Json]]:
    shown = _shown(change.message)
    if "files" in shown:
        # The event says so; history shows the same message without the word.
        shown["subtype"] = "file_share"
    place: Json = {"channel": change.channel.id, "event_ts": change.message["ts"]}
    message = (_subscription(change.channel), {**shown, **place, "channel_type": _CHANNEL_TYPES[change.channel.kind]})
    is_by_person = "bot_id" not in change.message and not is_join(change.message)
    is_mention = is_by_person and f"<@{BOT_USER_ID}>" in change.message.get("text", "")
    if not is_mention or change.channel.kind == "im":
        return [message]
    return [("app_mention", {**shown, "type": "app_mention", **place}), message]


def _changed(change: changes.MessageChanged) -> list[tuple[str, Json]]:
    about = {"message": _shown(change.message), "previous_message": _shown(change.previous)}
    return [_hidden(change.channel, "message_changed", change.at, about)]


def _deleted(change: changes.MessageDeleted) -> list[tuple[str, Json]]:
    about = {"deleted_ts": change.message["ts"], "previous_message": _shown(change.message)}
    return [_hidden(change.channel, "message_deleted", change.at, about)]


def _hidden(channel: Channel, subtype: str, at: str, about: Json) -> tuple[str, Json]:
    event = {"type": "message", "subtype": subtype, "hidden": True, "ts": at, **about, "channel": channel.id}
    return _subscription(channel), {**event, "channel_type": _CHANNEL_TYPES[channel.kind], "event_ts": at}


def _reacted(change: changes.Reacted) -> list[tuple[str, Json]]:
    name = "reaction_added" if change.is_added else "reaction_removed"
    item = {"type": "message", "channel": change.channel.id, "ts": change.message["ts"]}
    event: Json = {"type": name, "user": change.person_id, "reaction": change.name, "item": item, "event_ts": change.at}
    author = change.message.get("user")
    return [(name, {**event, "item_user": author} if author else event)]


def _joined(change: changes.MemberJoined) -> list[tuple[str, Json]]:
    event = _membership("member_joined_channel", change)
    return [("member_joined_channel", {**event, "inviter": change.inviter} if change.inviter else event)]


def _left(change: changes.MemberLeft) -> list[tuple[str, Json]]:
    """The app also hears that it is out itself, under a name of its own."""
    told = [("member_left_channel", _membership("member_left_channel", change))]
    if change.person_id != BOT_USER_ID:
        return told
    name = f"{_family(change.channel)}_left"
    event: Json = {"type": name, "channel": change.channel.id, "event_ts": change.at}
    return [*told, (name, {**event, "actor_id": change.by} if change.by else event)]


def _membership(name: str, change: changes.MemberJoined | changes.MemberLeft) -> Json:
    return {
        "type": name,
        "user": change.person_id,
        "channel": change.channel.id,
        "channel_type": "G" if change.channel.kind == "private" else "C",
        "team": TEAM_ID,
        "event_ts": change.at,
    }


def _created(change: changes.ChannelCreated) -> list[tuple[str, Json]]:
    """Nobody hears of a new private channel but its members."""
    if change.channel.kind != "channel":
        return []
    shown = conversation_object(change.channel)
    kept = {key: value for key, value in shown.items() if key not in {"is_member", "is_archived", "is_general"}}
    channel = {**kept, "created": int(float(change.at)), "creator": change.by}
    return [("channel_created", {"type": "channel_created", "channel": channel, "event_ts": change.at})]


def _archived(change: changes.ChannelArchived) -> list[tuple[str, Json]]:
    event: Json = {"channel": change.channel.id, "user": change.by, "event_ts": change.at}
    if not change.channel.is_archived:
        name = f"{_family(change.channel)}_unarchive"
        return [(name, {"type": name, **event})]
    name = f"{_family(change.channel)}_archive"
    return [(name, {"type": name, **event, "is_moved": 0})]


def _renamed(change: changes.ChannelRenamed) -> list[tuple[str, Json]]:
    new, name = change.channel.name, f"{_family(change.channel)}_rename"
    about = {"id": change.channel.id, "name": new, "name_normalized": new, "created": UPDATED}
    channel = {**about, "is_channel": change.channel.kind == "channel", "is_mpim": False}
    return [(name, {"type": name, "channel": channel, "event_ts": change.at})]


def _person_changed(change: changes.PersonChanged) -> list[tuple[str, Json]]:
    name = "team_join" if change.is_new else "user_change"
    user = {**user_object(change.person), "locale": "en-US"}
    event = {"type": name, "user": user, "cache_ts": UPDATED, "event_ts": change.at}
    return [(name, event)]


def _home_opened(change: changes.HomeOpened) -> list[tuple[str, Json]]:
    about: Json = {"user": change.person_id, "channel": change.channel.id, "tab": change.tab, "event_ts": change.at}
    event = {"type": "app_home_opened", **about}
    return [("app_home_opened", {**event, "view": change.view} if change.view else event)]


_MAKERS: dict[type, Callable[..., list[tuple[str, Json]]]] = {
    changes.MessagePosted: _posted,
    changes.MessageChanged: _changed,
    changes.MessageDeleted: _deleted,
    changes.Reacted: _reacted,
    changes.MemberJoined: _joined,
    changes.MemberLeft: _left,
    changes.ChannelCreated: _created,
    changes.ChannelArchived: _archived,
    changes.ChannelRenamed: _renamed,
    changes.PersonChanged: _person_changed,
    changes.HomeOpened: _home_opened,
}


def _family(channel: Channel) -> str:
    """Private channels have events of their own, which need subscriptions of their own."""
    return "group" if channel.kind == "private" else "channel"


def _subscription(channel: Channel) -> str:
    return f"message.{_MESSAGE_KINDS[channel.kind]}"


def _shown(message: Json) -> Json:
    return {key: message[key] for key in _MESSAGE_KEYS if key in message}
