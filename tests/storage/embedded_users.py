"""Processes that use the embedded server, and what can be asked about it from outside."""

import os
import pwd
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from storage.supervisor.home import SOCKET, Home

# Commits stay synchronous: without that, those of the last moment are lost when the server is killed.
FAST = {"fsync": "off"}
PROGRAM = """
import signal, sys
from pathlib import Path
import psycopg2
from storage.embedded import serve

signal.signal(signal.SIGINT, signal.default_int_handler)
with serve(Path(sys.argv[1]), settings={"fsync": "off"}) as url:
    try:
        print(url, flush=True)
        sys.stdin.readline()
    except KeyboardInterrupt:
        with psycopg2.connect(url.replace("+psycopg2", "")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 'in good order'")
            print(*cursor.fetchone(), flush=True)
"""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, and a kernel that stops orphans")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can, or has to, become somebody else")


@cache
def _python(owner: pwd.struct_passwd | None) -> str:
    """Return a Python that this account may run: ours may be in a home that is closed to it."""
    ours = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [sys.executable, *(f"{directory}/{ours}" for directory in ("/usr/local/bin", "/usr/bin"))]
    return next(each for each in candidates if _may_run(each, owner))


def _may_run(program: str, owner: pwd.struct_passwd | None) -> bool:
    try:
        subprocess.run(
            [program, "--version"], check=True, stdout=subprocess.DEVNULL, user=owner and owner.pw_uid, cwd="/"
        )
    except OSError:
        return False
    return True


class User:
    """Another process that uses the server."""

    def __init__(self, data_dir: Path, *, owner: pwd.struct_passwd | None = None) -> None:
        self.process = subprocess.Popen(
            [_python(owner), "-c", PROGRAM, data_dir],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            user=owner and owner.pw_uid,
            group=owner and owner.pw_gid,
            cwd=data_dir.parent,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def leave(self) -> int:
        self.process.communicate("\n")
        return self.process.returncode


@contextmanager
def using(data_dir: Path, *, owner: pwd.struct_passwd | None = None) -> Iterator[User]:
    user = User(data_dir, owner=owner)
    try:
        yield user
    finally:
        user.kill()


def ask(url: str, question: str) -> object:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        return connection.scalar(text(question))


def tell(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def start_time(url: str) -> object:
    """Return which run of the server this is, or None while there is none."""
    try:
        return ask(url, "SELECT pg_postmaster_start_time()")
    except OperationalError:
        return None


def eventually(condition: Callable[[], bool], *, within: float = 30) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def told_of(data_dir: Path, *, program: bytes = b"") -> list[int]:
    """Return the processes that have the directory in their arguments."""
    processes = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [pid for pid in processes if os.fsencode(data_dir) in (said := command_of(pid)) and program in said]


def postmaster(data_dir: Path) -> int:
    """Return the server's process. A pid file alone is not believed: what is found here gets killed."""
    named = int((data_dir / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    assert named in told_of(data_dir, program=b"postgres\0-D\0")
    return named


def supervisor(data_dir: Path) -> int:
    """Return the supervisor's process by its own arguments: an orphaned server's parent is a stranger."""
    [found] = told_of(data_dir, program=b"storage.supervisor\0")
    return found


def is_stopped(data_dir: Path) -> bool:
    lock = Home(data_dir).lock("server")
    try:
        return lock.try_exclusive()
    finally:
        lock.close()


def left_behind(data_dir: Path) -> list[str]:
    """Name what a stopped server should not leave: processes that were told of the directory, pid files, sockets."""
    names = ("postgres/postmaster.pid", f"postgres/{SOCKET}", f"postgres/{SOCKET}.lock", "postgres.socket")
    return [*map(str, told_of(data_dir)), *(name for name in names if os.path.lexists(data_dir / name))]


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
