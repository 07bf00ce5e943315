"""Incidents with their services and categories."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    desc,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.records import Priority, Severity, Status
from storage.tables.columns import SLACK_ID, SLACK_TS, TIMESTAMP, UNDELETED, UNRESOLVED, metadata, one_of


class NamedThingColumns(TypedColumns):
    """A service or a category of a workspace; removing hides it from choices and leaves history alone."""

    id: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    name: Named[str] = Column(Text)
    removed_at: Named[datetime | None] = Column(TIMESTAMP)
    created_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())


services: Table[NamedThingColumns] = Table(
    "services",
    metadata,
    NamedThingColumns,
    CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
    UniqueConstraint("team_id", "id"),
    Index("uq_services_name", "team_id", func.lower(text("name")), unique=True),
)

categories: Table[NamedThingColumns] = Table(
    "categories",
    metadata,
    NamedThingColumns,
    CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
    UniqueConstraint("team_id", "id"),
    Index("uq_categories_name", "team_id", func.lower(text("name")), unique=True),
)


class IncidentColumns(TypedColumns):
    """An incident; everything that happened to it is in history."""

    id: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    number: Named[int] = Column(Integer)
    title: Named[str] = Column(Text)
    summary: Named[str | None] = Column(Text)
    severity: Named[str] = Column(Text)
    own_priority: Named[str | None] = Column(Text)
    priority: Named[str] = Column(Text, Computed("coalesce(own_priority, 'p' || right(severity, 1))", persisted=True))
    status: Named[str] = Column(Text)
    service_id: Named[int | None] = Column(BigInteger)
    reporter_id: Named[str] = Column(SLACK_ID)
    assignee_id: Named[str | None] = Column(SLACK_ID)
    opened_in: Named[str | None] = Column(SLACK_ID)
    source_channel: Named[str | None] = Column(SLACK_ID)
    source_ts: Named[str | None] = Column(SLACK_TS)
    created_at: Named[datetime] = Column(TIMESTAMP)
    updated_at: Named[datetime] = Column(TIMESTAMP)
    acknowledged_at: Named[datetime | None] = Column(TIMESTAMP)
    mitigated_at: Named[datetime | None] = Column(TIMESTAMP)
    resolved_at: Named[datetime | None] = Column(TIMESTAMP)
    deleted_at: Named[datetime | None] = Column(TIMESTAMP)
    last_activity_at: Named[datetime] = Column(TIMESTAMP)
    update_due_at: Named[datetime | None] = Column(TIMESTAMP)
    next_reminder_at: Named[datetime | None] = Column(TIMESTAMP)
    reminders_sent: Named[int] = Column(Integer, server_default="0")
    reminders_stopped: Named[bool] = Column(server_default=text("false"))
    card_channel: Named[str | None] = Column(SLACK_ID)
    card_ts: Named[str | None] = Column(SLACK_TS)
    search: Named[Any] = Column(
        TSVECTOR,
        Computed("to_tsvector('english', title || ' ' || coalesce(summary, ''))", persisted=True),
    )
    deleted_by: Named[str | None] = Column(SLACK_ID)
    last_reminder_at: Named[datetime | None] = Column(TIMESTAMP)
    reminder_moved_to: Named[datetime | None] = Column(TIMESTAMP)
    reminder_moved_at: Named[datetime | None] = Column(TIMESTAMP)


incidents: Table[IncidentColumns] = Table(
    "incidents",
    metadata,
    IncidentColumns,
    UniqueConstraint("team_id", "number"),
    UniqueConstraint("team_id", "id"),
    ForeignKeyConstraint(["team_id", "service_id"], ["services.team_id", "services.id"]),
    ForeignKeyConstraint(["team_id", "reporter_id"], ["people.team_id", "people.id"]),
    ForeignKeyConstraint(["team_id", "assignee_id"], ["people.team_id", "people.id"]),
    ForeignKeyConstraint(["team_id", "deleted_by"], ["people.team_id", "people.id"]),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("length(title) BETWEEN 3 AND 255", name="title_length"),
    CheckConstraint("length(summary) BETWEEN 1 AND 3000", name="summary_length"),
    one_of("severity", Severity),
    one_of("own_priority", Priority),
    one_of("status", Status),
    CheckConstraint("(status = 'resolved') = (resolved_at IS NOT NULL)", name="resolved_at"),
    CheckConstraint("status <> 'mitigated' OR mitigated_at IS NOT NULL", name="mitigated_at"),
    CheckConstraint("status <> 'resolved' OR acknowledged_at IS NOT NULL", name="acknowledged_at"),
    CheckConstraint("(reminder_moved_to IS NULL) = (reminder_moved_at IS NULL)", name="reminder_moved"),
    CheckConstraint("(deleted_at IS NULL) = (deleted_by IS NULL)", name="deleted"),
    CheckConstraint("(card_channel IS NULL) = (card_ts IS NULL)", name="card"),
    CheckConstraint("(source_channel IS NULL) = (source_ts IS NULL)", name="source"),
    CheckConstraint("reminders_sent >= 0", name="reminders_sent"),
    Index("uq_incidents_card", "team_id", "card_channel", "card_ts", unique=True),
    Index("ix_incidents_newest", "team_id", desc("created_at"), desc("id"), postgresql_where=UNDELETED),
    Index("ix_incidents_updated", "team_id", desc("updated_at"), desc("id"), postgresql_where=UNDELETED),
    Index("ix_incidents_unresolved", "team_id", "status", "severity", "id", postgresql_where=UNRESOLVED),
    Index("ix_incidents_resolved", "team_id", desc("resolved_at"), desc("id"), postgresql_where=UNDELETED),
    Index("ix_incidents_severity", "team_id", "severity", desc("created_at"), desc("id"), postgresql_where=UNDELETED),
    Index("ix_incidents_priority", "team_id", "priority", desc("created_at"), desc("id"), postgresql_where=UNDELETED),
    Index(
        "ix_incidents_assignee", "team_id", "assignee_id", desc("created_at"), desc("id"), postgresql_where=UNDELETED
    ),
    Index(
        "ix_incidents_reporter", "team_id", "reporter_id", desc("created_at"), desc("id"), postgresql_where=UNDELETED
    ),
    Index("ix_incidents_service", "team_id", "service_id", desc("created_at"), desc("id"), postgresql_where=UNDELETED),
    Index("ix_incidents_reminder", "next_reminder_at", "id", postgresql_where=text("next_reminder_at IS NOT NULL")),
    Index("ix_incidents_deleted", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
    Index("ix_incidents_search", "search", postgresql_using="gin"),
)


class IncidentCategoryColumns(TypedColumns):
    """Which categories an incident has."""

    team_id: Named[str] = Column(SLACK_ID)
    incident_id: Named[int] = Column(BigInteger)
    category_id: Named[int] = Column(BigInteger)


incident_categories: Table[IncidentCategoryColumns] = Table(
    "incident_categories",
    metadata,
    IncidentCategoryColumns,
    PrimaryKeyConstraint("incident_id", "category_id"),
    ForeignKeyConstraint(["team_id", "incident_id"], ["incidents.team_id", "incidents.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["team_id", "category_id"], ["categories.team_id", "categories.id"]),
    Index(None, "team_id", "category_id", "incident_id"),
)
