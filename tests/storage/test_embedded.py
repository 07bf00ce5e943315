"""The embedded server starts with its first user, stops with its last, and comes back when it is killed in between."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import IntegrityError

from storage.embedded import StartFailed, serve
from storage.supervisor.home import SOCKET, Home
from tests.storage.embedded_users import (
    FAST,
    User,
    ask,
    eventually,
    is_stopped,
    left_behind,
    needs_linux,
    permissions,
    postmaster,
    start_time,
    supervisor,
    tell,
    told_of,
    using,
)

ELSEWHERE = {"PGPORT": "1", "PGCLIENTENCODING": "LATIN1", "LC_ALL": "POSIX", "LANG": "tlh"}
"""The environment of another server and another language."""


@dataclass(frozen=True, slots=True)
class First:
    """What the first users of a new directory, who came at once, found there, while it was used and afterwards."""

    home: Path
    url: str
    runs: set[tuple[str, object]]
    ends: list[int]
    facts: object
    trigrams: object
    permissions: dict[str, int]
    left: list[str]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    home = tmp_path_factory.mktemp("new") / "dåta of ours"
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in ELSEWHERE.items():
                patch.setenv(name, value)
            users = [stack.enter_context(using(home)) for _ in range(4)]
        urls = [user.line() for user in users]
        url = urls[0]
        facts = ask(
            url,
            "SELECT concat_ws(' ', datname, datlocprovider, datlocale, datctype, pg_encoding_to_char(encoding),"
            " current_setting('client_encoding'), current_setting('default_text_search_config'),"
            " current_setting('fsync'), '<' || current_setting('listen_addresses') || '>')"
            " FROM pg_database WHERE datname = current_database()",
        )
        tell(url, "CREATE EXTENSION pg_trgm")
        trigrams = ask(url, "SELECT show_trgm('éàü')::text")
        found = {name: permissions(home / name) for name in (".", "postgres", "postgres.locks", "postgres.log")}
        runs = {(each, start_time(each)) for each in urls}
        ends = [user.leave() for user in users]
    return First(home, url, runs, ends, facts, trigrams, found, sorted(path.name for path in home.iterdir()))


@pytest.fixture
def data_dir(first: First) -> Path:
    """A directory whose cluster was made before. Each test finds it without a server, and leaves it so."""
    return first.home


@pytest.fixture
def moved_to(data_dir: Path) -> Iterator[Callable[[Path], Path]]:
    """Give a function that moves the cluster that was made before to a new home; after the test it moves back."""
    clusters: list[Path] = []

    def move(home: Path) -> Path:
        home.mkdir(0o700)
        clusters.append((data_dir / "postgres").rename(home / "postgres"))
        return home

    yield move
    for cluster in clusters:
        cluster.rename(data_dir / "postgres")


def test_the_first_user_finds_a_database_as_we_need_it(first: First) -> None:
    assert first.url.startswith("postgresql+psycopg2://")
    assert first.facts == "incidents b C.UTF-8 C.UTF-8 UTF8 UTF8 pg_catalog.english off <>"
    assert first.trigrams != "{}"
    assert first.left == ["postgres", "postgres.locks", "postgres.log"]
    assert left_behind(first.home) == []


def test_a_directory_that_we_make_is_closed_to_others(first: First) -> None:
    assert first.permissions == {".": 0o700, "postgres": 0o700, "postgres.locks": 0o700, "postgres.log": 0o600}


def test_many_at_once_get_one_server(first: First) -> None:
    assert len(first.runs) == 1
    assert first.ends == [0, 0, 0, 0]


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


@contextmanager
def brought_back(url: str) -> Iterator[None]:
    """Kill a server inside; it must come back with what was committed."""
    tell(url, "CREATE TABLE kept AS SELECT 'committed' AS word")
    before = start_time(url)
    yield
    eventually(lambda: start_time(url) not in {None, before})
    assert ask(url, "SELECT word FROM kept") == "committed"
    tell(url, "DROP TABLE kept")


@needs_linux
def test_who_stays_brings_the_server_back_when_its_supervisor_is_killed(data_dir: Path) -> None:
    with serve(data_dir, settings=FAST) as url, brought_back(url):
        os.kill(supervisor(data_dir), signal.SIGKILL)
    assert left_behind(data_dir) == []


@needs_linux
def test_a_start_that_is_killed_is_made_again(tmp_path: Path) -> None:
    """The cluster was being made; what there was of it must not be taken for one."""
    home = tmp_path / "home"
    with using(home) as user:
        eventually(lambda: any(home.glob("postgres.new-*/base")))

        for keeper in told_of(home, program=b"storage.supervisor\0"):
            with suppress(ProcessLookupError):  # Who only started the one that stays leaves when it likes.
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
def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path, moved_to: Callable[[Path], Path]) -> None:
    """The URL stays the same when the server is killed and brought back."""
    home = moved_to(tmp_path / ("x" * 100))

    with serve(home, settings=FAST) as url:
        sockets = (home / "postgres.socket").readlink()
        assert permissions(sockets) == 0o700

        with brought_back(url):
            os.kill(postmaster(home), signal.SIGKILL)
    assert not sockets.exists()
    assert left_behind(home) == []


def test_the_server_stops_when_its_last_user_is_killed_and_leaves_no_short_directory(
    tmp_path: Path, moved_to: Callable[[Path], Path]
) -> None:
    """A comma would end the directory's name in a URL, so this path needs a short one, too."""
    home = moved_to(tmp_path / 'a,"b')
    with using(home) as user:
        assert ask(user.line(), "SELECT true")
        sockets = (home / "postgres.socket").readlink()

        user.kill()

        eventually(lambda: is_stopped(home))
    assert not sockets.exists()
    assert left_behind(home) == []


def test_a_failed_start_says_what_the_log_says(tmp_path: Path, moved_to: Callable[[Path], Path]) -> None:
    """The path is long, so there is a socket's directory to clear away, too."""
    home = moved_to(tmp_path / ("x" * 100))

    with pytest.raises(StartFailed, match="plenty"), serve(home, settings={**FAST, "shared_buffers": "plenty"}):
        pytest.fail("it started")

    assert left_behind(home) == []
    with serve(home, settings=FAST) as url:
        assert ask(url, "SELECT true")


def test_a_long_log_is_put_aside_and_the_log_says_what_went_wrong_without_the_words(data_dir: Path) -> None:
    words = "swordfish"
    os.truncate(data_dir / "postgres.log", 20_000_000)

    with serve(data_dir, settings=FAST) as url:
        assert (data_dir / "postgres.log").stat().st_size < 1_000_000
        tell(url, "CREATE TABLE IF NOT EXISTS said (words text UNIQUE CHECK (length(words) < 20))")
        tell(url, f"INSERT INTO said VALUES ('{words}') ON CONFLICT DO NOTHING")  # noqa: S608 - ours
        for refused in (words, f"{words} and much more of it"):
            with pytest.raises(IntegrityError):
                tell(url, f"INSERT INTO said VALUES ('{refused}')")  # noqa: S608 - ours
        said = (data_dir / "postgres.log").read_text()

    assert (data_dir / "postgres.log.1").stat().st_size == 20_000_000
    assert "duplicate key value violates unique constraint" in said
    assert "violates check constraint" in said
    assert words not in said
