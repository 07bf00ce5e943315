"""Typing: messages, slash commands, edits, deletions and reactions."""

import re
import uuid
from contextlib import suppress

from bot.sandbox import payloads
from bot.sandbox.acts.desk import Desk
from bot.sandbox.channels import Channel
from bot.sandbox.composing import LONGEST_TEXT
from bot.sandbox.exchanges import Delivery
from bot.sandbox.hooks import respond
from bot.sandbox.messages import JOIN, is_join
from bot.sandbox.people import TEAM_ID
from bot.sandbox.refusals import ActRefused, SlackError
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.slack_json import Json
from bot.sandbox.typed_text import TypedText, mentions

_COMMAND = re.compile(r"(?P<name>/\S+)\s*(?P<text>.*)", re.DOTALL)
_INVITE = "/invite"
MOST_FILES = 10
_VISIBLE_PARTS = ("text", "blocks", "attachments")


async def send(desk: Desk) -> Json:
    """Do it once, however often it comes under the same client_msg_id."""
    message_id = _message_id(desk)
    return await desk.parts.sent.once(f"{desk.person.id} {message_id}", lambda: _send(desk, message_id))


async def _send(desk: Desk, message_id: str) -> Json:
    channel, text = desk.channel(), _typed(desk)
    files = _files(desk)
    if not text and not files:
        raise ActRefused("There is nothing to send.")
    if channel.is_archived:
        raise ActRefused("This channel is archived.")
    if channel.kind == "im" and not desk.parts.manifest.takes_messages:
        raise ActRefused("Sending messages to this app has been turned off.")
    command = _COMMAND.fullmatch(text)
    if command is None or files:
        return _message(desk, channel, text, files, message_id)
    return await _command(desk, channel, command["name"], command["text"])


async def edit(desk: Desk) -> Json:
    channel = desk.channel()
    message = _own_message(desk, channel)
    text = _read(desk).in_message(_typed(desk))
    edited = {"user": desk.person.id, "ts": desk.parts.workspace.edited_ts()}
    desk.parts.messages.change(channel, {**message, "text": text, "blocks": _rich_text(text), "edited": edited})
    return {}


async def delete(desk: Desk) -> Json:
    channel = desk.channel()
    ts = str(desk.act.get("ts"))
    if desk.parts.messages.private(desk.person.id, channel.id, ts) is not None:
        desk.parts.messages.delete_privately(desk.person.id, channel, ts)
        return {}
    may_delete_all = desk.person.role in {"owner", "admin"}
    message = desk.message(channel, ts) if may_delete_all else _own_message(desk, channel)
    desk.parts.messages.delete(channel, message["ts"])
    return {}


async def react(desk: Desk) -> Json:
    return _react(desk, is_added=True)


async def unreact(desk: Desk) -> Json:
    return _react(desk, is_added=False)


def _typed(desk: Desk) -> str:
    text = str(desk.act.get("text", "")).strip()
    if len(text) > LONGEST_TEXT:
        raise ActRefused(f"A message takes up to {LONGEST_TEXT:,} characters; this one has {len(text):,}.")
    return text


def _files(desk: Desk) -> list[Json]:
    """What is sent with a message, uploaded before."""
    given = desk.act.get("files", [])
    found = [desk.own_file(str(each)) for each in given] if isinstance(given, list) else [None]
    if None in found or len(found) > MOST_FILES:
        raise ActRefused(f"A message takes up to {MOST_FILES} files of your own.")
    return [file for file in found if file is not None]


def _message_id(desk: Desk) -> str:
    """The one the page gave it, where that is one."""
    with suppress(ValueError):
        return str(uuid.UUID(str(desk.act.get("client_msg_id"))))
    return str(uuid.uuid4())


def _message(desk: Desk, channel: Channel, text: str, files: list[Json], message_id: str) -> Json:
    sent = _read(desk).in_message(text)
    thread = _thread(desk, channel)
    message = {
        "client_msg_id": message_id,
        "user": desk.person.id,
        "team": TEAM_ID,
        "text": sent,
        **({"blocks": _rich_text(sent)} if sent else {}),
        **({"files": files, "upload": False, "display_as_bot": False} if files else {}),
        **thread,
    }
    return {"ts": desk.parts.messages.post(channel, message)["ts"]}


