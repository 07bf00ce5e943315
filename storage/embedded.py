"""A PostgreSQL server of our own, for a trial, tests and demos: it starts with its first user and stops with its last.

The server belongs to a supervisor, a process apart, so no user is special: any of them may leave or be killed and the
others go on. When the supervisor or the server itself is killed, the users who remain notice within a second and start
another one under the same URL; connections they had are broken, and a pool that asks after its connections mends that.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2  # type: ignore[import-untyped]  # ships no types

from storage import supervisor
from storage.supervisor import binaries
from storage.supervisor.binaries import BinariesMissing
from storage.supervisor.home import PORT, FileLock, Home

__all__ = ["BinariesMissing", "StartFailed", "serve"]

log = logging.getLogger(__name__)

_DATABASE = "incidents"
_LOOK_EVERY = 0.5  # seconds between looks at whether the supervisor lives
_LOOK_AT_LEAST_EVERY = 60.0  # seconds, when it does not start again
_STARTS = 2  # attempts; the first may have been killed
_START_WITHIN = 120.0  # seconds; recovery after a crash may take a while
_LOG_LIMIT = 10_000_000  # bytes; a longer log is put aside at the next start
_SHOWN_LINES = 20


class StartFailed(Exception):
    """The server did not start; the message ends with what its log says about it."""


@contextmanager
def serve(data_dir: Path, *, settings: Mapping[str, str] = {}) -> Iterator[str]:
    """Yield the URL of a server kept in data_dir/postgres, started if nobody runs it yet.

    `settings` are PostgreSQL's own, and count only if the server is started here. On leaving, the last user waits until
    the server has stopped in good order.
    """
    programs = binaries.find()
    home, made = _home(data_dir)
    with ExitStack() as files:
        user = _User(
            home,
            [str(programs), "made" if made else "found", *(f"{name}={value}" for name, value in settings.items())],
            **{
                name: files.enter_context(closing(home.lock(name)))
                for name in ("users", "door", "supervisor", "server")
            },
        )
        try:
            sockets = user.enter()
            with user.watching():
                yield f"postgresql+psycopg2://postgres@/{_DATABASE}?host={quote(os.fsencode(sockets))}&port={PORT}"
        finally:
            user.leave()


@dataclass(frozen=True, slots=True)
class _User:
    """One who uses the server. Every look at the locks is taken at the door, so nobody mistakes a look for a hold."""

    home: Home
    arguments: list[str]
    users: FileLock
    door: FileLock
    supervisor: FileLock
    server: FileLock

    def enter(self) -> Path:
        with self.door.held():
            self.users.shared()  # Waits while a server that nobody used any more is stopping.
            sockets = self.home.sockets()
            self._bring_up(sockets)
        return sockets

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Meanwhile, bring the server back should it or its supervisor be killed."""
        leaving = threading.Event()
        watch = threading.Thread(target=self._watch, args=(leaving,), name="embedded-postgres", daemon=True)
        watch.start()
        try:
            yield
        finally:
            leaving.set()
            watch.join()

    def leave(self) -> None:
        with self.door.held():
            last = self.users.try_exclusive()
            self.users.release()
            if last:
                self.server.exclusive()  # Waits until the server is gone.
                self.home.remove_sockets()

    def _watch(self, leaving: threading.Event) -> None:
        pause = _LOOK_EVERY
        while not leaving.wait(pause):
            with self.door.held():
                if self._is_supervised():
                    continue
                try:
                    self._bring_up(self.home.sockets())
                    pause = _LOOK_EVERY
                except (StartFailed, OSError):
                    log.exception("the embedded PostgreSQL is gone and does not start again")
                    pause = min(pause * 2, _LOOK_AT_LEAST_EVERY)

    def _is_supervised(self) -> bool:
        if self.supervisor.try_exclusive():
            self.supervisor.release()
            return False
        return True

    def _bring_up(self, sockets: Path) -> None:
        """Return when the server answers, having started a supervisor if there was none."""
        deadline = time.monotonic() + _START_WITHIN
        pause = 0.01
        starts = said_before = 0
        while not (self._is_supervised() and _answers(sockets)):
            if time.monotonic() > deadline or (starts == _STARTS and not self._is_supervised()):
                raise StartFailed(f"The embedded PostgreSQL did not start:\n{_tail(self.home.log, said_before)}")
            if not self._is_supervised():
                said_before = self._start_supervisor()
                starts += 1
            time.sleep(pause)
            pause = min(pause * 1.2, 0.25)  # A server that recovers logs each refusal; that must not hide the rest.

    def _start_supervisor(self) -> int:
        """Return as soon as there is a supervisor, with the length its log had; the process started here leaves."""
        if self.home.log.exists() and self.home.log.stat().st_size > _LOG_LIMIT:
            self.home.log.replace(self.home.log.with_suffix(".log.1"))
        output = os.open(self.home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        said_before = os.fstat(output).st_size
        try:
            subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-m", supervisor.__name__, str(self.home.directory), *self.arguments],
                check=False,
                cwd=Path(__file__).parents[1],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal is for the program, which still needs the server.
            )
        finally:
            os.close(output)
        return said_before


def _home(data_dir: Path) -> tuple[Home, bool]:
    """Return the home, and whether its directory was made just now. One that was there keeps its permissions."""
    directory = data_dir.resolve()
    directory.parent.mkdir(parents=True, exist_ok=True)
    try:
        directory.mkdir(0o700)
    except FileExistsError:
        return Home(directory), False
    return Home(directory), True


def _answers(sockets: Path) -> bool:
    """Say whether the server takes connections; if so, it has our database."""
    try:
        connection = psycopg2.connect(host=str(sockets), port=PORT, user="postgres", dbname="postgres")
        with closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT FROM pg_database WHERE datname = %s", (_DATABASE,))
                if cursor.rowcount == 0:
                    cursor.execute(f"CREATE DATABASE {_DATABASE}")
    except psycopg2.Error:  # It is not there yet, or somebody who was killed is still having the database created.
        return False
    return True


def _tail(path: Path, start: int) -> str:
    with path.open("rb") as file:
        file.seek(start)
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join(lines[-_SHOWN_LINES:])
