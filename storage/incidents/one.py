"""Queries on one incident: created, read, locked, saved."""

from collections.abc import Sequence

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Connection,
    Text,
    Update,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    true,
    update,
)

from storage.incidents.rows import ANY_INCIDENT, from_row
from storage.prepared import prepared
from storage.records import Category, HistoryEntry, Incident, NewIncident, Status, in_order
from storage.tables import counters, history, incident_categories, incidents


class IncidentNotFound(LookupError):
    """No such number in this workspace, or it was deleted."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no #{number} here.")
        self.number = number


_NEVER_GIVEN = 2**31
"""The least number that is too large."""
_of_number = and_(incidents.c.team_id == bindparam("team"), incidents.c.number == bindparam("number", type_=BigInteger))
_BY_NUMBER = prepared(ANY_INCIDENT.where(_of_number))
_LOCK = prepared(select(incidents.c.id).where(_of_number).with_for_update(key_share=True))
_BY_ID = prepared(
    ANY_INCIDENT.where(incidents.c.team_id == bindparam("team"), incidents.c.id == bindparam("id", type_=BigInteger))
)

_taken = (
    update(counters)
    .where(counters.c.team_id == bindparam("team"))
    .values(next_number=counters.c.next_number + 1)
    .returning((counters.c.next_number - 1).label("number"))
    .cte("taken")
)
_NEW_COLUMNS = (
    "team_id", "title", "summary", "severity", "own_priority", "status", "service_id", "reporter_id", "assignee_id",
    "opened_in", "source_channel", "source_ts", "created_at", "updated_at", "last_activity_at", "next_reminder_at",
)  # fmt: skip
_created = (
    insert(incidents)
    .from_select(
        ["number", *_NEW_COLUMNS],
        select(
            _taken.c.number,
            *(bindparam(f"new_{name}", type_=incidents.c[name].type) for name in _NEW_COLUMNS),
        ),
    )
    .returning(incidents.c.id, incidents.c.number)
    .cte("created")
)
_told = (
    func.unnest(*(bindparam(name, type_=ARRAY(Text)) for name in ("changes", "olds", "news")))
    .table_valued("change", "old", "new", with_ordinality="position")
    .render_derived("told")
)
_entries = (
    select(
        bindparam("team", type_=Text),
        _created.c.id,
        bindparam("new_created_at", type_=history.c.at.type),
        bindparam("new_reporter_id", type_=Text),
        _told.c.change,
        _told.c.old,
        _told.c.new,
    )
    .select_from(_created.join(_told, true()))
    .order_by(_told.c.position)
)
_CREATE = prepared(
    select(_created.c.id, _created.c.number).add_cte(
        insert(history)
        .from_select(["team_id", "incident_id", "at", "actor_id", "change", "old", "new"], _entries)
        .cte("entries")
    )
)

_SAVED = (
    "title", "summary", "severity", "own_priority", "status", "assignee_id", "updated_at", "acknowledged_at",
    "mitigated_at", "resolved_at", "deleted_at", "deleted_by", "last_activity_at", "update_due_at", "reminders_stopped",
)  # fmt: skip


def _saving() -> Update:
    """Return what stores an incident.

    The clock looks at it again, to find out when its next reminder comes; activity begins reminders anew. Another
    severity, another assignee and reopening end what was put off.
    """
    table = incidents.c
    new = {
        name: bindparam(f"new_{name}", type_=table[name].type) for name in (*_SAVED, "service_id", "next_reminder_at")
    }
    is_reopened = and_(table.status == Status.RESOLVED, not_(bindparam("is_over", type_=Boolean)))
    has_another = table.assignee_id.is_distinct_from(new["assignee_id"])
    ends_snooze = or_(table.severity != new["severity"], has_another, is_reopened)
    is_activity = table.last_activity_at != new["last_activity_at"]
    return (
        update(incidents)
        .where(table.team_id == bindparam("team"), table.id == bindparam("incident", type_=BigInteger))
        .values(
            **new,
            reminders_sent=case((is_activity, 0), else_=table.reminders_sent),
            reminder_moved_to=case((ends_snooze, None), else_=table.reminder_moved_to),
            reminder_moved_at=case((ends_snooze, None), else_=table.reminder_moved_at),
        )
    )


_SAVE = prepared(_saving())
_SET_CARD = prepared(
    update(incidents)
    .where(incidents.c.id == bindparam("incident", type_=BigInteger))
    .values(card_channel=bindparam("place"), card_ts=bindparam("message"))
)


def numbered(team_id: str, number: int) -> dict[str, object]:
    """Return what finds the incident of a number, however large a number somebody types."""
    return {"team": team_id, "number": min(number, _NEVER_GIVEN)}


def create(tx: Connection, new: NewIncident, told: Sequence[HistoryEntry] = ()) -> Incident:
    """Store an incident under the workspace's next number, and what history tells of it in the same statement.

    Locks the workspace's counter until the transaction ends: everything that can be done before, should be.
    """
    values = {
        "team_id": new.team_id,
        "title": new.title,
        "summary": new.summary,
        "severity": new.severity,
        "own_priority": new.own_priority,
        "status": Status.OPEN,
        "service_id": new.service.id if new.service else None,
        "reporter_id": new.reporter_id,
        "assignee_id": new.assignee_id,
        "opened_in": new.opened_in,
        "source_channel": new.source.channel if new.source else None,
        "source_ts": new.source.ts if new.source else None,
        "created_at": new.created_at,
        "updated_at": new.created_at,
        "last_activity_at": new.created_at,
        "next_reminder_at": new.created_at,
    }
    entries = {
        "changes": [entry.change for entry in told],
        "olds": [entry.old for entry in told],
        "news": [entry.new for entry in told],
    }
    columns = {f"new_{name}": value for name, value in values.items()}
    row = tx.execute(_CREATE, {"team": new.team_id} | columns | entries).one()
    _categorise(tx, new.team_id, row.id, new.categories)
    return _as_created(new, id_=row.id, number=row.number)


def get(tx: Connection, team_id: str, number: int) -> Incident:
    """Return the incident; raise IncidentNotFound, also for one that was deleted."""
    incident = get_even_deleted(tx, team_id, number)
    if incident.is_deleted:
        raise IncidentNotFound(number)
    return incident


def get_even_deleted(tx: Connection, team_id: str, number: int) -> Incident:
    """Return the incident, deleted or not; raise IncidentNotFound."""
    row = tx.execute(_BY_NUMBER, numbered(team_id, number)).mappings().one_or_none()
    if row is None:
        raise IncidentNotFound(number)
    return from_row(row)


def lock(tx: Connection, team_id: str, number: int) -> Incident:
    """Return the incident, locked until the transaction ends; raise IncidentNotFound, also for one that was deleted.

    It is read once it is locked: one statement that waited would show its new row beside an old service and categories.
    """
    _lock(tx, team_id, number)
    return get(tx, team_id, number)


def lock_even_deleted(tx: Connection, team_id: str, number: int) -> Incident:
    """Return the incident, deleted or not, locked until the transaction ends; raise IncidentNotFound."""
    _lock(tx, team_id, number)
    return get_even_deleted(tx, team_id, number)


def _lock(tx: Connection, team_id: str, number: int) -> None:
    if tx.execute(_LOCK, numbered(team_id, number)).first() is None:
        raise IncidentNotFound(number)


def get_by_id(tx: Connection, team_id: str, incident_id: int) -> Incident | None:
    """Return the workspace's incident, deleted or not; None when it was purged since its id was noted."""
    row = tx.execute(_BY_ID, {"team": team_id, "id": incident_id}).mappings().one_or_none()
    return from_row(row) if row else None


