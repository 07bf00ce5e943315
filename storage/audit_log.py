"""Queries on the audit log: what ever an admin did, append-only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from storage.records import AuditAct, AuditEntry
from storage.tables import audit_log

_ENTRIES = select(
    audit_log.c.id,
    audit_log.c.act,
    audit_log.c.subject,
    audit_log.c.old,
    audit_log.c.new,
    audit_log.c.actor_id,
    audit_log.c.at,
)
# RETURNING makes one statement of many rows.
_ADD = insert(audit_log).returning(audit_log.c.id)


def add(tx: Connection, team_id: str, entries: Sequence[AuditEntry], *, actor_id: str, at: datetime) -> None:
    """Append what an admin did, in this order, in one statement; in the transaction that does it."""
    if not entries:
        return
    rows = [
        {
            "team_id": team_id,
            "at": at,
            "actor_id": actor_id,
            "act": entry.act,
            "subject": entry.subject,
            "old": entry.old,
            "new": entry.new,
        }
        for entry in entries
    ]
    tx.execute(_ADD, rows)


def newest(
    tx: Connection, team_id: str, *, limit: int, before: int | None = None, act: AuditAct | None = None
) -> list[AuditEntry]:
    """Return what was done last, newest first: before the entry of that id, of one kind or of all."""
    query = _ENTRIES.where(audit_log.c.team_id == team_id)
    if act is not None:
        query = query.where(audit_log.c.act == act)
    if before is not None:
        query = query.where(audit_log.c.id < before)
    return [_entry(row) for row in tx.execute(query.order_by(audit_log.c.id.desc()).limit(limit))]


def following(tx: Connection, team_id: str, *, limit: int, after: int, act: AuditAct | None = None) -> list[AuditEntry]:
    """Return what was done next after the entry of that id, newest first, of one kind or of all."""
    query = _ENTRIES.where(audit_log.c.team_id == team_id, audit_log.c.id > after)
    if act is not None:
        query = query.where(audit_log.c.act == act)
    return [_entry(row) for row in tx.execute(query.order_by(audit_log.c.id).limit(limit))][::-1]


def _entry(row: Row[*tuple[Any, ...]]) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        act=AuditAct(row.act),
        subject=row.subject,
        old=row.old,
        new=row.new,
        actor_id=row.actor_id,
        at=row.at,
    )
