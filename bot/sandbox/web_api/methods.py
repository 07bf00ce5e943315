"""The table of methods: who handles each, its tier, its scopes, its required arguments and its kind of token."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.parts import APP_TOKEN, BOT_TOKEN, Parts
from bot.sandbox.rate_limits import SPECIAL
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api import chat, conversations, files, forms, people
from bot.sandbox.web_api.arguments import Arguments

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


@dataclass(frozen=True, slots=True)
class Method:
    """Any one of `scopes` opens the method; what each kind of channel needs is checked by the handler."""

    handle: Callable[[Parts, Arguments], Json]
    tier: int
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    token: str = BOT_TOKEN


METHODS = {
    "auth.test": Method(people.auth_test, SPECIAL),
    "apps.connections.open": Method(people.open_connection, 3, token=APP_TOKEN),
    "chat.postMessage": Method(chat.post_message, SPECIAL, ("chat:write",), ("channel",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, 4, ("chat:write",), ("channel", "user")),
    "chat.update": Method(chat.update, 3, ("chat:write",), ("channel", "ts")),
    "chat.delete": Method(chat.delete, 3, ("chat:write",), ("channel", "ts")),
    "chat.getPermalink": Method(chat.get_permalink, SPECIAL, (), ("channel", "message_ts")),
    "conversations.list": Method(conversations.list_conversations, 2, _READ),
    "conversations.info": Method(conversations.info, 3, _READ, ("channel",)),
    "conversations.join": Method(conversations.join, 3, ("channels:join",), ("channel",)),
    "conversations.history": Method(conversations.history, 3, _HISTORY, ("channel",)),
    "conversations.replies": Method(conversations.replies, 3, _HISTORY, ("channel", "ts")),
    "conversations.open": Method(
        conversations.open_conversation, 3, ("im:write", "mpim:write", "channels:manage", "groups:write")
    ),
    "conversations.members": Method(conversations.members, 4, _READ, ("channel",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, 4, ("files:write",), ("length", "filename")),
    "files.completeUploadExternal": Method(files.complete_upload, 4, ("files:write",), ("files",)),
    "users.list": Method(people.list_users, 2, ("users:read",)),
    "users.info": Method(people.info, 4, ("users:read",), ("user",)),
    "views.open": Method(forms.open_view, 4, (), ("trigger_id", "view")),
    "views.push": Method(forms.push, 4, (), ("trigger_id", "view")),
    "views.update": Method(forms.update, 4, (), ("view",)),
    "views.publish": Method(forms.publish, 4, (), ("user_id", "view")),
}
