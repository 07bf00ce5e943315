"""Queries on comments: what people added to an incident."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage.records import Comment, Incident
from storage.tables import comments

_LAST = (
    select(comments.c.id, comments.c.incident_id, comments.c.author_id, comments.c.body, comments.c.created_at)
    .where(comments.c.incident_id == bindparam("incident"), comments.c.deleted_at.is_(None))
    .order_by(comments.c.created_at.desc(), comments.c.id.desc())
    .limit(1)
)


def add(tx: Connection, incident: Incident, body: str, *, author_id: str, at: datetime) -> Comment:
    """Store a comment and return it."""
    values = {"incident_id": incident.id, "author_id": author_id, "body": body, "created_at": at}
    comment_id = tx.execute(
        insert(comments).values(team_id=incident.team_id, **values).returning(comments.c.id)
    ).scalar_one()
    return Comment(id=comment_id, incident_id=incident.id, author_id=author_id, body=body, created_at=at)


def last(tx: Connection, incident: Incident) -> Comment | None:
    """Return the newest comment that was not deleted."""
    row = tx.execute(_LAST, {"incident": incident.id}).mappings().one_or_none()
    return Comment(**row) if row else None
