"""Queries on reminders: where those of an incident stand, and which incidents the clock is to look at again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    update,
)

from storage.incidents.one import IncidentNotFound, numbered
from storage.incidents.rows import ANY_INCIDENT, from_row, unresolved
from storage.prepared import prepared
from storage.records import Incident, Reminders, Severity
from storage.tables import incidents

_STATE = (
    incidents.c.reminders_sent.label("sent"),
    incidents.c.last_reminder_at.label("last_at"),
    incidents.c.reminder_moved_to.label("moved_to"),
    incidents.c.reminder_moved_at.label("moved_at"),
)
_NAMES = [column.name for column in _STATE]
_of_number = and_(incidents.c.team_id == bindparam("team"), incidents.c.number == bindparam("number", type_=BigInteger))
_with_state: Select[*tuple[Any, ...]] = ANY_INCIDENT.add_columns(*_STATE)
_of_id = and_(incidents.c.team_id == bindparam("team"), incidents.c.id == bindparam("incident", type_=BigInteger))
_BY_ID = prepared(_with_state.where(_of_id))
_BY_NUMBER = prepared(_with_state.where(_of_number))
_LOCK = prepared(
    select(incidents.c.id).where(_of_number, incidents.c.deleted_at.is_(None)).with_for_update(key_share=True)
)
_GET = prepared(select(*_STATE).where(incidents.c.id == bindparam("incident", type_=BigInteger)))
_SAVE = prepared(
    update(incidents)
    .where(_of_id)
    .values(
        reminders_sent=bindparam("new_sent"),
        last_reminder_at=bindparam("new_last_at"),
        reminder_moved_to=bindparam("new_moved_to"),
        reminder_moved_at=bindparam("new_moved_at"),
        reminders_stopped=bindparam("new_reminders_stopped"),
        next_reminder_at=bindparam("next_at"),
        updated_at=bindparam("new_updated_at"),
        acknowledged_at=bindparam("new_acknowledged_at"),
    )
)


def get(tx: Connection, incident: Incident) -> Reminders:
    """Return how far the reminders of an incident have come."""
    return Reminders(**tx.execute(_GET, {"incident": incident.id}).mappings().one())


def of_claimed(tx: Connection, team_id: str, incident_id: int) -> tuple[Incident, Reminders]:
    """Return an incident, deleted or not, that this transaction has claimed, with its reminders."""
    return _both(tx.execute(_BY_ID, {"team": team_id, "incident": incident_id}).mappings().one())


def lock(tx: Connection, team_id: str, number: int) -> tuple[Incident, Reminders]:
    """Return the incident with its reminders, locked until the transaction ends.

    Raise IncidentNotFound, also for one that was deleted.
    """
    of_number = numbered(team_id, number)
    if tx.execute(_LOCK, of_number).first() is None:
        raise IncidentNotFound(number)
    return _both(tx.execute(_BY_NUMBER, of_number).mappings().one())


def save(tx: Connection, incident: Incident, reminders: Reminders, *, next_at: datetime | None) -> None:
    """Store what this transaction made of the reminders of an incident it has locked, and when to look at it next.

    Of the incident, that somebody has seen it is stored with them, and whether they stopped its reminders.
    """
    changed = ("updated_at", "acknowledged_at", "reminders_stopped")
    values = {f"new_{name}": getattr(incident, name) for name in changed}
    values |= {f"new_{name}": getattr(reminders, name) for name in _NAMES}
    tx.execute(_SAVE, {"team": incident.team_id, "incident": incident.id, "next_at": next_at, **values})


def look_again(
    tx: Connection, team_id: str, *, now: datetime, limit: int, after: int = 0, people: Collection[str] | None = None
) -> int | None:
    """Have the clock look at unresolved incidents now: at all of them, or at what these people have.

    Begins behind the incident of id `after`; return where to go on, None when that was all. Whatever somebody holds is
    passed over: what they make of it is looked at anyway.
    """
    whose = true() if people is None else incidents.c.assignee_id.in_(people)
    chosen = (
        select(incidents.c.id)
        .where(unresolved(team_id, None), incidents.c.id > after, whose)
        .where(or_(incidents.c.next_reminder_at.is_(None), incidents.c.next_reminder_at > now))
        .order_by(incidents.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    looked = (
        update(incidents)
        .where(incidents.c.id.in_(chosen))
        .values(next_reminder_at=now)
        .returning(incidents.c.id)
        .cte("looked")
    )
    last, number = tx.execute(select(func.max(looked.c.id), func.count())).one()
    return last if number == limit else None


def last_sent(tx: Connection, *, limit: int) -> list[tuple[str, int, datetime, int]]:
    """Return what was reminded of last, of all workspaces: workspace, number, when, and which time it was."""
    columns = (incidents.c.team_id, incidents.c.number, incidents.c.last_reminder_at, incidents.c.reminders_sent)
    query = select(*columns).where(incidents.c.last_reminder_at.is_not(None))
    found = tx.execute(query.order_by(incidents.c.last_reminder_at.desc(), incidents.c.id).limit(limit)).all()
    return [(row.team_id, row.number, row.last_reminder_at, row.reminders_sent) for row in found]


def facts(tx: Connection, ids: Collection[int]) -> dict[int, tuple[int, Severity]]:
    """Return the numbers and severities of incidents, by id."""
    query = select(incidents.c.id, incidents.c.number, incidents.c.severity).where(incidents.c.id.in_(ids))
    return {row.id: (row.number, Severity(row.severity)) for row in tx.execute(query)}


def _both(row: RowMapping) -> tuple[Incident, Reminders]:
    values = dict(row)
    reminders = Reminders(**{name: values.pop(name) for name in _NAMES})
    return from_row(values), reminders
