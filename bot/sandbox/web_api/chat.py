"""chat.*: what the app says, changes and takes back."""

from bot.sandbox import composing
from bot.sandbox.channels import Channel
from bot.sandbox.messages import is_tombstone
from bot.sandbox.parts import Parts
from bot.sandbox.people import BOT_ID, BOT_USER_ID
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api.access import postable_channel, visible_channel
from bot.sandbox.web_api.arguments import Arguments

LONGEST_UPDATE = 4000


def post_message(parts: Parts, arguments: Arguments) -> Json:
    channel = postable_channel(parts, arguments.needed("channel"))
    message = composing.content(arguments.given)
    thread = _thread(parts, channel, arguments)
    if parts.faults.enforce_rate_limits:
        parts.rate_limits.count_message(channel.id)
    posted = parts.messages.post(channel, {**composing.from_bot(parts.workspace), **message, **thread})
    return {"channel": channel.id, "ts": posted["ts"], "message": without_metadata(posted)}


def post_ephemeral(parts: Parts, arguments: Arguments) -> Json:
    channel = postable_channel(parts, arguments.needed("channel"))
    person_id = arguments.needed("user")
    if person_id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = composing.content(arguments.given)
    thread = _thread(parts, channel, arguments)
    author = composing.from_bot(parts.workspace)
    posted = parts.messages.post_privately(person_id, channel, {**author, **message, **thread})
    return {"message_ts": posted["ts"]}


def update(parts: Parts, arguments: Arguments) -> Json:
    """Blocks that are not sent again disappear; metadata stays unless new is sent."""
    channel, before = _own_message(parts, arguments, refusal="cant_update_message")
    if len(arguments.text("text") or "") > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    message = composing.content(arguments.given)
    kept = {key: value for key, value in before.items() if key not in {"blocks", "attachments", "text", "edited"}}
    changed = {**kept, **message}
    if "blocks" not in message:
        changed["edited"] = {"user": BOT_USER_ID, "ts": parts.workspace.edited_ts()}
    parts.messages.change(channel, changed)
    return {"channel": channel.id, "ts": before["ts"], "text": changed["text"], "message": without_metadata(changed)}


def delete(parts: Parts, arguments: Arguments) -> Json:
    channel, before = _own_message(parts, arguments, refusal="cant_delete_message")
    parts.messages.delete(channel, before["ts"])
    return {"channel": channel.id, "ts": before["ts"]}


def get_permalink(parts: Parts, arguments: Arguments) -> Json:
    channel = visible_channel(parts, arguments.needed("channel"))
    ts = arguments.needed("message_ts")
    message = parts.messages.get(channel.id, ts)
    if message is None:
        raise SlackError("message_not_found")
    address = f"{parts.address}/archives/{channel.id}/p{ts.replace('.', '')}"
    thread_ts = message.get("thread_ts")
    is_reply = thread_ts not in {None, ts}
    return {
        "channel": channel.id,
        "permalink": f"{address}?thread_ts={thread_ts}&cid={channel.id}" if is_reply else address,
    }


def without_metadata(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "metadata"}


def _own_message(parts: Parts, arguments: Arguments, *, refusal: str) -> tuple[Channel, Json]:
    channel = visible_channel(parts, arguments.needed("channel"))
    message = parts.messages.get(channel.id, arguments.needed("ts"))
    if message is None or is_tombstone(message):
        raise SlackError("message_not_found")
    if channel.is_archived:
        raise SlackError("is_archived" if refusal == "cant_delete_message" else "is_inactive")
    if message.get("bot_id") != BOT_ID:
        raise SlackError(refusal)
    return channel, message


def _thread(parts: Parts, channel: Channel, arguments: Arguments) -> Json:
    """Where in a thread the message goes; a reply to a reply goes to the thread's root."""
    thread_ts = arguments.text("thread_ts")
    if thread_ts is None:
        return {}
    parent = parts.messages.get(channel.id, thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    root = parent.get("thread_ts", parent["ts"])
    placed: Json = {"thread_ts": root, "parent_user_id": parent.get("user", BOT_USER_ID)}
    return {**placed, "subtype": "thread_broadcast"} if arguments.flag("reply_broadcast") else placed
