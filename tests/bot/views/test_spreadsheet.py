"""Incidents as CSV and JSON: every field, safe in a spreadsheet, and every text to be had back as it was."""

import csv
import io
import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.views.spreadsheet import COLUMNS, csv_lines, guarded, iso, json_lines, without_guard
from storage.records import (
    Category,
    Change,
    Comment,
    Dossier,
    File,
    HistoryEntry,
    Priority,
    Service,
    Severity,
    Status,
)
from tests.making import NOON, incident
from tests.tables import for_each

FULL = Dossier(
    incident=incident(
        title='Checkout, "EU" is down',
        summary="since 11:00\nall of it",
        severity=Severity.SEV1,
        own_priority=Priority.P2,
        status=Status.RESOLVED,
        service=Service(id=1, name="payments"),
        categories=(Category(id=1, name="api"), Category(id=2, name="Zürich")),
        assignee_id="U0BEN",
        acknowledged_at=NOON,
        mitigated_at=NOON + timedelta(microseconds=5),
        resolved_at=NOON + timedelta(hours=1),
    ),
    names={"U0ANA": "ana", "U0BEN": "=ben"},
    comment_count=1,
    history_count=2,
    comments=(
        Comment(
            id=7,
            incident_id=7,
            author_id="U0BEN",
            body="Łook",
            files=(File(id="F1", name="a.png", link="https://x.example"),),
            created_at=NOON,
        ),
    ),
    history=(
        HistoryEntry(id=1, change=Change.OPENED, new="Checkout", actor_id="U0ANA", at=NOON),
        HistoryEntry(id=2, change=Change.STATUS, old="open", new="resolved", actor_id=None, at=NOON),
    ),
)
ROW = {
    "number": "42",
    "title": 'Checkout, "EU" is down',
    "summary": "since 11:00\nall of it",
    "severity": "SEV1",
    "priority": "P2",
    "priority_set_by_hand": "yes",
    "status": "Resolved",
    "service": "payments",
    "categories": "api, Zürich",
    "reporter": "ana",
    "reporter_id": "U0ANA",
    "assignee": "'=ben",
    "assignee_id": "U0BEN",
    "created_at": "2026-11-18T12:00:00Z",
    "updated_at": "2026-11-18T12:00:00Z",
    "acknowledged_at": "2026-11-18T12:00:00Z",
    "mitigated_at": "2026-11-18T12:00:00.000005Z",
    "resolved_at": "2026-11-18T13:00:00Z",
    "last_activity_at": "2026-11-18T12:00:00Z",
    "update_due_at": "",
    "comments": "1",
    "history": "2",
}


def _rows(*dossiers: Dossier) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(csv_lines(dossiers)), newline="")))


def test_a_row_has_every_field() -> None:
    assert _rows(FULL) == [ROW]
    assert list(ROW) == list(COLUMNS)


def test_what_is_not_there_is_an_empty_cell() -> None:
    [row] = _rows(Dossier(incident=incident(), names={"U0ANA": "ana"}))

    empty = {name for name, cell in row.items() if not cell}
    assert empty == {
        *("summary", "service", "categories", "assignee", "assignee_id"),
        *("acknowledged_at", "mitigated_at", "resolved_at", "update_due_at"),
    }
    assert row["priority_set_by_hand"] == "no"


def test_lines_end_as_the_standard_says_and_without_incidents_there_is_the_header() -> None:
    [header] = csv_lines([])

    assert header == ",".join(COLUMNS) + "\r\n"


@for_each("first", [*"=+-@\t\r\n＝＋－＠", " =", "'=", "''+", "\t=", "  @"])
def test_nothing_is_a_formula(first: str) -> None:
    """The cells spreadsheets run: OWASP's list, also in full width and behind blanks."""
    assert guarded(f"{first}SUM(A1)") == f"'{first}SUM(A1)"


@for_each("harmless", ["", "Checkout", "5 > 4", "'quoted'", "a=b", "a\n=b", "’tis"])
def test_what_is_no_formula_stays_as_it_is(harmless: str) -> None:
    assert guarded(harmless) == harmless


@given(st.text(alphabet="'=+-@ \t\r\na＝", max_size=6) | st.text(max_size=20))
def test_every_text_is_had_back_as_it_was(text: str) -> None:
    cell = guarded(text)

    assert without_guard(cell) == text
    assert not cell.lstrip(" ").startswith(tuple("=+-@\t\r\n＝＋－＠"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=3, max_size=60))
def test_no_title_breaks_a_row(title: str) -> None:
    [row] = _rows(Dossier(incident=incident(title=title)))

    assert without_guard(row["title"]) == title
    assert row["number"] == "42"


def test_an_object_has_everything() -> None:
    [found] = json.loads("".join(json_lines([FULL])))

    assert found == {
        "number": 42,
        "title": 'Checkout, "EU" is down',
        "summary": "since 11:00\nall of it",
        "severity": "sev1",
        "priority": "p2",
        "priority_set_by_hand": True,
        "status": "resolved",
        "service": "payments",
        "categories": ["api", "Zürich"],
        "reporter": {"id": "U0ANA", "name": "ana"},
        "assignee": {"id": "U0BEN", "name": "=ben"},
        "created_at": "2026-11-18T12:00:00Z",
        "updated_at": "2026-11-18T12:00:00Z",
        "acknowledged_at": "2026-11-18T12:00:00Z",
        "mitigated_at": "2026-11-18T12:00:00.000005Z",
        "resolved_at": "2026-11-18T13:00:00Z",
        "last_activity_at": "2026-11-18T12:00:00Z",
        "update_due_at": None,
        "comments": [
            {
                "id": 7,
                "at": "2026-11-18T12:00:00Z",
                "by": {"id": "U0BEN", "name": "=ben"},
                "text": "Łook",
                "files": [{"name": "a.png", "link": "https://x.example"}],
            }
        ],
        "history": [
            {
                "at": "2026-11-18T12:00:00Z",
                "by": {"id": "U0ANA", "name": "ana"},
                "change": "opened",
                "from": None,
                "to": "Checkout",
            },
            {"at": "2026-11-18T12:00:00Z", "by": None, "change": "status", "from": "open", "to": "resolved"},
        ],
    }


@for_each("count", [0, 1, 3])
def test_an_array_is_one_however_long(count: int) -> None:
    text = "".join(json_lines([FULL] * count))

    assert len(json.loads(text)) == count
    assert text.count("\n") == count + 2 - (count == 0)


def test_moments_are_in_utc() -> None:
    assert iso(None) == ""
    assert iso(NOON.astimezone()) == "2026-11-18T12:00:00Z"
