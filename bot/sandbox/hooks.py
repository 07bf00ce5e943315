"""Answers by response_url: what the app may still say where something was typed or pressed."""

from dataclasses import dataclass

from aiohttp import web

from bot.sandbox import composing
from bot.sandbox.channels import Channel
from bot.sandbox.parts import Parts
from bot.sandbox.refusals import SlackError
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api.wire import answered, read_arguments, reply

NAME = "response_url"
HTTP_NOT_FOUND = 404
HTTP_BAD_REQUEST = 400
_GONE = {"no_such_url", "expired_url", "used_url"}


class Hooks:
    """The /hooks/… endpoint."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def serve(self, request: web.Request) -> web.StreamResponse:
        try:
            arguments = await read_arguments(request)
        except SlackError as unreadable:
            refusal = reply(unreadable.body(), status=HTTP_BAD_REQUEST)
            return await answered(self._parts, request, NAME, {}, lambda: refusal)
        return await answered(self._parts, request, NAME, arguments, lambda: self._answer(request.path, arguments))

    def _answer(self, path: str, arguments: Json) -> web.Response:
        try:
            url = self._parts.response_urls.use(path)
            respond(self._parts, url, arguments)
        except SlackError as refusal:
            return reply(refusal.body(), status=HTTP_NOT_FOUND if refusal.code in _GONE else HTTP_BAD_REQUEST)
        return reply({"ok": True})


def respond(parts: Parts, url: ResponseUrl, arguments: Json) -> Json | None:
    """Do what the app asked: delete, replace, or say something, to one person or to the channel."""
    channel = parts.workspace.channels[url.channel_id]
    spot = _Spot(parts, url, channel)
    if arguments.get("delete_original") is True:
        spot.delete()
        return None
    message = composing.content(arguments)
    if arguments.get("replace_original") is True and spot.exists():
        return spot.replace(message)
    return spot.say(message, arguments)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a response_url points: one message, ephemeral or not, in one channel, for one person."""

    parts: Parts
    url: ResponseUrl
    channel: Channel

    def exists(self) -> bool:
        return self._original() is not None

    def delete(self) -> None:
        if self.url.ts is None or not self.exists():
            return
        if self.url.is_ephemeral:
            self.parts.messages.delete_privately(self.url.person_id, self.channel, self.url.ts)
        else:
            self.parts.messages.delete(self.channel, self.url.ts)

    def replace(self, message: Json) -> Json:
        original = self._original() or {}
        kept = {key: value for key, value in original.items() if key not in {"blocks", "attachments", "text"}}
        changed = {**kept, **message}
        if self.url.is_ephemeral:
            return self.parts.messages.change_privately(self.url.person_id, self.channel, changed)
        return self.parts.messages.change(self.channel, changed)

    def say(self, message: Json, arguments: Json) -> Json:
        authored = {**composing.from_bot(self.parts.workspace), **message}
        is_public = arguments.get("response_type") == "in_channel"
        thread_ts = arguments.get("thread_ts") if is_public else self.url.thread_ts
        if thread_ts:
            authored["thread_ts"] = str(thread_ts)
        if is_public:
            said = self.parts.messages.post(self.channel, authored)
        else:
            said = self.parts.messages.post_privately(self.url.person_id, self.channel, authored)
        self._remember(said, is_ephemeral=not is_public)
        return said

    def _remember(self, said: Json, *, is_ephemeral: bool) -> None:
        # The first answer becomes what replace_original means, as after a slash command.
        if self.url.ts is None:
            self.url.ts, self.url.is_ephemeral = said["ts"], is_ephemeral

    def _original(self) -> Json | None:
        if self.url.ts is None:
            return None
        if self.url.is_ephemeral:
            return self.parts.messages.private(self.url.person_id, self.channel.id, self.url.ts)
        return self.parts.messages.get(self.channel.id, self.url.ts)
