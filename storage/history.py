"""Queries on history: what ever happened to an incident, append-only."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Row,
    Select,
    Text,
    bindparam,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from storage.records import Change, HistoryEntry, Incident
from storage.tables import comments, history

ABOUT_COMMENTS = (Change.COMMENTED, Change.COMMENT_EDITED, Change.COMMENT_DELETED, Change.KEY_MOMENT)
"""Entries whose `new` is a comment's id."""

UNMARKED = "marked"
"""What `old` of an entry says that takes a mark away; each person's marks are their own."""

_last_mark = (
    select(history.c.old.is_(None))
    .where(
        history.c.incident_id == bindparam("incident", type_=BigInteger),
        history.c.change == Change.KEY_MOMENT,
        history.c.actor_id == bindparam("actor"),
        history.c.new == cast(bindparam("comment", type_=BigInteger), Text),
    )
    .order_by(history.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_MARK = (
    insert(history)
    .from_select(
        ["team_id", "incident_id", "at", "actor_id", "change", "old", "new"],
        select(
            comments.c.team_id,
            comments.c.incident_id,
            bindparam("moment", type_=history.c.at.type),
            bindparam("actor", type_=Text),
            literal(Change.KEY_MOMENT, Text),
            bindparam("taken_away", type_=Text),
            cast(comments.c.id, Text),
        ).where(
            comments.c.team_id == bindparam("team"),
            comments.c.id == bindparam("comment", type_=BigInteger),
            comments.c.deleted_at.is_(None),
            func.coalesce(_last_mark, false()) != bindparam("wanted", type_=Boolean),
        ),
    )
    .returning(history.c.id)
)
_comment_id = case((history.c.change.in_(ABOUT_COMMENTS), cast(history.c.new, BigInteger)))
_ENTRIES: Select[*tuple[Any, ...]] = select(
    history.c.id,
    history.c.at,
    history.c.actor_id,
    history.c.change,
    history.c.old,
    history.c.new,
    comments.c.body.label("said"),
    comments.c.files,
).select_from(history.outerjoin(comments, (comments.c.id == _comment_id) & comments.c.deleted_at.is_(None)))


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


def mark(tx: Connection, incident: Incident, comment_id: int, *, actor_id: str, at: datetime, is_marked: bool) -> bool:
    """Append that somebody marked a comment as a key moment, or took their mark away; tell whether that is a change.

    Of a comment that was deleted nothing is told.
    """
    values = {"team": incident.team_id, "incident": incident.id, "comment": comment_id}
    values |= {"actor": actor_id, "moment": at, "wanted": is_marked, "taken_away": None if is_marked else UNMARKED}
    return tx.execute(_MARK, values).first() is not None


def newest(
    tx: Connection,
    incident: Incident,
    *,
    limit: int,
    before: int | None = None,
    since: datetime | None = None,
    besides: str | None = None,
) -> list[HistoryEntry]:
    """Return what happened last, newest first: before the entry of that id, since that moment, besides by somebody."""
    query = _ENTRIES.where(history.c.incident_id == incident.id)
    if before is not None:
        query = query.where(history.c.id < before)
    if since is not None:
        query = query.where(history.c.at > since)
    if besides is not None:
        query = query.where(history.c.actor_id.is_distinct_from(besides))
    return [_entry(row) for row in tx.execute(query.order_by(history.c.id.desc()).limit(limit))]


def last_of(tx: Connection, incident: Incident, changes: Collection[Change]) -> HistoryEntry | None:
    """Return the last entry of one of these kinds."""
    query = _ENTRIES.where(history.c.incident_id == incident.id, history.c.change.in_(changes))
    row = tx.execute(query.order_by(history.c.id.desc()).limit(1)).first()
    return _entry(row) if row else None


def following(tx: Connection, incident: Incident, *, limit: int, after: int) -> list[HistoryEntry]:
    """Return what happened next after the entry of that id, newest first."""
    query = _ENTRIES.where(history.c.incident_id == incident.id, history.c.id > after)
    return [_entry(row) for row in tx.execute(query.order_by(history.c.id).limit(limit))][::-1]


def values_at(tx: Connection, incident: Incident, moment: datetime) -> dict[Change, str | None]:
    """Return what the fields that changed since had been at that moment."""
    query = (
        select(history.c.change, history.c.old)
        .ext(distinct_on(history.c.change))
        .where(history.c.incident_id == incident.id, history.c.at > moment)
        .order_by(history.c.change, history.c.id)
    )
    return {Change(row.change): row.old for row in tx.execute(query)}


def _entry(row: Row[*tuple[Any, ...]]) -> HistoryEntry:
    return HistoryEntry(
        id=row.id,
        change=Change(row.change),
        old=row.old,
        new=row.new,
        actor_id=row.actor_id,
        at=row.at,
        said=row.said,
        files=tuple(file["name"] for file in row.files or ()),
    )
