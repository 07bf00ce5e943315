"""Where the embedded server keeps what it keeps, and the locks by which its users and keepers know of each other.

Four files in `postgres.locks`, locked with flock, which the kernel lets go of however their holder ended:

- `users`: shared by everybody who uses the server; the supervisor leaves when it gets it for itself alone.
- `door`: held by one who comes or goes, so that nobody comes while the last one waits for the server to stop.
- `supervisor`: held as long as there is a supervisor.
- `server`: held as long as any process of the server lives; who has it knows that `postmaster.pid` is stale.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

PORT = "5432"
SOCKET = f".s.PGSQL.{PORT}"

# sockaddr_un holds 104 bytes on some systems; the server's own name for its socket counts too.
_LONGEST_SOCKET_PATH = 100


class FileLock:
    """A lock on a file that other processes, and other FileLocks of this one, respect."""

    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)

    def exclusive(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_EX)

    def shared(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        """Take it for us alone if nobody else has it. What we had of it is lost if somebody has."""
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_UN)

    @contextmanager
    def held(self) -> Iterator[None]:
        self.exclusive()
        try:
            yield
        finally:
            self.release()

    def close(self) -> None:
        os.close(self.fd)


class Home(NamedTuple):
    """The data directory and the names in it that are ours."""

    directory: Path

    @property
    def cluster(self) -> Path:
        return self.directory / "postgres"

    @property
    def log(self) -> Path:
        return self.directory / "postgres.log"

    @property
    def _short(self) -> Path:
        return self.directory / "postgres.socket"

    def lock(self, name: str) -> FileLock:
        locks = self.directory / "postgres.locks"
        locks.mkdir(0o700, exist_ok=True)
        return FileLock(locks / name)

    def sockets(self) -> Path:
        """Return the directory for the server's socket: its own, or a short one that the link `postgres.socket` names.

        It is made when it is missing, so ask while you hold the door or are the supervisor. It stays the same until the
        server stops with its last user, so that their URLs outlive a server that was killed.
        """
        # libpq takes a comma for the end of a directory's name.
        if len(os.fsencode(self.cluster / SOCKET)) <= _LONGEST_SOCKET_PATH and b"," not in os.fsencode(self.cluster):
            return self.cluster
        if not self._short_is_ours():
            self._short.unlink(missing_ok=True)
            self._short.symlink_to(tempfile.mkdtemp(prefix="postgres-"))
        return self._short.readlink()

    def remove_sockets(self) -> None:
        """Remove the short directory, unless a pid file says that some server may still listen there."""
        if not self._short.is_symlink() or (self.cluster / "postmaster.pid").exists():
            return
        shutil.rmtree(self.sockets())
        self._short.unlink()

    def _short_is_ours(self) -> bool:
        """Say whether the link's directory is still there, and not one that somebody else has put in its place."""
        if not self._short.exists():
            return False
        owners = {os.geteuid(), self.cluster.stat().st_uid if self.cluster.exists() else os.geteuid()}
        return self._short.stat().st_uid in owners
