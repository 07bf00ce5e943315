"""What the app may see and touch: scopes by kind of channel, and membership."""

from bot.sandbox.channels import Channel
from bot.sandbox.parts import Parts
from bot.sandbox.refusals import SlackError

_FAMILIES = {"channel": "channels", "private": "groups", "im": "im"}


def need_scope_for(parts: Parts, channel: Channel, right: str) -> None:
    """`right` is read or history; each kind of channel has a scope of its own for it."""
    parts.scopes.need(f"{_FAMILIES[channel.kind]}:{right}")


def visible_channel(parts: Parts, channel_id: str) -> Channel:
    """The channel, when the app may know that it exists."""
    channel = parts.workspace.channels.get(channel_id)
    if channel is None or (channel.kind != "channel" and not channel.has_bot):
        raise SlackError("channel_not_found")
    return channel


def readable_channel(parts: Parts, channel_id: str) -> Channel:
    channel = visible_channel(parts, channel_id)
    need_scope_for(parts, channel, "history")
    if not channel.has_bot:
        raise SlackError("not_in_channel")
    return channel


def postable_channel(parts: Parts, target: str) -> Channel:
    """Where a message for `target` goes: a channel's id or name, or a person's id, which opens their DM."""
    channel = _person_channel(parts, target) or parts.workspace.channel_named(target) or visible_channel(parts, target)
    if channel.is_archived:
        raise SlackError("is_archived")
    may_post = channel.has_bot or (channel.kind == "channel" and "chat:write.public" in parts.scopes.granted)
    if not may_post:
        raise SlackError("channel_not_found" if channel.kind == "private" else "not_in_channel")
    if channel.kind == "im" and not parts.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    return channel


def _person_channel(parts: Parts, target: str) -> Channel | None:
    person = parts.workspace.people.get(target)
    if person is None:
        return None
    if not person.is_active:
        raise SlackError("channel_not_found")
    return parts.workspace.open_direct_message(person.id)[0]
