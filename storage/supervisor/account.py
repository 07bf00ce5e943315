"""Start PostgreSQL's programs as somebody whom they accept (root they refuse), and so that they do not outlive us."""

import ctypes
import os
import pwd
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

WITHOUT_NAMESPACE = "EMBEDDED_POSTGRES_WITHOUT_NAMESPACE"
"""Set this variable to have root change to another account even where the kernel offers user namespaces."""

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)


class Account(NamedTuple):
    """Who a program runs as. In a namespace of its own root is called 65534, and still owns what root owns."""

    uid: int
    gid: int
    in_namespace: bool = False


def candidates(cluster: Path) -> list[Account | None]:
    """Return whom a server may run as, best first: None is ourselves, and a cluster stays with who owns it."""
    if os.geteuid() != 0:
        return [None]
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return [Account(owner.st_uid, owner.st_gid)]
    can_map = sys.platform == "linux" and WITHOUT_NAMESPACE not in os.environ
    return [*([Account(0, 0, in_namespace=True)] if can_map else []), *_ordinary_accounts()]


def give(path: Path, account: Account | None) -> None:
    """Give what we made, and everything in it, to the account that will work with it."""
    if account is None or path.stat().st_uid == account.uid:
        return
    for each in (path, *path.rglob("*")):
        os.chown(each, account.uid, account.gid, follow_symlinks=False)


def start(command: Sequence[str | Path], *, account: Account | None, directory: Path, keep: int) -> int:
    """Start a program in `directory` with the file `keep` open, and return its pid. Call it from the main thread only.

    On Linux the kernel interrupts the program when the thread that started it ends. An exit code of 127 means that it
    could not be started; the reason is on standard error.
    """
    parent = os.getpid()
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        _run(command, account=account, directory=directory, keep=keep, parent=parent, channel=theirs)
    theirs.close()
    with ours:
        if account is not None and account.in_namespace:
            _map_root(pid, ours)
    return pid


def run(command: Sequence[str | Path], *, account: Account | None, directory: Path, keep: int) -> bool:
    """Start a program, wait for it, and say whether it went well."""
    pid = start(command, account=account, directory=directory, keep=keep)
    return os.waitpid(pid, 0)[1] == 0


def _ordinary_accounts() -> list[Account]:
    accounts = []
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            known = pwd.getpwnam(name)
            accounts.append(Account(known.pw_uid, known.pw_gid))
    return accounts


def _map_root(pid: int, channel: socket.socket) -> None:
    """Name root in the child's new namespace; the child waits. Closing the channel unanswered tells it of a refusal."""
    if not channel.recv(1):
        return
    try:
        for kind in ("uid_map", "gid_map"):
            Path(f"/proc/{pid}/{kind}").write_text(f"{_NOBODY} 0 1", encoding="ascii")
    except OSError as refused:
        _say(refused)
    else:
        channel.send(b"mapped")


def _run(
    command: Sequence[str | Path],
    *,
    account: Account | None,
    directory: Path,
    keep: int,
    parent: int,
    channel: socket.socket,
) -> NoReturn:
    try:
        _become(account, channel)
        _die_with(parent)
        os.chdir(directory)
        os.set_inheritable(keep, True)  # noqa: FBT003 - its only argument
        os.execve(command[0], [os.fspath(word) for word in command], _environment())  # noqa: S606 - no shell is wanted
    except OSError as error:
        _say(error)
    finally:
        os._exit(127)


def _become(account: Account | None, channel: socket.socket) -> None:
    if account is None:
        return
    if not account.in_namespace:
        os.setgroups([])
        os.setgid(account.gid)
        os.setuid(account.uid)
        return
    if _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are forbidden")
    channel.send(b"unshared")
    if not channel.recv(1):
        raise PermissionError("the user namespace could not be mapped")


def _die_with(parent: int) -> None:
    """Have the kernel interrupt us when our parent dies. Changing the account cancels that, so it comes afterwards."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # The supervisor ignores them; until the server handles them we must not.
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != parent:
        raise ProcessLookupError("the supervisor is gone")


def _environment() -> dict[str, str]:
    """Return our environment without what would change the cluster's locale or the server's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "LC_", "PG"))}


def _say(error: OSError) -> None:
    os.write(sys.stderr.fileno(), f"{error}\n".encode(errors="replace"))
