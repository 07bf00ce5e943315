"""Workspaces, their settings and holidays, the number counter, the audit log."""

from datetime import date, datetime, time

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Named,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    Time,
    TypedColumns,
    desc,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from storage.records import Role
from storage.tables.columns import SLACK_ID, TIMESTAMP, metadata, one_of


class WorkspaceColumns(TypedColumns):
    """A Slack workspace and what it has decided for itself."""

    id: Named[str] = Column(SLACK_ID, primary_key=True)
    name: Named[str] = Column(Text)
    bot_user_id: Named[str] = Column(SLACK_ID)
    incidents_channel: Named[str | None] = Column(SLACK_ID)
    default_channel: Named[str | None] = Column(SLACK_ID)
    default_role: Named[str] = Column(Text, server_default="responder")
    sev1_reminder_minutes: Named[int] = Column(Integer, server_default="30")
    sev2_reminder_minutes: Named[int] = Column(Integer, server_default="120")
    sev3_reminder_minutes: Named[int] = Column(Integer, server_default="1440")
    sev4_reminder_minutes: Named[int] = Column(Integer, server_default="4320")
    work_starts: Named[time] = Column(Time, server_default="09:00")
    work_ends: Named[time] = Column(Time, server_default="17:00")
    work_days: Named[list[int]] = Column(ARRAY(SmallInteger), server_default="{1,2,3,4,5}")
    time_zone: Named[str] = Column(Text, server_default="UTC")
    daily_post_channel: Named[str | None] = Column(SLACK_ID)
    daily_post_time: Named[time] = Column(Time, server_default="09:00")
    daily_post_days: Named[list[int]] = Column(ARRAY(SmallInteger), server_default="{1,2,3,4,5}")
    next_daily_post_at: Named[datetime | None] = Column(TIMESTAMP)
    uninstalled_at: Named[datetime | None] = Column(TIMESTAMP)
    created_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())


workspaces: Table[WorkspaceColumns] = Table(
    "workspaces",
    metadata,
    WorkspaceColumns,
    one_of("default_role", Role),
    CheckConstraint(
        "least(sev1_reminder_minutes, sev2_reminder_minutes, sev3_reminder_minutes, sev4_reminder_minutes) > 0",
        name="reminder_minutes",
    ),
    CheckConstraint("work_starts < work_ends", name="work_hours"),
    CheckConstraint("work_days <@ '{1,2,3,4,5,6,7}'", name="work_days"),
    CheckConstraint("daily_post_days <@ '{1,2,3,4,5,6,7}'", name="daily_post_days"),
    Index(None, "next_daily_post_at", postgresql_where=text("next_daily_post_at IS NOT NULL")),
)


class HolidayColumns(TypedColumns):
    """A day on which nobody of the workspace is reminded of SEV3 and SEV4."""

    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    day: Named[date] = Column(Date)
    name: Named[str] = Column(Text)


holidays: Table[HolidayColumns] = Table("holidays", metadata, HolidayColumns, PrimaryKeyConstraint("team_id", "day"))


class CounterColumns(TypedColumns):
    """The next incident number; apart from the workspace, because taking one locks the row until commit."""

    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"), primary_key=True)
    next_number: Named[int] = Column(Integer, server_default="1")


counters: Table[CounterColumns] = Table(
    "counters", metadata, CounterColumns, CheckConstraint("next_number > 0", name="next_number")
)


class AuditColumns(TypedColumns):
    """Every act of an admin: who, when, what, on what, from, to."""

    id: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    at: Named[datetime] = Column(TIMESTAMP)
    actor_id: Named[str] = Column(SLACK_ID)
    act: Named[str] = Column(Text)
    subject: Named[str] = Column(Text)
    old: Named[str | None] = Column(Text)
    new: Named[str | None] = Column(Text)


audit_log: Table[AuditColumns] = Table(
    "audit_log",
    metadata,
    AuditColumns,
    ForeignKeyConstraint(["team_id", "actor_id"], ["people.team_id", "people.id"]),
    Index("ix_audit_log_newest", "team_id", desc("id")),
)
