"""Queries on comments: what people added to an incident, changed and took back, with what history tells of it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    Connection,
    Insert,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from storage.prepared import prepared
from storage.records import Change, Comment, File, HistoryEntry, Incident, Place, Source
from storage.tables import comments, history

_LAST = prepared(
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
    .limit(literal_column("1"))
)


def _history_of(entries: Select[*tuple[Any, ...]]) -> Insert:
    """Return what appends `entries` (actor, change, old, new) to the history of the incident."""
    whose = (
        bindparam("team", type_=Text),
        bindparam("incident", type_=BigInteger),
        bindparam("told_at", type_=history.c.at.type),
    )
    columns = ["team_id", "incident_id", "at", "actor_id", "change", "old", "new"]
    return insert(history).from_select(columns, select(*whose, *entries.subquery().columns))


def _entry_on(comment: CTE, change: Change) -> Select[*tuple[Any, ...]]:
    """Return the one entry that its author did something to the comment."""
    said = (literal(change, Text).label("change"), cast(None, Text).label("old"), cast(comment.c.id, Text).label("new"))
    return select(comment.c.author_id, *said)


_words = {"body": bindparam("words", type_=Text), "files": bindparam("links", type_=JSONB)}
_NEW = (
    insert(comments)
    .values(
        team_id=bindparam("team"),
        incident_id=bindparam("incident"),
        author_id=bindparam("author"),
        channel=bindparam("place"),
        ts=bindparam("message"),
        created_at=bindparam("said_at"),
        edited_at=bindparam("words_at"),
        deleted_at=bindparam("gone_at"),
        **_words,
    )
    .on_conflict_do_nothing(index_elements=["team_id", "channel", "ts"])
    .returning(comments.c.id)
)
_said = _NEW.cte("said")
_told = (
    func.unnest(*(bindparam(name, type_=ARRAY(Text)) for name in ("changes", "olds", "news")))
    .table_valued("change", "old", "new", with_ordinality="position")
    .render_derived("told")
)
_about_it = case((_told.c.change == Change.COMMENTED, cast(_said.c.id, Text)), else_=_told.c.new)
_entries = (
    select(bindparam("author", type_=Text).label("actor"), _told.c.change, _told.c.old, _about_it.label("new"))
    .select_from(_said.join(_told, true()))
    .order_by(_told.c.position)
)
_ADD = prepared(select(_said.c.id).add_cte(_history_of(_entries).cte("entries")))

_there = and_(
    comments.c.team_id == bindparam("team"),
    comments.c.channel == bindparam("place"),
    comments.c.ts == bindparam("message"),
)
_stands = and_(_there, comments.c.deleted_at.is_(None))
_is_older = or_(comments.c.edited_at.is_(None), comments.c.edited_at < bindparam("words_at"))
_has_other_words = tuple_(comments.c.body, comments.c.files).is_distinct_from(tuple_(*_words.values()))
_was = (
    select(comments.c.id, comments.c.author_id, _has_other_words.label("differs")).where(_stands, _is_older).cte("was")
)
_edited = (
    update(comments).where(comments.c.id == _was.c.id).values(edited_at=bindparam("words_at"), **_words).cte("edited")
)
_EDIT = (
    select(_was.c.id)
    .where(_was.c.differs)
    .add_cte(_edited, _history_of(_entry_on(_was, Change.COMMENT_EDITED).where(_was.c.differs)).cte("entries"))
)
_gone = (
    update(comments)
    .where(_stands)
    .values(deleted_at=bindparam("told_at"))
    .returning(comments.c.id, comments.c.author_id)
    .cte("gone")
)
_DELETE = select(_gone.c.id).add_cte(_history_of(_entry_on(_gone, Change.COMMENT_DELETED)).cte("entries"))
_SET_PLACE = prepared(
    update(comments)
    .where(comments.c.id == bindparam("comment"), comments.c.ts.is_(None))
    .values(channel=bindparam("place"), ts=bindparam("message"))
)


class SaidBefore(LookupError):
    """The message is on record already: as a comment, or as one that was deleted before it was heard."""


def add(
    tx: Connection,
    incident: Incident,
    body: str,
    *,
    author_id: str,
    at: datetime,
    files: tuple[File, ...] = (),
    place: Place | None = None,
    told: Sequence[HistoryEntry] = (),
) -> Comment:
    """Store a comment, and append what history tells of it in the same statement; raise SaidBefore.

    A reply was said where and when `place` says. An entry that something was commented gets the comment's id.
    """
    values = _comment(incident, body, author_id=author_id, at=at, files=files, place=place)
    entries = {
        "told_at": at,
        "changes": [entry.change for entry in told],
        "olds": [entry.old for entry in told],
        "news": [entry.new for entry in told],
    }
    comment_id = tx.execute(_ADD, values | entries).scalar_one_or_none()
    if comment_id is None:
        raise SaidBefore
    return Comment(
        id=comment_id,
        incident_id=incident.id,
        author_id=author_id,
        body=body,
        files=files,
        created_at=values["said_at"],
    )


def keep_away(tx: Connection, incident: Incident, *, author_id: str, at: datetime, place: Place) -> None:
    """Record that a reply was deleted which was not heard yet, without its words; raise SaidBefore."""
    values = _comment(incident, "(deleted)", author_id=author_id, at=at, files=(), place=place)
    if tx.execute(_NEW, values | {"gone_at": at}).first() is None:
        raise SaidBefore


def edit(tx: Connection, incident: Incident, body: str, *, at: datetime, files: tuple[File, ...], place: Place) -> bool:
    """Give the comment the words it got at `place.edited_at`, unless it has newer ones; tell whether they differ."""
    words = {"words": body, "links": [asdict(file) for file in files], "words_at": place.edited_at}
    return tx.execute(_EDIT, words | _found_at(incident, place, at=at)).first() is not None


def remove(tx: Connection, incident: Incident, *, at: datetime, place: Place) -> bool:
    """Delete the comment that was said there; tell whether there was one."""
    return tx.execute(_DELETE, _found_at(incident, place, at=at)).first() is not None


def set_place(tx: Connection, comment_id: int, *, channel: str, ts: str) -> None:
    """Remember which message of ours says the comment."""
    tx.execute(_SET_PLACE, {"comment": comment_id, "place": channel, "message": ts})


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


def _comment(
    incident: Incident, body: str, *, author_id: str, at: datetime, files: tuple[File, ...], place: Place | None
) -> dict[str, Any]:
    return {
        "team": incident.team_id,
        "incident": incident.id,
        "author": author_id,
        "words": body,
        "links": [asdict(file) for file in files],
        "place": place.channel if place else None,
        "message": place.ts if place else None,
        "said_at": place.at if place else at,
        "words_at": place.edited_at if place else None,
        "gone_at": None,
    }


def _found_at(incident: Incident, place: Place, *, at: datetime) -> dict[str, Any]:
    return {
        "team": incident.team_id,
        "incident": incident.id,
        "told_at": at,
        "place": place.channel,
        "message": place.ts,
    }
