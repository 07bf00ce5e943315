"""A Slack workspace on this machine: started and stopped as one thing, driven by the people in it."""

import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.sandbox.clock import Clock
from bot.sandbox.driver.admin import Admin
from bot.sandbox.driver.person import Person
from bot.sandbox.faults import Faults
from bot.sandbox.live import Pulse
from bot.sandbox.manifest import Command, Manifest
from bot.sandbox.parts import APP_TOKEN, BOT_TOKEN, Owner, Parts
from bot.sandbox.recorder import Recorder
from bot.sandbox.server import Server, bind
from bot.sandbox.store import forget_all

LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class Sandbox:
    """A context manager; `start` and `stop` may be called twice. With a `data_dir` it remembers across restarts."""

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN

    def __init__(
        self,
        *,
        manifest: Path,
        subcommands: Iterable[Command] = (),
        fill: Callable[[datetime], object] | None = None,
        data_dir: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 3000,
    ) -> None:
        """`subcommands` are written with their command, and offered while somebody types it.

        `fill` gives the app something to look at, of the time before the moment it is called with, in a thread of its
        own; the page offers it once.
        """
        if host not in LOOPBACK:
            raise ValueError("the sandbox has no passwords: it listens on this machine only")
        self.faults = Faults()
        self.clock = Clock()
        self.recorder = Recorder()
        self._manifest = Manifest.load(manifest)
        self._owner = Owner(start_over=self._ask_to_start_over, fill=fill, subcommands=tuple(subcommands))
        self._data_dir, self._host, self._port = data_dir, host, port
        self._pulse = Pulse()
        self._persons: dict[str, Person] = {}
        self._server: Server | None = None
        self._parts: Parts | None = None
        self._changing = threading.RLock()
        self._born = secrets.token_hex(8)
        self.on_start_over: Callable[[], None] = self._start_over_aside
        """What is done when somebody asks for it on the page; called in the server's thread, which it must not keep."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the page is, without a slash at its end."""
        return self.parts.address

    @property
    def api_url(self) -> str:
        """The base_url for slack_sdk's clients."""
        return f"{self.url}/api/"

    @property
    def parts(self) -> Parts:
        if self._parts is None:
            raise RuntimeError("the sandbox is not started")
        return self._parts

    @property
    def server(self) -> Server:
        if self._server is None:
            raise RuntimeError("the sandbox is not started")
        return self._server

    def start(self) -> None:
        with self._changing:
            if self._server is None:
                self._start()

    def _start(self) -> None:
        listening = bind(self._host, self._port)
        # A restart takes the same port again, so that the app finds the workspace where it was.
        self._port = listening.getsockname()[1]
        self._parts = Parts.build(
            address=f"http://{self._host}:{self._port}",
            manifest=self._manifest,
            data_dir=self._data_dir,
            clock=self.clock,
            faults=self.faults,
            recorder=self.recorder,
            owner=self._owner,
            born=self._born,
        )
        self._server = Server(self._parts, self._pulse, listening)
        self._server.start()

    def stop(self) -> None:
        with self._changing:
            if self._server is not None:
                self._server.stop()
                self._server = self._parts = None

    def start_over(self) -> None:
        """Back to the first day, unless it is stopped: nothing that was said or done here, no faults, and real time.

        The app is cut off and finds the new workspace where the old one was. What the app itself keeps is its own.
        """
        with self._changing:
            if self._server is None:
                return
            self.stop()
            forget_all(self._data_dir)
            self.faults.clear()
            self.recorder.clear()
            self.clock.set_back()
            self._persons.clear()
            self._born = secrets.token_hex(8)
            self.start()

    def _ask_to_start_over(self) -> None:
        self.on_start_over()

    def _start_over_aside(self) -> None:
        threading.Thread(target=self.start_over, name="starting over").start()

    def now(self) -> datetime:
        """The moment by the workspace's own clock, which people can move forward."""
        return datetime.fromtimestamp(self.clock.now(), UTC)

    @property
    def admin(self) -> Admin:
        """What happens to people and channels without anybody typing."""
        return Admin(self)

    def wait_for_app(self, timeout: float = 10) -> bool:
        """Whether the app has a socket connected within `timeout` seconds."""
        return self.wait_until(lambda: self.parts.sockets.count > 0, timeout=timeout)

    def wait_until(self, predicate: Callable[[], object], timeout: float = 10) -> bool:
        """Look at every change of the workspace; whether the predicate became true in time."""
        return self._pulse.wait_until(predicate, timeout=timeout)

    def person(self, handle: str) -> Person:
        """The person called `handle` (with or without @), to act and look as them."""
        wanted = handle.removeprefix("@").lower()
        found = [
            person for person in self.parts.workspace.people.values() if wanted in {person.name, person.id.lower()}
        ]
        if not found:
            raise LookupError(f"nobody here is called {handle}")
        return self._persons.setdefault(found[0].id, Person(self, found[0]))
