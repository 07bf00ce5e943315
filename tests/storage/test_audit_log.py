"""The audit log tells what admins did in the order they did it, and nothing of it can be changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage import audit_log
from storage.records import AuditAct, AuditEntry
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER

ENTRIES = [AuditEntry(act=act, subject=f"of {act}", old=f"old {act}", new=f"new {act}") for act in AuditAct]


def _told(tx: Connection, team_id: str = TEAM) -> list[AuditEntry]:
    """Return all that was done, oldest first, whatever the ids."""
    return [replace(entry, id=0) for entry in reversed(audit_log.newest(tx, team_id, limit=100))]


def test_every_act_comes_back_in_order_to_its_workspace_alone(tx: Connection, statements: list[str]) -> None:
    audit_log.add(tx, OTHER, ENTRIES[:1], actor_id="U0EVE", at=NOON)
    statements.clear()

    audit_log.add(tx, TEAM, ENTRIES, actor_id="U0ANA", at=NOON)

    assert len(statements) == 1
    assert _told(tx) == [replace(entry, actor_id="U0ANA", at=NOON) for entry in ENTRIES]
    assert _told(tx, OTHER) == [replace(ENTRIES[0], actor_id="U0EVE", at=NOON)]


def test_nothing_done_is_nothing_written(tx: Connection, statements: list[str]) -> None:
    audit_log.add(tx, TEAM, [], actor_id="U0ANA", at=NOON)

    assert statements == []


def test_pages_lead_back_and_forth(tx: Connection) -> None:
    audit_log.add(tx, OTHER, ENTRIES[:1], actor_id="U0EVE", at=NOON)
    for minutes in range(5):
        audit_log.add(tx, TEAM, ENTRIES[:1], actor_id="U0ANA", at=NOON + timedelta(minutes=minutes))

    first = audit_log.newest(tx, TEAM, limit=2)
    second = audit_log.newest(tx, TEAM, limit=2, before=first[-1].id)
    third = audit_log.newest(tx, TEAM, limit=2, before=second[-1].id)

    assert [entry.at for entry in (*first, *second, *third)] == [NOON + timedelta(minutes=n) for n in (4, 3, 2, 1, 0)]
    assert audit_log.following(tx, TEAM, limit=2, after=third[0].id) == second
    assert audit_log.following(tx, TEAM, limit=5, after=second[0].id) == first


def test_one_kind_of_act_is_found_alone(tx: Connection) -> None:
    audit_log.add(tx, TEAM, ENTRIES * 2, actor_id="U0ANA", at=NOON)

    first, second = audit_log.newest(tx, TEAM, limit=9, act=AuditAct.ROLE)[::-1]

    assert first.act is second.act is AuditAct.ROLE
    assert audit_log.following(tx, TEAM, limit=9, after=first.id, act=AuditAct.ROLE) == [second]


def test_what_was_done_cannot_be_changed(tx: Connection) -> None:
    audit_log.add(tx, TEAM, ENTRIES, actor_id="U0ANA", at=NOON)

    with pytest.raises(DBAPIError):
        tx.execute(text("UPDATE audit_log SET actor_id = 'U0BEN'"))
