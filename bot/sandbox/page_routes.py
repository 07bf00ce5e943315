"""What the page asks: its files, what a person sees, the live stream, and what they do."""

import asyncio
import json
import re

from aiohttp import WSCloseCode, WSMsgType, web

from bot.sandbox.acts import perform
from bot.sandbox.acts.developing import STRUCK
from bot.sandbox.composing import LONGEST_TEXT
from bot.sandbox.exchanges import whole
from bot.sandbox.live import Listener, Live
from bot.sandbox.numbers import whole_number
from bot.sandbox.page_files import PageFiles
from bot.sandbox.parts import Parts
from bot.sandbox.people import Profile
from bot.sandbox.seen import MOST, PAGE, Seen
from bot.sandbox.web_api.wire import reply

_HEARTBEAT = 20.0
_PERMALINK = re.compile(r"/archives/(?P<channel>[A-Z0-9]+)/p(?P<seconds>[0-9]+)(?P<micros>[0-9]{6})")


class PageRoutes:
    def __init__(self, parts: Parts, live: Live) -> None:
        self._parts = parts
        self._live = live
        self._files = PageFiles()
        self._streams: set[web.WebSocketResponse] = set()

    async def close(self) -> None:
        """Let go of the pages that listen, so that stopping waits for none of them."""
        for stream in list(self._streams):
            await stream.close(code=WSCloseCode.GOING_AWAY)

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_get("/static/{path:.+}", self._static)
        app.router.add_get("/favicon.ico", self._no_icon)
        app.router.add_get("/archives/{channel}/{place}", self._permalink)
        app.router.add_get("/sandbox/state", self._state)
        app.router.add_get("/sandbox/messages", self._messages)
        app.router.add_get("/sandbox/views", self._views)
        app.router.add_get("/sandbox/requests", self._requests)
        app.router.add_get("/sandbox/requests/{number}", self._request)
        app.router.add_get("/sandbox/live", self._stream)
        app.router.add_post("/sandbox/act", self._act)

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return self._files.index()

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return self._files.file(request.match_info["path"])

    async def _no_icon(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        place = _PERMALINK.fullmatch(request.path)
        if place is None:
            raise web.HTTPNotFound(text="There is no such message.")
        raise web.HTTPFound(f"/#channel={place['channel']}&message={place['seconds']}.{place['micros']}")

    async def _state(self, request: web.Request) -> web.StreamResponse:
        return reply(self._seen(request).state())

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        limit = whole_number(query.get("limit", "")) or PAGE
        messages, has_more = self._seen(request).messages(
            query.get("channel", ""),
            thread_ts=query.get("thread_ts") or None,
            before=query.get("before") or None,
            limit=min(limit, MOST),
        )
        return reply({"messages": messages, "has_more": has_more})

    async def _views(self, request: web.Request) -> web.StreamResponse:
        stack, home = self._seen(request).views(request.query.get("window", ""))
        return reply({"views": stack, "home": home})

    async def _requests(self, _request: web.Request) -> web.StreamResponse:
        return reply({"requests": self._parts.recorder.rows(), "methods": STRUCK})

    async def _request(self, request: web.Request) -> web.StreamResponse:
        number = whole_number(request.match_info["number"])
        exchange = None if number is None else self._parts.recorder.numbered(number)
        if exchange is None:
            raise web.HTTPNotFound(text="That request is no longer kept.")
        return reply(whole(exchange))

    async def _act(self, request: web.Request) -> web.StreamResponse:
        try:
            act = await request.json()
        except web.HTTPRequestEntityTooLarge:
            return reply(
                {"ok": False, "error": f"That is too long. A message takes up to {LONGEST_TEXT:,} characters."}
            )
        except (ValueError, LookupError, RecursionError) as broken:
            raise web.HTTPBadRequest(text="That is not JSON.") from broken
        if not isinstance(act, dict):
            raise web.HTTPBadRequest(text="An act is a JSON object.")
        return reply(await perform(self._parts, act))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        response = web.WebSocketResponse(heartbeat=_HEARTBEAT)
        await response.prepare(request)
        self._streams.add(response)
        listener = self._live.listen(person.id, window=request.query.get("window", ""))
        sending = asyncio.create_task(_send_frames(response, listener))
        try:
            async for frame in response:
                if frame.type is WSMsgType.ERROR:
                    break
        finally:
            self._streams.discard(response)
            self._live.leave(listener)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return response

    def _seen(self, request: web.Request) -> Seen:
        return Seen(self._parts, self._person(request))

    def _person(self, request: web.Request) -> Profile:
        person = self._parts.workspace.people.get(request.query.get("as", ""))
        if person is None:
            raise web.HTTPNotFound(text="There is nobody by that name in this workspace.")
        return person


async def _send_frames(response: web.WebSocketResponse, listener: Listener) -> None:
    while not response.closed and not listener.is_behind:
        frame = await listener.frames.get()
        await response.send_str(json.dumps(frame))
    await response.close(code=WSCloseCode.TRY_AGAIN_LATER)
