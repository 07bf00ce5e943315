"""Queries on whole incidents: streamed out with all that belongs to them, and stored with the life they had."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    ScalarSelect,
    Table,
    and_,
    any_,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from storage import choices
from storage.incidents import selected
from storage.incidents.rows import INCIDENT, from_row
from storage.records import Change, Comment, Dossier, File, HistoryEntry, Incident, Life, Selection
from storage.tables import comments, history, incident_categories, incidents, people
from storage.tables.columns import TIMESTAMP

_ALL = Selection()
FETCHED_AT_ONCE = 500
"""Rows that are in memory together, however many there are."""
_EXTRA = ("reporter", "assignee", "comment_count", "history_count", "comments", "history")
"""What a row has beside the incident's own columns."""


def _name_of(person_id: ColumnElement[Any], label: str) -> Any:
    name = select(people.c.name).where(people.c.team_id == incidents.c.team_id, people.c.id == person_id)
    return name.correlate(incidents, comments, history).scalar_subquery().label(label)


_its_comments = and_(comments.c.incident_id == incidents.c.id, comments.c.deleted_at.is_(None))
_its_history = history.c.incident_id == incidents.c.id


def _of_incident(value: ColumnElement[Any], condition: ColumnElement[bool], label: str) -> Any:
    found: ScalarSelect[Any] = select(value).where(condition).correlate(incidents).scalar_subquery()
    return found.label(label)


_COUNTS = INCIDENT.add_columns(
    _name_of(incidents.c.reporter_id, "reporter"),
    _name_of(incidents.c.assignee_id, "assignee"),
    _of_incident(func.count(comments.c.id), _its_comments, "comment_count"),
    _of_incident(func.count(history.c.id), _its_history, "history_count"),
)
_comment = func.json_build_array(
    comments.c.id,
    comments.c.author_id,
    _name_of(comments.c.author_id, "name"),
    comments.c.created_at,
    comments.c.body,
    comments.c.files,
)
_entry = func.json_build_array(
    history.c.id,
    history.c.actor_id,
    _name_of(history.c.actor_id, "name"),
    history.c.at,
    history.c.change,
    history.c.old,
    history.c.new,
)
_DETAILS = _COUNTS.add_columns(
    _of_incident(
        func.json_agg(aggregate_order_by(_comment, comments.c.created_at, comments.c.id)), _its_comments, "comments"
    ),
    _of_incident(func.json_agg(aggregate_order_by(_entry, history.c.id)), _its_history, "history"),
)


def stream(
    tx: Connection, team_id: str, selection: Selection = _ALL, *, is_sorted: bool = False, with_details: bool = False
) -> Iterator[Dossier]:
    """Give the incidents that are selected, in the order that is, or else by number, as they were at one moment.

    Whoever reads them may take a long time.
    """
    tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    order = selected.order(selection) if is_sorted else [incidents.c.number]
    query = (_DETAILS if with_details else _COUNTS).where(*selected.conditions(team_id, selection))
    found = tx.execute(query.order_by(*order), execution_options={"yield_per": FETCHED_AT_ONCE})
    for row in found.mappings():
        yield _dossier(dict(row))


def exist(tx: Connection, team_id: str, selection: Selection = _ALL) -> bool:
    """Tell whether there are incidents, of those that are selected, that were not deleted."""
    query = select(incidents.c.id).where(*selected.conditions(team_id, selection))
    return tx.execute(query.limit(1)).first() is not None


def opened_at(tx: Connection, team_id: str, moments: Sequence[datetime]) -> dict[tuple[str, datetime], int]:
    """Return the numbers of the incidents opened at these very moments, by title and moment."""
    at_one = incidents.c.created_at == any_(literal(list(moments), ARRAY(TIMESTAMP)))
    query = select(incidents.c.title, incidents.c.created_at, incidents.c.number).where(
        incidents.c.team_id == team_id, at_one, incidents.c.deleted_at.is_(None)
    )
    return {(row.title, row.created_at): row.number for row in tx.execute(query)}


