"""Queries on history: what ever happened to an incident, append-only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.records import Change, HistoryEntry, Incident
from storage.tables import history


def add(
    tx: Connection, incident: Incident, entries: Sequence[HistoryEntry], *, actor_id: str | None, at: datetime
) -> None:
    """Append what `actor_id` did (None: the clock), in this order, in one statement."""
    if not entries:
        return
    rows = [
        {
            "team_id": incident.team_id,
            "incident_id": incident.id,
            "at": at,
            "actor_id": actor_id,
            "change": entry.change,
            "old": entry.old,
            "new": entry.new,
        }
        for entry in entries
    ]
    tx.execute(insert(history), rows)


def of(tx: Connection, incident: Incident, *, limit: int = 100) -> list[HistoryEntry]:
    """Return what happened, oldest first."""
    query = (
        select(history.c.at, history.c.actor_id, history.c.change, history.c.old, history.c.new)
        .where(history.c.incident_id == incident.id)
        .order_by(history.c.id)
        .limit(limit)
    )
    return [
        HistoryEntry(change=Change(row.change), old=row.old, new=row.new, actor_id=row.actor_id, at=row.at)
        for row in tx.execute(query)
    ]
