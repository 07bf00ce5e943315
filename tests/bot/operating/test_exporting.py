"""`incident-tracker export`: to a file or a pipe, whole or not at all."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.rules import texts
from storage import incidents
from tests.bot.operating.conftest import Operator
from tests.journeys.test_cli import REPOSITORY
from tests.making import NOON, TEAM
from tests.storage.conftest import new_incident

MARK = b"\xef\xbb\xbf"


@pytest.fixture
def three(acme: Engine) -> Engine:
    """Give a workspace with three incidents, one of them deleted."""
    with acme.begin() as tx:
        incidents.create(tx, new_incident(title="=1+1 is Zürich"))
        gone = incidents.create(tx, new_incident(title="Gone"))
        incidents.save(tx, replace(gone, deleted_at=NOON, deleted_by="U0ANA"))
        incidents.create(tx, new_incident())
    return acme


def test_a_pipe_gets_csv_without_a_mark(operator: Operator, three: Engine) -> None:
    rows = list(csv.DictReader(io.StringIO(operator.types("export"), newline="")))

    assert [(row["number"], row["title"]) for row in rows] == [("1", "'=1+1 is Zürich"), ("3", "Checkout is down")]


def test_a_file_begins_with_the_mark_excel_needs(operator: Operator, three: Engine, tmp_path: Path) -> None:
    said = operator.reads("export", "out.csv")

    written = (tmp_path / "out.csv").read_bytes()
    assert said.strip() == "Exported 2 incidents of Acme."
    assert written.startswith(MARK + b"number,title,")
    assert written.count(MARK) == 1
    assert written.removeprefix(MARK).decode() == operator.types("export", "-")


@pytest.mark.parametrize("arguments", [("out.json",), ("--format", "json", "out")])
def test_json_is_asked_for_by_name_or_by_the_files_ending(
    operator: Operator, three: Engine, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    operator.reads("export", *arguments)

    found = json.loads((tmp_path / arguments[-1]).read_bytes())
    assert [one["number"] for one in found] == [1, 3]
    assert found[0]["title"] == "=1+1 is Zürich"


def test_a_file_that_cannot_be_written_is_a_sentence(operator: Operator, three: Engine) -> None:
    assert operator.fails("export", "nowhere/out.csv").startswith("nowhere/out.csv cannot be written: No such file")


def test_a_file_is_there_when_it_is_complete(
    operator: Operator, three: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.csv").write_text("before")

    def interrupted(_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("storage.dossiers._dossier", interrupted)
    with pytest.raises(SystemExit, match="130"):
        operator.reads("export", "out.csv")

    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == "before"


def test_a_device_is_written_to_where_it_is(operator: Operator, three: Engine) -> None:
    assert "Exported 2 incidents" in operator.reads("export", os.devnull)
    assert not Path(os.devnull).is_file()


def test_who_reads_only_the_beginning_hears_no_complaint(operator: Operator, acme: Engine, database_url: str) -> None:
    """There is more than twice what a pipe holds."""
    with acme.begin() as tx:
        for _ in range(60):
            incidents.create(tx, new_incident(summary="x" * texts.SUMMARY_MAX))
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "DATABASE_URL": database_url}

    with subprocess.Popen(
        [sys.executable, "-m", "bot", "export"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()

    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "Broken pipe" not in said


def test_without_a_workspace_there_is_nothing_to_export(operator: Operator, clean_engine: Engine) -> None:
    assert "There is no workspace in this database yet" in operator.fails("export")


def test_a_workspace_without_incidents_has_the_header(operator: Operator, acme: Engine) -> None:
    assert operator.types("export").startswith("number,title,")
    assert operator.types("export", "--format", "json", "--team", TEAM) == "[]\n"