def add(tx: Connection, team_id: str, lives: Sequence[Life]) -> list[int]:
    """Store incidents with their history and comments, in as many statements for many as for one; return their ids.

    Nobody is told of them.
    """
    if not lives:
        return []
    ids = _add_incidents(tx, team_id, [life.incident for life in lives])
    entries = [(id_, entry) for id_, life in zip(ids, lives, strict=True) for entry in life.happened]
    said = [(id_, entry) for id_, entry in entries if entry.change is Change.COMMENTED]
    comment_ids = iter(_add_comments(tx, team_id, said))
    rows = [
        {
            "team_id": team_id,
            "incident_id": id_,
            "at": entry.at,
            "actor_id": entry.actor_id,
            "change": entry.change,
            "old": entry.old,
            "new": str(next(comment_ids)) if entry.change is Change.COMMENTED else entry.new,
        }
        for id_, entry in entries
    ]
    if rows:
        tx.execute(insert(history), rows)
    return ids


def count_anew(tx: Connection) -> None:
    """Have the planner know how much there is, after much was stored: autovacuum comes up to a minute later.

    Until then it takes the tables for nearly empty, and searches run into the time they may take.
    """
    tx.execute(text("ANALYZE incidents, comments, history, incident_categories, services, categories"))


def _add_incidents(tx: Connection, team_id: str, lived: Sequence[Incident]) -> list[int]:
    """Store the rows alone and return their ids, in this order."""
    services = choices.service_ids(tx, team_id, sorted({one.service.name for one in lived if one.service}))
    labels = choices.category_ids(tx, team_id, sorted({label.name for one in lived for label in one.categories}))
    ids = _stored(tx, incidents, [_row(team_id, one, services) for one in lived])
    chosen = {(id_, labels[label.name]) for id_, one in zip(ids, lived, strict=True) for label in one.categories}
    if chosen:
        rows = [{"team_id": team_id, "incident_id": id_, "category_id": label} for id_, label in sorted(chosen)]
        tx.execute(insert(incident_categories), rows)
    return ids


def _add_comments(tx: Connection, team_id: str, said: Sequence[tuple[int, HistoryEntry]]) -> list[int]:
    rows = [
        {
            "team_id": team_id,
            "incident_id": id_,
            "author_id": entry.actor_id,
            "body": entry.said,
            "created_at": entry.at,
        }
        for id_, entry in said
    ]
    return _stored(tx, comments, rows)


def _stored(tx: Connection, table: Table[Any], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    if not rows:
        return []
    return list(tx.execute(insert(table).returning(table.c.id, sort_by_parameter_order=True), rows).scalars())


def _row(team_id: str, incident: Incident, services: Mapping[str, int]) -> dict[str, Any]:
    return {
        "team_id": team_id,
        "number": incident.number,
        "title": incident.title,
        "summary": incident.summary,
        "severity": incident.severity,
        "own_priority": incident.own_priority,
        "status": incident.status,
        "service_id": services[incident.service.name] if incident.service else None,
        "reporter_id": incident.reporter_id,
        "assignee_id": incident.assignee_id,
        "created_at": incident.created_at,
        "updated_at": incident.updated_at,
        "acknowledged_at": incident.acknowledged_at,
        "mitigated_at": incident.mitigated_at,
        "resolved_at": incident.resolved_at,
        "last_activity_at": incident.last_activity_at,
        "update_due_at": incident.update_due_at,
    }


def _dossier(values: dict[str, Any]) -> Dossier:
    extra = {name: values.pop(name, None) for name in _EXTRA}
    incident = from_row(values)
    said, happened = extra["comments"] or [], extra["history"] or []
    named = [(incident.reporter_id, extra["reporter"]), (incident.assignee_id, extra["assignee"])]
    named += [(row[1], row[2]) for row in (*said, *happened)]
    return Dossier(
        incident=incident,
        names={person_id: name for person_id, name in named if person_id},
        comment_count=extra["comment_count"],
        history_count=extra["history_count"],
        comments=tuple(_comment_of(incident, row) for row in said),
        history=tuple(_entry_of(row) for row in happened),
    )


def _comment_of(incident: Incident, row: Sequence[Any]) -> Comment:
    id_, author_id, _, at, body, kept = row
    return Comment(
        id=id_,
        incident_id=incident.id,
        author_id=author_id,
        body=body,
        files=tuple(File(**file) for file in kept),
        created_at=datetime.fromisoformat(at),
    )


def _entry_of(row: Sequence[Any]) -> HistoryEntry:
    id_, actor_id, _, at, change, old, new = row
    return HistoryEntry(
        id=id_, actor_id=actor_id, at=datetime.fromisoformat(at), change=Change(change), old=old, new=new
    )
