"""How an incident is read: one row with its service and categories."""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, false, func, select, true

from storage.records import Category, Incident, Priority, Service, Severity, Source, Status, in_order
from storage.tables import categories, incident_categories, incidents, services

_CATEGORIES = (
    select(func.json_agg(func.json_build_array(categories.c.id, categories.c.name)))
    .select_from(incident_categories.join(categories, categories.c.id == incident_categories.c.category_id))
    .where(incident_categories.c.incident_id == incidents.c.id)
    .scalar_subquery()
)

ANY_INCIDENT: Select[*tuple[Any, ...]] = select(
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
    incidents.c.source_channel,
    incidents.c.source_ts,
    incidents.c.created_at,
    incidents.c.updated_at,
    incidents.c.acknowledged_at,
    incidents.c.mitigated_at,
    incidents.c.resolved_at,
    incidents.c.deleted_at,
    incidents.c.deleted_by,
    incidents.c.last_activity_at,
    incidents.c.update_due_at,
    incidents.c.card_channel,
    incidents.c.card_ts,
    func.coalesce(incidents.c.last_reminder_at >= incidents.c.last_activity_at, false()).label("is_reminded"),
    incidents.c.reminders_stopped,
    incidents.c.service_id,
    services.c.name.label("service_name"),
    _CATEGORIES.label("categories"),
).select_from(incidents.outerjoin(services, services.c.id == incidents.c.service_id))
INCIDENT = ANY_INCIDENT.where(incidents.c.deleted_at.is_(None))


def unresolved(team_id: str, reporter_id: str | None) -> ColumnElement[bool]:
    """Return the condition of what is unresolved in a workspace, of one reporter or of all."""
    return and_(
        incidents.c.team_id == team_id,
        incidents.c.deleted_at.is_(None),
        incidents.c.status != Status.RESOLVED,
        true() if reporter_id is None else incidents.c.reporter_id == reporter_id,
    )


def from_row(row: RowMapping | dict[str, Any]) -> Incident:
    """Make an Incident of a row."""
    values = dict(row)
    service_id, service_name = values.pop("service_id"), values.pop("service_name")
    values["service"] = Service(id=service_id, name=service_name) if service_id else None
    values["categories"] = in_order(Category(id=id_, name=name) for id_, name in values["categories"] or ())
    values["severity"] = Severity(values["severity"])
    values["status"] = Status(values["status"])
    channel, ts = values.pop("source_channel"), values.pop("source_ts")
    values["source"] = Source(channel=channel, ts=ts) if channel else None
    values["own_priority"] = Priority(values["own_priority"]) if values["own_priority"] else None
    return Incident(**values)
