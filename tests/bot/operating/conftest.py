"""An operator at a terminal, with a database of the run's own."""

import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.cli import main
from storage import people, workspaces
from storage.records import Person
from tests.journeys.test_cli import OURS
from tests.making import TEAM

PEOPLE = (
    Person(team_id=TEAM, id="U0ANA", name="ana", is_known=True),
    Person(team_id=TEAM, id="U0BEN", name="ben", is_known=True),
    Person(team_id=TEAM, id="U0CHLOE", name="chloe", is_known=True, is_workspace_admin=True),
    Person(team_id=TEAM, id="U0DEV", name="dev", is_known=True, is_guest=True),
    Person(team_id=TEAM, id="U0EVA", name="eva", is_known=True, is_active=False),
    Person(team_id=TEAM, id="U0BOT", name="incident-tracker", is_known=True, is_bot=True),
)


@dataclass(frozen=True, slots=True)
class Operator:
    """Types commands in this process: to start a program for each would be slow."""

    capture: pytest.CaptureFixture[bytes]

    def types(self, *arguments: str) -> str:
        """Return what was written to standard output."""
        main(list(arguments))
        return self.capture.readouterr().out.decode()

    def reads(self, *arguments: str) -> str:
        """Type a command and return what it says."""
        main(list(arguments))
        return self.capture.readouterr().err.decode()

    def fails(self, *arguments: str) -> str:
        """Return what was said at the end."""
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        said = self.capture.readouterr().err.decode()
        return said if isinstance(end.value.code, int) else str(end.value.code)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of the machine's own settings count, nor of ours afterwards."""
    monkeypatch.chdir(tmp_path)
    # The program says where the log goes for the whole process.
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    for name in os.environ:
        if name.startswith(OURS):
            monkeypatch.delenv(name)


@pytest.fixture
def operator(
    alone: None,
    database_url: str,
    clean_engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Operator:
    """Give an operator whose DATABASE_URL is this worker's database, in which there is nothing."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return Operator(capsysbinary)


@pytest.fixture
def acme(clean_engine: Engine) -> Engine:
    """Give an engine on a workspace with its people."""
    with clean_engine.begin() as tx:
        workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
        people.describe(tx, PEOPLE, at=datetime(2026, 11, 1, tzinfo=UTC))
    return clean_engine