def save(tx: Connection, incident: Incident) -> None:
    """Store what this transaction made of an incident it has locked; card and categories have their own functions."""
    is_over = incident.is_resolved or incident.is_deleted
    values = {name: getattr(incident, name) for name in _SAVED}
    values["service_id"] = incident.service.id if incident.service else None
    values["next_reminder_at"] = None if is_over else incident.updated_at
    new = {f"new_{name}": value for name, value in values.items()}
    tx.execute(_SAVE, {"team": incident.team_id, "incident": incident.id, "is_over": is_over} | new)


def set_categories(tx: Connection, incident: Incident) -> None:
    """Store the categories of an incident this transaction has locked."""
    tx.execute(delete(incident_categories).where(incident_categories.c.incident_id == incident.id))
    _categorise(tx, incident.team_id, incident.id, incident.categories)


def set_card(tx: Connection, incident_id: int, *, channel: str, ts: str) -> None:
    """Remember where the card is."""
    tx.execute(_SET_CARD, {"incident": incident_id, "place": channel, "message": ts})


def _as_created(new: NewIncident, *, id_: int, number: int) -> Incident:
    return Incident(
        id=id_,
        number=number,
        team_id=new.team_id,
        title=new.title,
        summary=new.summary,
        severity=new.severity,
        own_priority=new.own_priority,
        status=Status.OPEN,
        service=new.service,
        categories=in_order(new.categories),
        reporter_id=new.reporter_id,
        assignee_id=new.assignee_id,
        opened_in=new.opened_in,
        created_at=new.created_at,
        updated_at=new.created_at,
        acknowledged_at=None,
        mitigated_at=None,
        resolved_at=None,
        deleted_at=None,
        deleted_by=None,
        last_activity_at=new.created_at,
        update_due_at=None,
        card_channel=None,
        card_ts=None,
        source=new.source,
    )


def _categorise(tx: Connection, team_id: str, incident_id: int, chosen: tuple[Category, ...]) -> None:
    if chosen:
        rows = [{"team_id": team_id, "incident_id": incident_id, "category_id": category.id} for category in chosen]
        tx.execute(insert(incident_categories), rows)
