"""Socket Mode's connections: tickets, up to ten sockets, each payload to one of them, and how they fail."""

import json
import secrets
import socket as sockets_of_the_system
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from bot.sandbox.clock import Clock
from bot.sandbox.people import APP_ID
from bot.sandbox.slack_json import Json

MOST_SOCKETS = 10
TICKET_LIFETIME = 30.0
WARNING_SECONDS = 10.0
_HOST = "applink-sandbox"


@dataclass(slots=True, eq=False)
class Socket:
    """One WebSocket of the app; a retired one was told to reconnect, a stalled one swallows everything."""

    response: web.WebSocketResponse
    request: web.Request
    is_retired: bool = False
    is_stalled: bool = False

    @property
    def takes_payloads(self) -> bool:
        return not self.is_retired and not self.response.closed

    async def send(self, frame: Json) -> None:
        if not self.is_stalled and not self.response.closed:
            await self.response.send_str(json.dumps(frame))

    def reset(self) -> None:
        """Break the TCP connection without a goodbye."""
        transport = self.request.transport
        if transport is None:
            return
        raw = transport.get_extra_info("socket")
        if raw is not None:
            linger = struct.pack("ii", 1, 0)
            raw.setsockopt(sockets_of_the_system.SOL_SOCKET, sockets_of_the_system.SO_LINGER, linger)
        transport.abort()


class Sockets:
    """`on_ack` hears every frame the app sends; `on_change` hears of sockets coming and going."""

    on_ack: Callable[[Json], None]
    on_change: Callable[[], None]

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tickets: dict[str, float] = {}
        self._to_refuse = 0
        self._open: list[Socket] = []
        self._turn = 0
        self.on_ack = _ignore
        self.on_change = _nothing

    @property
    def count(self) -> int:
        return sum(socket.takes_payloads for socket in self._open)

    @property
    def has_sound_socket(self) -> bool:
        """Whether a payload sent now reaches the app for certain."""
        ready = [socket for socket in self._open if socket.takes_payloads]
        return bool(ready) and not any(socket.is_stalled for socket in ready)

    def new_ticket(self) -> str:
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = self._clock.now()
        return ticket

    def next_socket(self) -> Socket | None:
        """Each payload goes to one socket, in turn."""
        ready = [socket for socket in self._open if socket.takes_payloads]
        if not ready:
            return None
        self._turn += 1
        return ready[self._turn % len(ready)]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        issued = self._tickets.pop(request.query.get("ticket", ""), None)
        if issued is None or self._clock.now() - issued > TICKET_LIFETIME:
            raise web.HTTPUnauthorized(text="invalid_ticket")
        if self._to_refuse:
            self._to_refuse -= 1
            raise web.HTTPServiceUnavailable
        # Pings are answered by hand, so that a stalled socket can leave them unanswered.
        response = web.WebSocketResponse(autoping=False)
        await response.prepare(request)
        socket = Socket(response, request)
        if self.count >= MOST_SOCKETS:
            await socket.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": _HOST}})
            await response.close()
            return response
        await self._greet(socket)
        try:
            await self._listen(socket)
        finally:
            self._open.remove(socket)
            self.on_change()
        return response

    async def disturb(self, fault: str) -> None:
        if fault == "refuse":
            self._to_refuse += 1
            return
        for socket in list(self._open):
            await _FAULTS[fault](self, socket)
        self.on_change()

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.response.close(code=1001)

    async def _greet(self, socket: Socket) -> None:
        self._open.append(socket)
        debug = {"host": _HOST, "build_number": 1, "approximate_connection_time": 18060}
        about = {"num_connections": self.count, "debug_info": debug, "connection_info": {"app_id": APP_ID}}
        await socket.send({"type": "hello", **about})
        self.on_change()

    async def _listen(self, socket: Socket) -> None:
        async for frame in socket.response:
            if socket.is_stalled:
                continue
            if frame.type is WSMsgType.PING:
                await socket.response.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._hear(frame.data)

    def _hear(self, text: str) -> None:
        """What is no frame is nobody's ack."""
        with suppress(ValueError, RecursionError):
            frame = json.loads(text)
            if isinstance(frame, dict):
                self.on_ack(frame)

    async def _refresh(self, socket: Socket) -> None:
        await socket.send({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": _HOST}})
        socket.is_retired = True

    async def _warn(self, socket: Socket) -> None:
        await socket.send({"type": "disconnect", "reason": "warning", "debug_info": {"host": _HOST}})
        self._clock.call_in(WARNING_SECONDS, socket.reset)

    async def _cut(self, socket: Socket) -> None:
        socket.is_retired = True
        socket.reset()

    async def _stall(self, socket: Socket) -> None:
        socket.is_stalled = True


_FAULTS = {
    "refresh": Sockets._refresh,  # noqa: SLF001 - the table belongs to the class above
    "warn": Sockets._warn,  # noqa: SLF001
    "cut": Sockets._cut,  # noqa: SLF001
    "stall": Sockets._stall,  # noqa: SLF001
}


def _ignore(_frame: Json) -> None:
    """Nobody waits for an ack yet."""


def _nothing() -> None:
    """Nobody watches the sockets yet."""
