"""The supervisor: a process apart that keeps one server for all its users, and leaves when the last of them is gone.

It starts the server as its child, and on Linux the kernel stops the server when it is killed. When the server ends, it
ends too: whoever still uses the server starts the next supervisor. It ignores the signals by which a terminal or a
service manager ends a program, because the program still has a transaction to finish; what ends it is the last user.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from storage.supervisor import account, binaries
from storage.supervisor.account import Account
from storage.supervisor.home import PORT, SOCKET, FileLock, Home

_UNFINISHED = "postgres.new-"
_DISCREET = ("log_min_error_statement=panic", "log_error_verbosity=terse")
"""What a statement held is people's words: the server's log says what went wrong, and not with what."""


class Supervisor(NamedTuple):
    """One run of the server."""

    home: Home
    binaries: Path
    made_directory: bool
    settings: list[str]

    def run(self, server: FileLock) -> None:
        users = self.home.lock("users")
        if users.try_exclusive():
            return  # Whoever wanted a server is gone.
        who = self._choose_account(server)
        self._make_cluster(who, server)
        sockets = self.home.sockets()
        account.give(sockets, who)
        self._clear(sockets)

        postgres = account.start(self._command(sockets), account=who, directory=self.home.cluster, keep=server.fd)
        unused = threading.Event()
        threading.Thread(target=_stop_when_unused, args=(users, postgres, unused), daemon=True).start()
        os.waitpid(postgres, 0)
        if unused.is_set():
            self.home.remove_sockets()

    def _choose_account(self, server: FileLock) -> Account | None:
        """Return the first account that can enter the data directory and run the programs."""
        version = [str(self.binaries / "postgres"), "--version"]
        for who in account.candidates(self.home.cluster):
            if who is None:
                return None
            if self.made_directory and not who.in_namespace:
                os.chown(self.home.directory, -1, who.gid)
                self.home.directory.chmod(0o710)  # The account may pass through; nobody may look.
            if account.run(version, account=who, directory=self.home.directory, keep=server.fd):
                return who
        sys.exit(
            f"PostgreSQL does not run as root, and the account that it would run as cannot enter {self.home.directory}"
            f" or run {self.binaries / 'postgres'}. Let others pass (chmod o+x, also for the directories above), choose"
            " a directory elsewhere, or set DATABASE_URL."
        )

    def _make_cluster(self, who: Account | None, server: FileLock) -> None:
        """Have a cluster that `who` owns. It gets its name when it is complete: a crash leaves none half made."""
        for unfinished in self.home.directory.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(unfinished)
        if self.home.cluster.exists():
            account.give(self.home.cluster, who)
            return
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.home.directory))
        account.give(unfinished, who)
        if not account.run(self._initdb(unfinished), account=who, directory=unfinished, keep=server.fd):
            sys.exit("The data directory could not be made.")
        unfinished.rename(self.home.cluster)
        _sync(self.home.directory)

    def _initdb(self, directory: Path) -> list[str | Path]:
        # C.UTF-8 sorts alike everywhere; plain C would make pg_trgm blind to letters beyond ASCII.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [
            *(self.binaries / "initdb", "-D", directory, "-U", "postgres", "-E", "UTF8"),
            *(builtin if binaries.major_version(self.binaries) >= 17 else []),  # noqa: PLR2004 - the first to have it
            *("--locale=C.UTF-8", "--text-search-config=english", "--auth-local=trust", "--no-instructions"),
            *(["--no-sync"] if "fsync=off" in self.settings else []),
        ]

    def _clear(self, sockets: Path) -> None:
        """Remove what names processes that are gone: a stranger with such a pid would keep the server from starting."""
        for name in (self.home.cluster / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
            name.unlink(missing_ok=True)

    def _command(self, sockets: Path) -> list[str | Path]:
        quoted = str(sockets).replace('"', '""')
        own = ["listen_addresses=", f"port={PORT}", f'unix_socket_directories="{quoted}"']
        options = [word for setting in (*_DISCREET, *self.settings, *own) for word in ("-c", setting)]
        return [self.binaries / "postgres", "-D", self.home.cluster, *options]


def main(arguments: list[str]) -> None:
    """Become the supervisor of a data directory, unless it has one.

    Return as soon as a process apart goes on as the supervisor, and no other server is left to be taken for its own.
    """
    directory, programs, made, *settings = arguments
    home = Home(Path(directory))
    ours = home.lock("supervisor")  # The process that goes on inherits it, and lets go of it when it ends.
    if not ours.try_exclusive():
        return
    server = _only_server(home)
    if os.fork():
        return
    os.chdir("/")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    Supervisor(home, Path(programs), made_directory=made == "made", settings=settings).run(server)


def _only_server(home: Home) -> FileLock:
    """Wait until nothing is left of an earlier server, and have its lock."""
    server = home.lock("server")
    if not server.try_exclusive():
        if orphan := _running_server(home):
            _interrupt(orphan)  # Where the kernel does not stop the server of a killed supervisor.
        server.exclusive()
    elif foreign := _running_server(home):
        sys.exit(f"Another PostgreSQL, process {foreign}, runs on {home.cluster}. Stop it first.")
    return server


def _running_server(home: Home) -> int | None:
    """Return the pid in `postmaster.pid`, if the process of that number is a server and not some stranger."""
    with suppress(OSError, ValueError, IndexError):
        pid = int((home.cluster / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        look = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        said = subprocess.run(look, check=False, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})  # noqa: S603
        return pid if os.fsencode(home.cluster) in said.stdout else None
    return None


def _stop_when_unused(users: FileLock, postgres: int, unused: threading.Event) -> None:
    users.exclusive()
    unused.set()
    _interrupt(postgres)


def _interrupt(server: int) -> None:
    """Ask for a fast shutdown: open transactions are rolled back, and everything committed is written."""
    with suppress(ProcessLookupError):
        os.kill(server, signal.SIGINT)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


if __name__ == "__main__":
    main(sys.argv[1:])
