"""The server: one aiohttp application in a thread and loop of its own, on this machine's loopback only."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from typing import TypeVar

from aiohttp import web

from bot.sandbox.file_routes import FileRoutes
from bot.sandbox.guard import guard, set_security_headers
from bot.sandbox.hooks import Hooks
from bot.sandbox.live import Live, Pulse
from bot.sandbox.page_routes import PageRoutes
from bot.sandbox.parts import Parts
from bot.sandbox.web_api.calls import Calls

PORTS_TRIED = 21
_HIGHEST_PORT = 65_535
# How long requests under way may take to end when the server stops.
PATIENCE = 0.5
_LARGEST_REQUEST = 4 * 1024 * 1024
Result = TypeVar("Result")


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on `port`, or on the next free one of the twenty after it."""
    last: OSError | None = None
    highest = min(port + PORTS_TRIED - 1, _HIGHEST_PORT) if port else 0
    for candidate in range(port, highest + 1):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(128)
        except OSError as taken:
            listening.close()
            last = taken
        else:
            return listening
    raise NoFreePort(f"No port from {port} to {highest} can be had") from last


class NoFreePort(OSError):
    """None of the ports tried can be had."""


class Server:
    """Serves `parts` from `start` to `stop`; `run` and `read` bring work of other threads into its loop."""

    def __init__(self, parts: Parts, pulse: Pulse, listening: socket.socket) -> None:
        self._parts = parts
        self._pulse = pulse
        self._listening = listening
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None
        self._page: PageRoutes | None = None

    def start(self) -> None:
        self._thread.start()
        self.run(self._open())

    def stop(self) -> None:
        self.run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._listening.close()

    def run(self, work: Coroutine[None, None, Result]) -> Result:
        """Do `work` in the server's loop, from another thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def read(self, look: Callable[[], Result]) -> Result:
        """Call `look` in the server's thread, where the workspace stands still meanwhile."""

        async def looked() -> Result:
            return look()

        return self.run(looked())

    async def _open(self) -> None:
        parts = self._parts
        parts.clock.attach(self._loop)
        live = Live(self._pulse)
        # A page is told of a message first, and then that it is new.
        parts.workspace.listeners += [live.hear, parts.read_marks.hear]
        parts.recorder.listeners.append(live.hear_request)
        parts.sockets.on_change = parts.recorder.on_change = self._pulse.beat
        parts.faults.on_sockets = lambda fault: self.run(parts.sockets.disturb(fault))
        parts.faults.on_let_go = lambda newest_first: self.run(parts.deliveries.let_go(newest_first=newest_first))
        self._page = PageRoutes(parts, live)
        app = _application(parts, self._page, port=self._listening.getsockname()[1])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
        await self._runner.setup()
        self._site = web.SockSite(self._runner, self._listening)
        await self._site.start()

    async def _close(self) -> None:
        parts = self._parts
        parts.faults.forget_server()
        parts.recorder.listeners.clear()
        # First nobody new is let in: an app whose socket is closed comes back at once.
        if self._site is not None:
            await self._site.stop()
        await parts.deliveries.close()
        await parts.sockets.close()
        if self._page is not None:
            await self._page.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await _end_all_others()
        parts.clock.detach()
        parts.store.close()


async def _end_all_others() -> None:
    """End what still waits in this loop, such as an answer that is held back, and was not let go."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _application(parts: Parts, page: PageRoutes, *, port: int) -> web.Application:
    app = web.Application(middlewares=[guard(port)], client_max_size=_LARGEST_REQUEST)
    app.on_response_prepare.append(set_security_headers)
    app.router.add_route("*", "/api/{method}", Calls(parts).serve)
    app.router.add_get("/link/", parts.sockets.serve)
    app.router.add_post("/hooks/{path:.+}", Hooks(parts).serve)
    FileRoutes(parts).add_to(app)
    page.add_to(app)
    return app
