"""Queries on many incidents: lists, what a picker finds, what is purged."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, literal, literal_column, or_, select, tuple_

from storage.incidents.rows import ANY_INCIDENT, INCIDENT, from_row
from storage.records import Incident, Status
from storage.tables import incidents


def newest(
    tx: Connection,
    team_id: str,
    *,
    limit: int,
    before: tuple[datetime, int] | None = None,
    reporter_id: str | None = None,
) -> list[Incident]:
    """Return incidents, newest first, after the one whose (created_at, id) is `before`."""
    query = INCIDENT.where(incidents.c.team_id == team_id)
    if reporter_id is not None:
        query = query.where(incidents.c.reporter_id == reporter_id)
    if before is not None:
        query = query.where(tuple_(incidents.c.created_at, incidents.c.id) < tuple_(*map(literal, before)))
    query = query.order_by(incidents.c.created_at.desc(), incidents.c.id.desc()).limit(limit)
    return [from_row(row) for row in tx.execute(query).mappings()]


def unresolved_of(
    tx: Connection, team_id: str, person_id: str, *, only_reported: bool, limit: int
) -> list[Incident]:
    """Return the unresolved incidents somebody has reported, and is assigned, worst first, then the oldest."""
    concerned = incidents.c.reporter_id == person_id
    if not only_reported:
        concerned = or_(concerned, incidents.c.assignee_id == person_id)
    query = (
        INCIDENT.where(
            incidents.c.team_id == team_id,
            incidents.c.status != Status.RESOLVED,
            concerned,
        )
        .order_by(incidents.c.severity, incidents.c.id)
        .limit(limit)
    )
    return [from_row(row) for row in tx.execute(query).mappings()]


def find(
    tx: Connection,
    team_id: str,
    *,
    number: int | None,
    words: Sequence[str],
    statuses: Collection[Status],
    deleted: bool,
    reporter_id: str | None,
    limit: int,
) -> list[Incident]:
    """Return incidents of these statuses that have the number, or hold words that begin so, newest first."""
    query = ANY_INCIDENT.where(
        incidents.c.team_id == team_id,
        incidents.c.status.in_(statuses),
        incidents.c.deleted_at.is_not(None) if deleted else incidents.c.deleted_at.is_(None),
    )
    if words:
        beginnings = func.to_tsquery(literal_column("'english'"), " & ".join(f"{word}:*" for word in words))
        holds = incidents.c.search.op("@@")(beginnings)
        query = query.where(holds if number is None else or_(holds, incidents.c.number == number))
    if reporter_id is not None:
        query = query.where(incidents.c.reporter_id == reporter_id)
    query = query.order_by(incidents.c.created_at.desc(), incidents.c.id.desc()).limit(limit)
    return [from_row(row) for row in tx.execute(query).mappings()]


def purge(tx: Connection, *, deleted_before: datetime, limit: int) -> int:
    """Delete for good, with all that belongs to them, at most so many incidents deleted before then.

    Return how many; one that is being restored at this moment is left alone.
    """
    due = select(incidents.c.id).where(incidents.c.deleted_at < deleted_before).limit(limit)
    return tx.execute(delete(incidents).where(incidents.c.id.in_(due.with_for_update(skip_locked=True)))).rowcount
