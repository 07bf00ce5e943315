"""What an operator types: the sandbox from start to stop, as a real process, and sentences where it cannot start."""

import contextlib
import io
import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from sqlalchemy import Engine, text

from bot.cli import main
from bot.sandbox.store import Store
from storage import embedded
from storage.engine import BACKGROUND, connect
from tests.waiting import until

REPOSITORY = Path(__file__).parents[2]
"""The programs run elsewhere: there a developer's .env would count."""
OURS = ("SLACK_", "DATABASE_URL", "DATA_DIR", "PORT", "HEALTH_PORT", "HOST", "LOG_", "INCIDENTS_CHANNEL")
ADDRESS = re.compile(r"http://localhost:(\d+)")
DAY = 86_400
"""Seconds."""
HEALTH = re.compile(r"http://127.0.0.1:\d+/readyz")


@contextmanager
def _sandbox(
    nowhere: Path, data: Path, *, port: int = 0, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give a running `incident-tracker sandbox` and what it said until it was there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox"],
        env={name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        | {"PYTHONPATH": str(REPOSITORY), "DATA_DIR": str(data), "PORT": str(port), **environment},
        cwd=nowhere,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if ADDRESS.search(line):
                break
        yield process, said
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def _stops_cleanly(process: subprocess.Popen[str], data: Path, number: signal.Signals) -> None:
    process.send_signal(number)
    assert process.wait(timeout=60) == 0
    assert not (data / "postgres" / "postmaster.pid").exists()


@contextmanager
def _nothing_of_the_machines_own(nowhere: Path, **environment: str) -> Iterator[None]:
    """Let a command be typed in this process, which is quicker than a program for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(nowhere)
        # The program says where the log goes for the whole process.
        patch.setattr(logging.root, "handlers", [])
        patch.setattr(logging.root, "level", logging.root.level)
        for name in os.environ:
            if name.startswith(OURS):
                patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        yield


def _typed(nowhere: Path, *arguments: str, **environment: str) -> str:
    """Type a command and return what it wrote."""
    with (
        _nothing_of_the_machines_own(nowhere, **environment),
        redirect_stderr(io.StringIO()) as said,
        redirect_stdout(said),
    ):
        main(arguments)
    return said.getvalue()


Fails = Callable[..., str]


@pytest.fixture
def fails(tmp_path: Path) -> Fails:
    """Give a function that has typed the arguments, in an environment, and returns what was said at the end."""

    def typed(*arguments: str, **environment: str) -> str:
        with _nothing_of_the_machines_own(tmp_path, **environment), pytest.raises(SystemExit) as end:
            main(arguments)
        assert isinstance(end.value.code, str)
        return end.value.code

    return typed


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give where a sandbox keeps its data; it was seeded, and not started yet."""
    directory = tmp_path_factory.mktemp("kept") / "data"
    said = _typed(directory.parent, "seed", "--count", "3", DATA_DIR=str(directory))
    assert "The sandbox has not been started yet: its workspace Acme is ready for it." in said
    return directory


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that was started where its port was taken and a database of somebody's was named."""

    process: subprocess.Popen[str]
    data: Path
    wanted_port: int
    said: str

    @property
    def address(self) -> str:
        found = ADDRESS.search(self.said)
        assert found is not None, self.said
        return found.group()


@pytest.fixture(scope="module")
def running(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a sandbox on a copy of what was seeded; in the end it stops cleanly on Ctrl-C."""
    home = tmp_path_factory.mktemp("a home with spaces")
    shutil.copytree(data, home / "data")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/production", "HEALTH_PORT": "0"}
        with _sandbox(home, home / "data", port=port, **environment) as (process, said):
            yield Running(process, home / "data", port, said)
            _stops_cleanly(process, home / "data", signal.SIGINT)


def test_the_sandbox_serves_its_page(running: Running) -> None:
    with urlopen(running.address) as page:  # noqa: S310 - the sandbox's own address
        assert page.status == 200
        assert b"Incident Tracker" in page.read()


def test_the_health_check_says_that_it_is_ready(running: Running) -> None:
    found = HEALTH.search(running.said)
    assert found is not None, running.said

    with urlopen(found.group()) as answer:  # noqa: S310 - the bot's own address
        assert answer.read() == b"ready\n"


def test_a_taken_port_is_said_and_the_next_one_taken(running: Running) -> None:
    assert f"Port {running.wanted_port} is taken" in running.said
    assert int(running.address.rpartition(":")[2]) > running.wanted_port


def test_the_sandbox_leaves_a_database_of_yours_alone(running: Running) -> None:
    assert "DATABASE_URL is left alone" in running.said
    assert (running.data / "postgres" / "PG_VERSION").exists()


def test_a_second_sandbox_on_the_same_data_is_refused(running: Running, fails: Fails) -> None:
    said = fails("sandbox", DATA_DIR=str(running.data), PORT="0")

    assert "A sandbox is running already" in said


def test_what_was_seeded_before_the_first_start_is_in_the_workspace_that_started(
    running: Running, tmp_path: Path
) -> None:
    said = _typed(tmp_path, "export", "all.csv", DATA_DIR=str(running.data))
    exported = (tmp_path / "all.csv").read_text()

    assert "Exported 3 incidents of Acme." in said
    assert {"Ana Torres", "Ben Okafor", "Chloe Martin", "Dev Patel"} & set(exported.replace("\n", ",").split(","))


def test_a_running_sandbox_can_be_seeded(running: Running, tmp_path: Path) -> None:
    said = _typed(tmp_path, "seed", "--count", "5", "--force", DATA_DIR=str(running.data))

    assert "Stored 5 incidents of Acme, from #4 on." in said


def test_jobs_shows_what_the_clock_of_a_running_bot_does(running: Running, tmp_path: Path) -> None:
    with embedded.serve(running.data) as url, connect(url, BACKGROUND).connect() as reading:
        until(lambda: reading.execute(text("SELECT FROM job_runs WHERE job = 'remind'")).first() is not None)

    shown = _typed(tmp_path, "jobs", DATA_DIR=str(running.data))

    assert re.search(r"^  remind +5 s +20\d\d-\d\d-\d\d \d\d:\d\d:\d\d +20.* T0", shown, re.MULTILINE)
    assert "What failed, and is tried again\n  none\n" in shown


def test_commands_go_by_the_clock_that_people_moved(running: Running, tmp_path: Path) -> None:
    assert _done(running, act="advance", seconds=DAY)["ok"]
    kept = {"title": "Kept from later", "created_at": f"{datetime.now(UTC) + timedelta(hours=23):%FT%TZ}"}
    (tmp_path / "later.csv").write_text(f"{','.join(kept)}\n{','.join(kept.values())}\n")

    said = _typed(tmp_path, "import", "later.csv", "--check", "--reporter", "U0ANA", DATA_DIR=str(running.data))

    assert "1 incident could be imported." in said
    assert "T0ACME goes by its own clock, 1 d ahead." in _typed(tmp_path, "jobs", DATA_DIR=str(running.data))


def test_a_sandbox_that_starts_over_has_no_incidents_and_its_bot_works(running: Running, tmp_path: Path) -> None:
    before = _asked(running, "state?as=U0ANA")["born"]
    assert _done(running, act="send", channel="C0INCIDENTS", text="/incident new Before")["ok"]
    with embedded.serve(running.data) as url, connect(url, BACKGROUND).connect() as reading:
        reading.execute(text("SELECT FROM incidents"))
        assert _done(running, act="start_over") == {"ok": True}

        until(lambda: _asked(running, "state?as=U0ANA").get("born", before) != before, timeout=20)
        reading.invalidate()

    until(lambda: _done(running, act="send", channel="C0INCIDENTS", text="/incident new After")["ok"], timeout=20)
    said = _asked(running, "messages?as=U0ANA&channel=C0INCIDENTS")["messages"]
    assert any("#1" in message["text"] for message in said)
    assert "Exported 1 incident of Acme." in _typed(tmp_path, "export", "all.csv", DATA_DIR=str(running.data))
    assert _done(running, act="fill") == {"ok": True}
    assert "Exported 201 incidents of Acme." in _typed(tmp_path, "export", "filled.csv", DATA_DIR=str(running.data))
    assert running.process.poll() is None


def _asked(running: Running, what: str, body: bytes | None = None) -> dict[str, Any]:
    """Return what the page would be answered, and nothing while nobody answers."""
    try:
        with urlopen(f"{running.address}/sandbox/{what}", body) as answer:  # noqa: S310 - the sandbox's own address
            answered: dict[str, Any] = json.load(answer)
            return answered
    except OSError:
        return {}


def _done(running: Running, **what: str | int) -> dict[str, Any]:
    return {"ok": False} | _asked(running, "act", json.dumps({"as": "U0ANA", **what}).encode())


def test_a_sandbox_that_was_killed_while_it_started_over_starts_over_and_stops_cleanly(
    tmp_path: Path, data: Path
) -> None:
    of_before = {"ts": "1763467200.000100", "user": "U0ANA", "text": "of before"}
    kept = Store(data / "workspace")
    kept.keep_message("C0INCIDENTS", of_before)
    kept.close()
    (data / "starting-over").touch()

    with _sandbox(tmp_path, data) as (process, said_at_start):
        running = Running(process, data, 0, said_at_start)
        said = _asked(running, "messages?as=U0ANA&channel=C0INCIDENTS")["messages"]
        assert "of before" not in [message["text"] for message in said]
        assert not (data / "starting-over").exists()
        _stops_cleanly(process, data, signal.SIGTERM)


def test_ctrl_c_ends_a_command_without_a_word(tmp_path: Path) -> None:
    """The file it reads is a pipe with nothing in it."""
    file = tmp_path / "slow.csv"
    os.mkfifo(file)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "import", str(file)],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "DATA_DIR": str(tmp_path / "data")},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    with file.open("w"):
        said = _interrupted(process)

    assert (process.returncode, said) == (130, "")


def _interrupted(process: subprocess.Popen[str]) -> str:
    """Press Ctrl-C, and again as a person would: the moment before it begins to read, Python sees no signal."""
    for _ in range(4):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=5)[1]
    process.kill()
    pytest.fail("the command goes on")


def test_run_without_tokens_names_the_sandbox_and_the_manifest(fails: Fails) -> None:
    said = fails("run")

    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set" in said
    assert "incident-tracker sandbox" in said
    assert "manifest.yml" in said


def test_a_database_that_is_not_there_is_a_sentence(fails: Fails) -> None:
    said = fails("migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")

    assert "The database cannot be reached" in said


@pytest.fixture
def stranger(clean_engine: Engine) -> Iterator[str]:
    """Give the address of the database for a user who has no rights there."""
    name = f"stranger_to_{clean_engine.url.database}"
    with clean_engine.begin() as tx:
        tx.execute(text(f"CREATE ROLE {name} LOGIN"))
    yield clean_engine.url.set(username=name).render_as_string(hide_password=False)
    with clean_engine.begin() as tx:
        tx.execute(text(f"DROP ROLE {name}"))


@pytest.mark.parametrize("command", ["migrate", "jobs", "export"])
def test_a_database_that_allows_nothing_is_a_sentence(fails: Fails, stranger: str, command: str) -> None:
    said = fails(command, DATABASE_URL=stranger)

    assert said.startswith("The database does not let the user of DATABASE_URL do that.")


def test_the_schema_can_be_checked(tmp_path: Path) -> None:
    assert "Tables and migrations agree." in _typed(tmp_path, "migrate", "--check")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://localhost/incidents"),
        ("SLACK_BOT_TOKEN", "xoxp-fake"),
        ("SLACK_APP_TOKEN", "xoxb-fake"),
    ],
)
def test_a_wrong_setting_is_named(fails: Fails, name: str, value: str) -> None:
    assert fails("sandbox", **{name: value}).startswith(f"{name}: ")


def test_half_of_slacks_tokens_is_a_mistake(fails: Fails) -> None:
    assert "SLACK_APP_TOKEN is not set, the other token is." in fails(SLACK_BOT_TOKEN="xoxb-fake")


def test_a_home_that_cannot_be_is_a_sentence(fails: Fails, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()

    assert "DATA_DIR cannot be used" in fails("sandbox", DATA_DIR=str(in_the_way / "home"))


def test_a_sandbox_whose_clock_cannot_be_read_is_a_sentence_before_its_database_is_started(
    fails: Fails, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    (data / "workspace").mkdir(parents=True)
    (data / "workspace" / "workspace.sqlite3").write_bytes(b"no database" * 999)

    said = fails("jobs", DATA_DIR=str(data))

    assert not (data / "postgres").exists()
    assert said == f"What the time is in the sandbox cannot be read: file is not a database: {data / 'workspace'}"
