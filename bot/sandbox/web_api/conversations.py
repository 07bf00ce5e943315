"""conversations.*: channels the app may see, join and read."""

from collections.abc import Callable

from bot.sandbox.channels import Channel, conversation_object
from bot.sandbox.messages import is_reply
from bot.sandbox.numbers import whole_number
from bot.sandbox.parts import Parts
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api.access import need_scope_for, readable_channel, visible_channel
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.web_api.chat import without_metadata

_KINDS = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
_SCOPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
_MOST_LISTED = 1000
_MOST_READ = 999
_PAGE = 100
_MOST_IN_A_GROUP = 8


def list_conversations(parts: Parts, arguments: Arguments) -> Json:
    types = [each.strip() for each in (arguments.text("types") or "public_channel").split(",")]
    if not set(types) <= set(_KINDS):
        raise SlackError("invalid_types")
    for each in types:
        parts.scopes.need(_SCOPES[each])
    kinds = {_KINDS[each] for each in types}
    shown = [channel for channel in parts.workspace.channels.values() if channel.kind in kinds and _is_visible(channel)]
    if arguments.flag("exclude_archived"):
        shown = [channel for channel in shown if not channel.is_archived]
    rows = [conversation_object(channel, with_count=channel.kind != "im") for channel in shown]
    page, cursor = arguments.page(rows, key="id", limit=arguments.number("limit", default=_PAGE, most=_MOST_LISTED))
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def info(parts: Parts, arguments: Arguments) -> Json:
    channel = visible_channel(parts, arguments.needed("channel"))
    need_scope_for(parts, channel, "read")
    return {"channel": conversation_object(channel, with_count=arguments.flag("include_num_members"))}


def join(parts: Parts, arguments: Arguments) -> Json:
    channel = visible_channel(parts, arguments.needed("channel"))
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.has_bot:
        warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": conversation_object(channel), **warned}
    return {"channel": conversation_object(parts.workspace.join(channel, BOT_USER_ID))}


def members(parts: Parts, arguments: Arguments) -> Json:
    channel = visible_channel(parts, arguments.needed("channel"))
    need_scope_for(parts, channel, "read")
    rows: list[Json] = [{"id": person_id} for person_id in channel.members]
    page, cursor = arguments.page(rows, key="id", limit=arguments.number("limit", default=_PAGE, most=_MOST_LISTED))
    return {"members": [row["id"] for row in page], "response_metadata": {"next_cursor": cursor}}


def open_conversation(parts: Parts, arguments: Arguments) -> Json:
    channel_id, users = arguments.text("channel"), arguments.text("users")
    if channel_id is not None:
        return _reopened(parts, arguments, visible_channel(parts, channel_id))
    wanted = [each.strip() for each in (users or "").split(",") if each.strip()]
    if not wanted:
        raise SlackError("users_list_not_supplied")
    if len(wanted) > 1:
        # Group messages are not part of this workspace; the app has no scope for them either.
        parts.scopes.need("mpim:write")
        raise SlackError("too_many_users" if len(wanted) > _MOST_IN_A_GROUP else "invalid_user_combination")
    parts.scopes.need("im:write")
    _check_person(parts, wanted[0])
    channel, was_open = parts.workspace.open_direct_message(wanted[0])
    return {**_opened(arguments, channel), **({"no_op": True, "already_open": True} if was_open else {})}


def history(parts: Parts, arguments: Arguments) -> Json:
    """Newest first, without the replies in threads."""
    channel = readable_channel(parts, arguments.needed("channel"))
    newest_first = parts.messages.top_level(channel.id)[::-1]
    window = _window(arguments)
    rows = [_shown(message, arguments) for message in newest_first if window(message["ts"])]
    page, cursor = arguments.page(rows, key="ts", limit=arguments.number("limit", default=_PAGE, most=_MOST_READ))
    more = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
    return {"messages": page, "has_more": bool(cursor), "pin_count": 0, "channel_actions_ts": None, **more}


def replies(parts: Parts, arguments: Arguments) -> Json:
    """The parent first, then the replies, oldest first."""
    channel = readable_channel(parts, arguments.needed("channel"))
    message = parts.messages.get(channel.id, arguments.needed("ts"))
    if message is None:
        raise SlackError("thread_not_found")
    root = message["thread_ts"] if is_reply(message) else message["ts"]
    window = _window(arguments)
    thread = [each for each in parts.messages.thread(channel.id, root) if each["ts"] == root or window(each["ts"])]
    rows = [_shown(each, arguments) for each in thread]
    page, cursor = arguments.page(rows, key="ts", limit=arguments.number("limit", default=_PAGE, most=_MOST_LISTED))
    more = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
    return {"messages": page, "has_more": bool(cursor), **more}


def _is_visible(channel: Channel) -> bool:
    return channel.kind == "channel" or channel.has_bot


def _check_person(parts: Parts, person_id: str) -> None:
    person = parts.workspace.people.get(person_id)
    if person is None:
        raise SlackError("user_not_found")
    if not person.is_active:
        raise SlackError("user_disabled")


def _reopened(parts: Parts, arguments: Arguments, channel: Channel) -> Json:
    if channel.kind != "im":
        raise SlackError("method_not_supported_for_channel_type")
    parts.scopes.need("im:write")
    return {**_opened(arguments, channel), "no_op": True, "already_open": True}


def _opened(arguments: Arguments, channel: Channel) -> Json:
    return {"channel": conversation_object(channel) if arguments.flag("return_im") else {"id": channel.id}}


def _shown(message: Json, arguments: Arguments) -> Json:
    return message if arguments.flag("include_all_metadata") else without_metadata(message)


def _window(arguments: Arguments) -> Callable[[str], bool]:
    """Whether a ts lies between oldest and latest; the ends count when `inclusive`."""
    oldest = _instant(arguments, "oldest") or (0, 0)
    latest = _instant(arguments, "latest")
    is_inclusive = arguments.flag("inclusive")

    def lies_within(ts: str) -> bool:
        at = _split(ts)
        if at in (oldest, latest):
            return is_inclusive
        return oldest < at and (latest is None or at < latest)

    return lies_within


def _instant(arguments: Arguments, name: str) -> tuple[int, int] | None:
    given = arguments.text(name)
    if given is None:
        return None
    seconds, _, micros = given.partition(".")
    if whole_number(seconds) is None or (micros and whole_number(micros) is None):
        raise SlackError(f"invalid_ts_{name}")
    return _split(given)


def _split(ts: str) -> tuple[int, int]:
    # Compared as whole numbers: as floats, neighbours in one microsecond would be equal.
    seconds, _, micros = ts.partition(".")
    return int(seconds), int(micros.ljust(6, "0")[:6] or 0)
