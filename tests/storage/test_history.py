"""History tells what happened in the order it happened, with aware times, and is written in one statement."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from storage import history, incidents
from storage.records import Change, HistoryEntry, Incident
from tests.making import NOON
from tests.storage.conftest import new_incident

ENTRIES = [HistoryEntry(change=change, old=f"old {change}", new=f"new {change}") for change in Change]


@pytest.fixture
def incident(tx: Connection) -> Incident:
    return incidents.create(tx, new_incident())


def test_every_kind_of_change_comes_back_in_order(tx: Connection, incident: Incident) -> None:
    neighbour = incidents.create(tx, new_incident())

    history.add(tx, neighbour, ENTRIES[:1], actor_id="U0BEN", at=NOON)
    history.add(tx, incident, ENTRIES[::-1], actor_id="U0ANA", at=NOON)

    assert history.of(tx, incident) == [replace(entry, actor_id="U0ANA", at=NOON) for entry in ENTRIES[::-1]]
    assert history.of(tx, neighbour) == [replace(ENTRIES[0], actor_id="U0BEN", at=NOON)]


def test_the_clock_is_nobody(tx: Connection, incident: Incident) -> None:
    history.add(tx, incident, [HistoryEntry(change=Change.REMINDERS)], actor_id=None, at=NOON)

    assert history.of(tx, incident) == [HistoryEntry(change=Change.REMINDERS, actor_id=None, at=NOON)]


def test_the_oldest_come_first_as_many_as_asked_for(tx: Connection, incident: Incident) -> None:
    for minutes in range(3):
        history.add(tx, incident, ENTRIES[:1], actor_id=None, at=NOON + timedelta(minutes=minutes))

    assert [entry.at for entry in history.of(tx, incident, limit=2)] == [NOON, NOON + timedelta(minutes=1)]


def test_times_come_back_aware_and_in_utc(tx: Connection, incident: Incident) -> None:
    history.add(tx, incident, ENTRIES[:1], actor_id=None, at=NOON)

    [entry] = history.of(tx, incident)

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
