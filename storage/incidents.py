"""Queries on incidents."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    RowMapping,
    Select,
    bindparam,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from storage.records import (
    Category,
    Incident,
    NewIncident,
    Priority,
    Service,
    Severity,
    Status,
)
from storage.tables import categories, counters, incident_categories, incidents, services


class IncidentNotFound(LookupError):
    """No such number in this workspace, or it was deleted."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no #{number} here.")
        self.number = number


_CATEGORIES = (
    select(
        func.json_agg(
            aggregate_order_by(func.json_build_array(categories.c.id, categories.c.name), func.lower(categories.c.name))
        )
    )
    .select_from(incident_categories.join(categories, categories.c.id == incident_categories.c.category_id))
    .where(incident_categories.c.incident_id == incidents.c.id)
    .scalar_subquery()
)

_INCIDENT: Select[*tuple[Any, ...]] = (
    select(
        incidents.c.id,
        incidents.c.team_id,
        incidents.c.number,
        incidents.c.title,
        incidents.c.summary,
        incidents.c.severity,
        incidents.c.own_priority,
        incidents.c.status,
        incidents.c.reporter_id,
        incidents.c.assignee_id,
        incidents.c.opened_in,
        incidents.c.created_at,
        incidents.c.updated_at,
        incidents.c.acknowledged_at,
        incidents.c.mitigated_at,
        incidents.c.resolved_at,
        incidents.c.last_activity_at,
        incidents.c.card_channel,
        incidents.c.card_ts,
        incidents.c.service_id,
        services.c.name.label("service_name"),
        _CATEGORIES.label("categories"),
    )
    .select_from(incidents.outerjoin(services, services.c.id == incidents.c.service_id))
    .where(incidents.c.deleted_at.is_(None))
)

_BY_NUMBER = _INCIDENT.where(
    incidents.c.team_id == bindparam("team"), incidents.c.number == bindparam("number", type_=Integer)
)
_LOCK = (
    select(incidents.c.id)
    .where(
        incidents.c.team_id == bindparam("team"),
        incidents.c.number == bindparam("number", type_=Integer),
        incidents.c.deleted_at.is_(None),
    )
    .with_for_update()
)
_BY_ID = _INCIDENT.where(incidents.c.id == bindparam("id", type_=BigInteger))

_taken = (
    update(counters)
    .where(counters.c.team_id == bindparam("team"))
    .values(next_number=counters.c.next_number + 1)
    .returning((counters.c.next_number - 1).label("number"))
    .cte("taken")
)
_NEW_COLUMNS = (
    "team_id", "title", "summary", "severity", "own_priority", "status", "service_id", "reporter_id", "assignee_id",
    "opened_in", "created_at", "updated_at", "last_activity_at",
)  # fmt: skip
_CREATE = (
    insert(incidents)
    .from_select(
        ["number", *_NEW_COLUMNS],
        select(
            _taken.c.number,
            *(bindparam(f"new_{name}", type_=incidents.c[name].type) for name in _NEW_COLUMNS),
        ),
    )
    .returning(incidents.c.id, incidents.c.number)
)


def create(tx: Connection, new: NewIncident) -> Incident:
    """Store an incident under the workspace's next number.

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
        "created_at": new.created_at,
        "updated_at": new.created_at,
        "last_activity_at": new.created_at,
    }
    row = tx.execute(_CREATE, {"team": new.team_id, **{f"new_{name}": value for name, value in values.items()}}).one()
    _categorise(tx, new.team_id, row.id, new.categories)
    return _as_created(new, id_=row.id, number=row.number)


def get(tx: Connection, team_id: str, number: int) -> Incident:
    """Return the incident; raise IncidentNotFound."""
    row = tx.execute(_BY_NUMBER, {"team": team_id, "number": number}).mappings().one_or_none()
    if row is None:
        raise IncidentNotFound(number)
    return _incident(row)


def lock(tx: Connection, team_id: str, number: int) -> Incident:
    """Return the incident, locked until the transaction ends; raise IncidentNotFound.

    It is read once it is locked: one statement that waited would show its new row beside an old service and categories.
    """
    if tx.execute(_LOCK, {"team": team_id, "number": number}).first() is None:
        raise IncidentNotFound(number)
    return get(tx, team_id, number)


def get_by_id(tx: Connection, incident_id: int) -> Incident | None:
    """Return the incident, or None when it was deleted since its id was noted."""
    row = tx.execute(_BY_ID, {"id": incident_id}).mappings().one_or_none()
    return _incident(row) if row else None


def save(tx: Connection, incident: Incident) -> None:
    """Store what this transaction made of an incident it has locked; the card is `set_card`'s."""
    tx.execute(
        update(incidents)
        .where(incidents.c.id == incident.id)
        .values(
            title=incident.title,
            summary=incident.summary,
            severity=incident.severity,
            own_priority=incident.own_priority,
            status=incident.status,
            service_id=incident.service.id if incident.service else None,
            assignee_id=incident.assignee_id,
            updated_at=incident.updated_at,
            acknowledged_at=incident.acknowledged_at,
            mitigated_at=incident.mitigated_at,
            resolved_at=incident.resolved_at,
            last_activity_at=incident.last_activity_at,
        )
    )


def set_card(tx: Connection, incident_id: int, *, channel: str, ts: str) -> None:
    """Remember where the card is."""
    tx.execute(update(incidents).where(incidents.c.id == incident_id).values(card_channel=channel, card_ts=ts))


def newest(
    tx: Connection,
    team_id: str,
    *,
    limit: int,
    before: tuple[datetime, int] | None = None,
    reporter_id: str | None = None,
) -> list[Incident]:
    """Return incidents, newest first, after the one whose (created_at, id) is `before`."""
    query = _INCIDENT.where(incidents.c.team_id == team_id)
    if reporter_id is not None:
        query = query.where(incidents.c.reporter_id == reporter_id)
    if before is not None:
        query = query.where(tuple_(incidents.c.created_at, incidents.c.id) < tuple_(*map(literal, before)))
    query = query.order_by(incidents.c.created_at.desc(), incidents.c.id.desc()).limit(limit)
    return [_incident(row) for row in tx.execute(query).mappings()]


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
        categories=tuple(sorted(new.categories, key=lambda category: category.name.lower())),
        reporter_id=new.reporter_id,
        assignee_id=new.assignee_id,
        opened_in=new.opened_in,
        created_at=new.created_at,
        updated_at=new.created_at,
        acknowledged_at=None,
        mitigated_at=None,
        resolved_at=None,
        last_activity_at=new.created_at,
        card_channel=None,
        card_ts=None,
    )


def _categorise(tx: Connection, team_id: str, incident_id: int, chosen: tuple[Category, ...]) -> None:
    if chosen:
        rows = [{"team_id": team_id, "incident_id": incident_id, "category_id": category.id} for category in chosen]
        tx.execute(insert(incident_categories), rows)


def _incident(row: RowMapping) -> Incident:
    values = dict(row)
    service_id, service_name = values.pop("service_id"), values.pop("service_name")
    values["service"] = Service(id=service_id, name=service_name) if service_id else None
    values["categories"] = tuple(Category(id=id_, name=name) for id_, name in values["categories"] or ())
    values["severity"] = Severity(values["severity"])
    values["status"] = Status(values["status"])
    values["own_priority"] = Priority(values["own_priority"]) if values["own_priority"] else None
    return Incident(**values)
