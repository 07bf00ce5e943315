"""What an operator types, as real processes: the sandbox from start to stop, and sentences where it cannot start."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

REPOSITORY = Path(__file__).parents[2]
"""The programs run elsewhere: there a developer's .env would count."""
ADDRESS = re.compile(r"http://localhost:(\d+)")


def _environment(**changes: str) -> dict[str, str]:
    """Return an environment in which nothing of the machine's own settings counts."""
    ours = ("SLACK_", "DATABASE_URL", "DATA_DIR", "PORT", "LOG_", "INCIDENTS_CHANNEL")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {"PYTHONPATH": str(REPOSITORY)} | changes


@contextmanager
def _sandbox(
    nowhere: Path, data: Path, *, port: int = 0, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give a running `incident-tracker sandbox` and what it said until it was there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox"],
        env=_environment(DATA_DIR=str(data), PORT=str(port), **environment),
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
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def test_the_sandbox_serves_its_page_and_stops_cleanly(tmp_path: Path) -> None:
    data = tmp_path / "a home with spaces"
    with _sandbox(tmp_path, data) as (process, said):
        address = ADDRESS.search(said)
        assert address is not None, said

        with urlopen(address.group()) as page:  # noqa: S310 - the sandbox's own address
            assert page.status == 200
            assert b"Incident Tracker" in page.read()

    assert process.returncode == 0
    assert (data / "postgres" / "PG_VERSION").exists()
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_a_taken_port_is_said_and_the_next_one_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with _sandbox(tmp_path, tmp_path / "data", port=port) as (process, said):
            address = ADDRESS.search(said)

    assert f"Port {port} is taken" in said
    assert address is not None
    assert int(address.group(1)) > port
    assert process.returncode == 0


def _fails(nowhere: Path, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=_environment(**environment),
        cwd=nowhere,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_run_without_tokens_names_the_sandbox_and_the_manifest(tmp_path: Path) -> None:
    said = _fails(tmp_path, "run")

    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set" in said
    assert "incident-tracker sandbox" in said
    assert "manifest.yml" in said


def test_a_database_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    said = _fails(tmp_path, "migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")

    assert "The database cannot be reached" in said


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("LOG_LEVEL", "LOUD")])
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert f"{name}: " in _fails(tmp_path, "sandbox", **{name: value})


def test_the_schema_can_be_checked(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "migrate", "--check"],
        env=_environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Tables and migrations agree." in done.stderr


def test_half_of_slacks_tokens_is_a_mistake(tmp_path: Path) -> None:
    assert "SLACK_APP_TOKEN is not set, the other token is." in _fails(tmp_path, SLACK_BOT_TOKEN="xoxb-fake")


def test_the_sandbox_leaves_a_database_of_yours_alone(tmp_path: Path) -> None:
    with _sandbox(tmp_path, tmp_path / "data", DATABASE_URL="postgresql://nobody@127.0.0.1:1/production") as (_, said):
        assert "DATABASE_URL is left alone" in said


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/incidents"])
def test_a_database_of_another_kind_is_named(tmp_path: Path, url: str) -> None:
    assert "DATABASE_URL: " in _fails(tmp_path, "migrate", DATABASE_URL=url)


def test_a_second_sandbox_on_the_same_data_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with _sandbox(tmp_path, data):
        said = _fails(tmp_path, "sandbox", DATA_DIR=str(data), PORT="0")

    assert "A sandbox is running already" in said


def test_a_home_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()

    assert "DATA_DIR cannot be used" in _fails(tmp_path, "sandbox", DATA_DIR=str(in_the_way / "home"))


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_token_of_another_kind_is_named(tmp_path: Path, name: str) -> None:
    assert f"{name}: " in _fails(tmp_path, "run", **{name: "xoxp-fake"})
