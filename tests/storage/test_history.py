"""History tells what happened in the order it happened, with aware times, and is written in one statement."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from storage import comments, history, incidents
from storage.history import ABOUT_COMMENTS
from storage.records import Change, HistoryEntry, Incident
from storage.tables import comments as table
from tests.making import NOON
from tests.storage.conftest import new_incident

ENTRIES = [
    HistoryEntry(change=change, old=f"old {change}", new=f"new {change}")
    for change in Change
    if change not in ABOUT_COMMENTS
]


def _told(tx: Connection, incident: Incident) -> list[HistoryEntry]:
    """Return all that happened, oldest first, whatever the ids."""
    return [replace(entry, id=None) for entry in reversed(history.newest(tx, incident, limit=100))]


def _minute(entry: HistoryEntry) -> int:
    assert entry.at is not None
    return entry.at.minute


@pytest.fixture
def incident(tx: Connection) -> Incident:
    return incidents.create(tx, new_incident())


def test_every_kind_of_change_comes_back_in_order(tx: Connection, incident: Incident) -> None:
    neighbour = incidents.create(tx, new_incident())

    history.add(tx, neighbour, ENTRIES[:1], actor_id="U0BEN", at=NOON)
    history.add(tx, incident, ENTRIES[::-1], actor_id="U0ANA", at=NOON)

    assert _told(tx, incident) == [replace(entry, actor_id="U0ANA", at=NOON) for entry in ENTRIES[::-1]]
    assert _told(tx, neighbour) == [replace(ENTRIES[0], actor_id="U0BEN", at=NOON)]


def test_the_clock_is_nobody(tx: Connection, incident: Incident) -> None:
    history.add(tx, incident, [HistoryEntry(change=Change.REMINDERS)], actor_id=None, at=NOON)

    assert _told(tx, incident) == [HistoryEntry(change=Change.REMINDERS, actor_id=None, at=NOON)]


def test_pages_lead_back_and_forth(tx: Connection, incident: Incident) -> None:
    for minutes in range(5):
        history.add(tx, incident, ENTRIES[:1], actor_id=None, at=NOON + timedelta(minutes=minutes))

    first = history.newest(tx, incident, limit=2)
    second = history.newest(tx, incident, limit=2, before=first[-1].id)
    third = history.newest(tx, incident, limit=2, before=second[-1].id)

    assert [_minute(entry) for entry in (*first, *second, *third)] == [4, 3, 2, 1, 0]
    assert history.following(tx, incident, limit=2, after=second[0].id or 0) == first
    assert history.following(tx, incident, limit=2, after=third[0].id or 0) == second


def test_what_happened_since_a_moment_leaves_that_moment_out(tx: Connection, incident: Incident) -> None:
    for minutes in range(3):
        history.add(tx, incident, ENTRIES[:1], actor_id=None, at=NOON + timedelta(minutes=minutes))

    assert [_minute(entry) for entry in history.newest(tx, incident, since=NOON, limit=9)] == [2, 1]


def test_what_somebody_did_can_be_left_out_and_the_clock_is_not_somebody(tx: Connection, incident: Incident) -> None:
    for minutes, actor_id in enumerate(("U0ANA", None, "U0BEN")):
        history.add(tx, incident, ENTRIES[:1], actor_id=actor_id, at=NOON + timedelta(minutes=minutes))

    assert [entry.actor_id for entry in history.newest(tx, incident, besides="U0ANA", limit=9)] == ["U0BEN", None]


def test_the_values_of_a_moment_are_those_before_the_first_change_since(tx: Connection, incident: Incident) -> None:
    """However much has happened since: a value taken from the newest entries alone would undo what others did."""
    for number in range(200):
        changed = HistoryEntry(change=Change.TITLE, old=f"title {number}", new=f"title {number + 1}")
        history.add(tx, incident, [changed], actor_id="U0BEN", at=NOON + timedelta(minutes=number))
    emptied = HistoryEntry(change=Change.SERVICE, old=None, new="search")
    history.add(tx, incident, [emptied], actor_id="U0BEN", at=NOON + timedelta(minutes=200))

    since = history.values_at(tx, incident, NOON + timedelta(minutes=2))

    assert since == {Change.TITLE: "title 3", Change.SERVICE: None}
    assert history.values_at(tx, incident, NOON + timedelta(minutes=200)) == {}


def test_a_comment_is_told_as_it_is_now(tx: Connection, incident: Incident) -> None:
    comment = comments.add(tx, incident, "Looking", author_id="U0BEN", at=NOON)
    about = [HistoryEntry(change=change, new=str(comment.id)) for change in ABOUT_COMMENTS]
    about.append(HistoryEntry(change=Change.TITLE, new=str(comment.id)))
    history.add(tx, incident, about, actor_id="U0BEN", at=NOON)

    assert [entry.said for entry in history.newest(tx, incident, limit=9)] == [None, *["Looking"] * len(ABOUT_COMMENTS)]
    tx.execute(update(table).values(deleted_at=NOON))
    assert {entry.said for entry in history.newest(tx, incident, limit=9)} == {None}


def test_times_come_back_aware_and_in_utc(tx: Connection, incident: Incident) -> None:
    history.add(tx, incident, ENTRIES[:1], actor_id=None, at=NOON)

    [entry] = _told(tx, incident)

    assert entry.at is not None
    assert entry.at.isoformat() == "2026-11-18T12:00:00+00:00"


def test_any_number_of_entries_is_one_statement_and_none_is_no_statement(
    tx: Connection, incident: Incident, statements: list[str]
) -> None:
    statements.clear()
    history.add(tx, incident, ENTRIES, actor_id="U0ANA", at=NOON)
    assert len(statements) == 1

    history.add(tx, incident, [], actor_id="U0ANA", at=NOON)
    assert len(statements) == 1
