"""Queries on comments: what people added to an incident."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Text, and_, bindparam, cast, exists, insert, or_, select

from storage.records import Change, Comment, File, Incident, Source
from storage.tables import comments, history

_LAST = (
    select(
        comments.c.id,
        comments.c.incident_id,
        comments.c.author_id,
        comments.c.body,
        comments.c.files,
        comments.c.created_at,
    )
    .where(comments.c.incident_id == bindparam("incident"), comments.c.deleted_at.is_(None))
    .order_by(comments.c.created_at.desc(), comments.c.id.desc())
    .limit(1)
)


def add(
    tx: Connection, incident: Incident, body: str, *, author_id: str, at: datetime, files: tuple[File, ...] = ()
) -> Comment:
    """Store a comment and return it."""
    values = {"incident_id": incident.id, "author_id": author_id, "body": body, "created_at": at}
    kept = [asdict(file) for file in files]
    comment_id = tx.execute(
        insert(comments).values(team_id=incident.team_id, files=kept, **values).returning(comments.c.id)
    ).scalar_one()
    return Comment(id=comment_id, incident_id=incident.id, author_id=author_id, body=body, files=files, created_at=at)


def last(tx: Connection, incident: Incident) -> Comment | None:
    """Return the newest comment that was not deleted."""
    row = tx.execute(_LAST, {"incident": incident.id}).mappings().one_or_none()
    return Comment(**{**row, "files": tuple(File(**file) for file in row["files"])}) if row else None


def repeats(tx: Connection, incident: Incident, source: Source) -> bool:
    """Tell whether a comment on the incident is that message, or was made of it."""
    is_it = and_(comments.c.channel == source.channel, comments.c.ts == source.ts)
    was_made_of_it = exists().where(
        history.c.incident_id == incident.id,
        history.c.change == Change.COMMENTED,
        history.c.old == source.key,
        history.c.new == cast(comments.c.id, Text),
    )
    found = select(comments.c.id).where(
        comments.c.incident_id == incident.id, comments.c.deleted_at.is_(None), or_(is_it, was_made_of_it)
    )
    return tx.execute(found.limit(1)).first() is not None
