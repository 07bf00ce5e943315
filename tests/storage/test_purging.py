"""Deleted for good: only what was deleted long ago, with all that belongs to it, and never under somebody's hands."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, func, select

from storage import choices, comments, history, incidents, outbox
from storage.records import Change, HistoryEntry, Incident, NewOutboxItem
from storage.tables import categories, incident_categories, services
from storage.tables import comments as comments_table
from storage.tables import history as history_table
from storage.tables import incidents as table
from storage.tables import outbox as outbox_table
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, Rival, new_incident

MICROSECOND = timedelta(microseconds=1)
BELONGING = [incident_categories, comments_table, history_table, outbox_table]


def deleted(tx: Connection, at: datetime | None, *, team_id: str = TEAM) -> Incident:
    """Store an incident that was deleted then, or not at all, with something of everything that belongs to one."""
    incident = incidents.create(
        tx,
        new_incident(
            team_id=team_id,
            service=choices.service_named(tx, team_id, "checkout"),
            categories=choices.categories_named(tx, team_id, ["network"]),
        ),
    )
    comments.add(tx, incident, "Looking", author_id="U0ANA", at=NOON)
    history.add(tx, incident, [HistoryEntry(change=Change.OPENED)], actor_id="U0ANA", at=NOON)
    outbox.put(tx, team_id, [NewOutboxItem(lane=f"card:{incident.id}", kind="refresh_card", incident_id=incident.id)])
    incidents.save(tx, replace(incident, deleted_at=at, deleted_by="U0ANA" if at else None))
    return incident


def count(tx: Connection, of: Table[Any]) -> int:
    return tx.execute(select(func.count()).select_from(of)).scalar_one()


def kept(tx: Connection) -> list[int]:
    return list(tx.execute(select(table.c.id).order_by(table.c.id)).scalars())


@pytest.mark.parametrize(
    ("deleted_at", "is_purged"),
    [
        (None, False),
        (NOON, False),
        (NOON + timedelta(days=1), False),
        (NOON - MICROSECOND, True),
        (NOON - timedelta(days=300), True),
    ],
)
def test_only_what_was_deleted_before_then_is_purged(
    tx: Connection, deleted_at: datetime | None, *, is_purged: bool
) -> None:
    incident = deleted(tx, deleted_at)

    assert incidents.purge(tx, deleted_before=NOON, limit=10) == int(is_purged)
    assert kept(tx) == ([] if is_purged else [incident.id])


def test_all_that_belongs_to_it_goes_along_and_nothing_else(tx: Connection) -> None:
    purged, neighbour = deleted(tx, NOON - MICROSECOND), deleted(tx, None)
    assert [count(tx, of) for of in BELONGING] == [2, 2, 2, 2]

    incidents.purge(tx, deleted_before=NOON, limit=10)

    assert [count(tx, of) for of in BELONGING] == [1, 1, 1, 1]
    assert incidents.get_by_id(tx, TEAM, purged.id) is None
    assert incidents.get(tx, TEAM, neighbour.number) == neighbour
    assert comments.last(tx, neighbour) is not None
    assert [count(tx, of) for of in (services, categories)] == [1, 1]


def test_every_workspace_is_purged(tx: Connection) -> None:
    deleted(tx, NOON - MICROSECOND)
    deleted(tx, NOON - MICROSECOND, team_id=OTHER)

    assert incidents.purge(tx, deleted_before=NOON, limit=10) == 2


def test_no_more_are_purged_at_once_than_asked(tx: Connection) -> None:
    for _ in range(5):
        deleted(tx, NOON - MICROSECOND)

    purged = [incidents.purge(tx, deleted_before=NOON, limit=2) for _ in range(4)]

    assert purged == [2, 2, 1, 0]


def test_a_number_that_was_purged_is_not_given_again(tx: Connection) -> None:
    deleted(tx, NOON - MICROSECOND)
    incidents.purge(tx, deleted_before=NOON, limit=10)

    assert incidents.create(tx, new_incident()).number == 2


def test_any_number_is_one_statement(tx: Connection, statements: list[str]) -> None:
    for _ in range(3):
        deleted(tx, NOON - MICROSECOND)
    statements.clear()

    incidents.purge(tx, deleted_before=NOON, limit=10)

    assert len(statements) == 1


def test_one_that_is_being_restored_is_left_alone_and_nobody_waits(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        restored, forgotten = deleted(tx, NOON - MICROSECOND), deleted(tx, NOON - MICROSECOND)

    with clean_engine.connect() as ours, clean_engine.begin() as purging:
        locked = incidents.lock_even_deleted(ours, TEAM, restored.number)
        assert incidents.purge(purging, deleted_before=NOON, limit=10) == 1
        incidents.save(ours, replace(locked, deleted_at=None, deleted_by=None))
        ours.commit()

    with clean_engine.begin() as tx:
        assert incidents.purge(tx, deleted_before=NOON, limit=10) == 0
        assert kept(tx) == [restored.id]
        assert incidents.get_by_id(tx, TEAM, forgotten.id) is None


def test_who_would_restore_one_that_is_being_purged_waits_and_does_not_find_it(
    clean_engine: Engine, rival: Rival
) -> None:
    with clean_engine.begin() as tx:
        deleted(tx, NOON - MICROSECOND)

    with clean_engine.connect() as ours:
        incidents.purge(ours, deleted_before=NOON, limit=10)
        theirs = rival.must_wait(lambda tx: incidents.lock_even_deleted(tx, TEAM, 1))
        ours.commit()

        with pytest.raises(incidents.IncidentNotFound):
            theirs.result(timeout=10)
