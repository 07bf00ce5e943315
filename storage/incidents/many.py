"""Queries on many incidents: what somebody has to see to, what a picker finds, what is purged."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Integer, and_, bindparam, case, delete, or_, select, true

from storage.incidents.rows import ANY_INCIDENT, INCIDENT, from_row, unresolved
from storage.records import Among, Incident, Status
from storage.tables import incidents

LOOKED_THROUGH = 2000
_long_deleted = (
    select(incidents.c.id)
    .where(incidents.c.deleted_at < bindparam("before", type_=incidents.c.deleted_at.type))
    .order_by(incidents.c.deleted_at, incidents.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_PURGE = delete(incidents).where(incidents.c.id.in_(_long_deleted))


def unresolved_of(tx: Connection, team_id: str, person_id: str, *, only_reported: bool, limit: int) -> list[Incident]:
    """Return the unresolved incidents somebody has reported, or also is assigned, worst first, then the oldest."""
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


def waiting_longest(tx: Connection, team_id: str, *, since_activity: bool, limit: int) -> list[Incident]:
    """Return the unresolved incidents that were opened first, or to which nobody has done anything for longest."""
    waits_since = incidents.c.last_activity_at if since_activity else incidents.c.created_at
    query = INCIDENT.where(unresolved(team_id, None)).order_by(waits_since, incidents.c.id).limit(limit)
    return [from_row(row) for row in tx.execute(query).mappings()]


def find(
    tx: Connection,
    team_id: str,
    *,
    number: int | None,
    words: Sequence[str],
    among: Among,
    reporter_id: str | None,
    limit: int,
) -> list[Incident]:
    """Return the incident of that number, and the newest whose titles hold all the words.

    Somebody is typing: only the newest `LOOKED_THROUGH` are looked through for words, so that it is always quick.
    """
    possible = and_(
        incidents.c.team_id == team_id,
        incidents.c.status.in_(among.statuses),
        incidents.c.deleted_at.is_not(None) if among.is_deleted else incidents.c.deleted_at.is_(None),
        incidents.c.assignee_id.is_not(None) if among.has_assignee else true(),
        true() if reporter_id is None else incidents.c.reporter_id == reporter_id,
    )
    newest_first = (incidents.c.created_at.desc(), incidents.c.id.desc())
    looked_through = select(incidents.c.id).where(possible).order_by(*newest_first).limit(LOOKED_THROUGH)
    holds = [incidents.c.title.icontains(word, autoescape=True) for word in words]
    is_it = incidents.c.number == number
    query = (
        ANY_INCIDENT.where(possible, or_(is_it, and_(incidents.c.id.in_(looked_through), *holds)))
        .order_by(case((is_it, 0), else_=1), *newest_first)
        .limit(limit)
    )
    return [from_row(row) for row in tx.execute(query).mappings()]


def purge(tx: Connection, *, deleted_before: datetime, limit: int) -> int:
    """Delete for good, with all that belongs to them, at most so many incidents deleted before then.

    Return how many; one that is being restored at this moment is left alone.
    """
    return tx.execute(_PURGE, {"before": deleted_before, "most": limit}).rowcount