def _thread(desk: Desk, channel: Channel) -> Json:
    thread_ts = desk.act.get("thread_ts")
    if not thread_ts:
        return {}
    parent = desk.message(channel, str(thread_ts))
    root = parent.get("thread_ts", parent["ts"])
    placed: Json = {"thread_ts": root, "parent_user_id": parent.get("user", "")}
    return {**placed, "subtype": "thread_broadcast"} if desk.act.get("reply_broadcast") is True else placed


async def _command(desk: Desk, channel: Channel, command: str, text: str) -> Json:
    if command == _INVITE:
        return _invite(desk, channel, text)
    known = desk.parts.manifest.commands.get(command)
    if known is None:
        raise ActRefused(f"{command} is not a valid command.")
    if desk.act.get("thread_ts"):
        raise ActRefused(f"{command} is not supported in threads. Sorry!")
    path, url = desk.parts.response_urls.issue("commands", desk.person.id, channel)
    payload = payloads.slash_command(
        desk.person,
        channel,
        command=command,
        text=_read(desk).in_command(text, should_escape=known.should_escape),
        response_url=f"{desk.parts.address}{path}",
        trigger_id=desk.trigger(),
    )
    delivery = await desk.parts.deliveries.send("slash_commands", payload, takes_answer=True)
    if delivery.outcome != "acked":
        code = "operation_timeout" if delivery.outcome == "timeout" else "dispatch_failed"
        raise ActRefused(f'{command} failed with the error "{code}"')
    return _show_answer(desk, url, delivery, typed=f"{command} {text}".strip())


def _invite(desk: Desk, channel: Channel, text: str) -> Json:
    """Slack's own /invite: how an app comes into a private channel."""
    invited = mentions(_read(desk).in_message(text))
    if not invited or channel.kind == "im":
        raise ActRefused("Nobody by that name can be invited here.")
    for person_id in sorted(invited - set(channel.members)):
        channel = desk.parts.workspace.join(channel, person_id, inviter=desk.person.id)
        said = {"user": person_id, "inviter": desk.person.id, "text": f"<@{person_id}> has joined the channel"}
        desk.parts.messages.post(channel, {**said, "subtype": JOIN})
    return {}


def _show_answer(desk: Desk, url: ResponseUrl, delivery: Delivery, *, typed: str) -> Json:
    """The ack's text or blocks appear, to the person alone or to everyone together with what was typed."""
    answer = delivery.answer or {}
    if not any(answer.get(part) for part in _VISIBLE_PARTS):
        return {}
    channel = desk.parts.workspace.channels[url.channel_id]
    if answer.get("response_type") == "in_channel":
        desk.parts.messages.post(
            channel, {"user": desk.person.id, "team": TEAM_ID, "text": _read(desk).in_message(typed)}
        )
    try:
        said = respond(desk.parts, url, {**answer, "replace_original": False, "delete_original": False})
    except SlackError as refusal:
        desk.parts.recorder.refuse(delivery, refusal.code)
        raise ActRefused(f'{typed.split(maxsplit=1)[0]} failed with the error "{refusal.code}"') from refusal
    return {"ts": said["ts"]} if said else {}


def _own_message(desk: Desk, channel: Channel) -> Json:
    message = desk.message(channel, str(desk.act.get("ts")))
    if message.get("user") != desk.person.id:
        raise ActRefused("That is somebody else's message.")
    if is_join(message):
        raise ActRefused("Slack said that itself.")
    return message


def _react(desk: Desk, *, is_added: bool) -> Json:
    channel = desk.channel()
    ts, name = str(desk.act.get("ts")), str(desk.act.get("name", "")).strip(":")
    if desk.parts.messages.get(channel.id, ts) is None:
        raise ActRefused("That message is gone.")
    desk.parts.messages.react(channel, ts, person_id=desk.person.id, name=name, is_added=is_added)
    return {}


def _read(desk: Desk) -> TypedText:
    workspace = desk.parts.workspace
    mine = [
        channel
        for channel in workspace.channels.values()
        if channel.kind == "channel" or desk.person.id in channel.members
    ]
    return TypedText(workspace.everyone(), mine)


def _rich_text(text: str) -> list[Json]:
    """The block Slack's composer sends beside the text."""
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": plain}]}
    return [{"type": "rich_text", "block_id": uuid.uuid4().hex[:5], "elements": [section]}]
