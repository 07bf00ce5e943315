"""People as Slack describes them, and whom they follow."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
    func,
    text,
)

from storage.records import Role
from storage.tables.columns import SLACK_ID, TIMESTAMP, metadata, one_of


class PersonColumns(TypedColumns):
    """A Slack user as Slack last described them, and their role here."""

    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    id: Named[str] = Column(SLACK_ID)
    name: Named[str] = Column(Text)
    time_zone: Named[str] = Column(Text, server_default="UTC")
    is_active: Named[bool] = Column(server_default=text("true"))
    is_guest: Named[bool] = Column(server_default=text("false"))
    is_bot: Named[bool] = Column(server_default=text("false"))
    is_workspace_admin: Named[bool] = Column(server_default=text("false"))
    role: Named[str | None] = Column(Text)
    dm_channel: Named[str | None] = Column(SLACK_ID)
    described_at: Named[datetime | None] = Column(TIMESTAMP)
    created_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())


people: Table[PersonColumns] = Table(
    "people",
    metadata,
    PersonColumns,
    PrimaryKeyConstraint("team_id", "id"),
    one_of("role", Role),
    Index(None, "team_id", "name", "id"),
)


class FollowColumns(TypedColumns):
    """Someone told about changes to exactly one incident, person, service or category."""

    id: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    team_id: Named[str] = Column(SLACK_ID)
    follower_id: Named[str] = Column(SLACK_ID)
    incident_id: Named[int | None] = Column(BigInteger)
    person_id: Named[str | None] = Column(SLACK_ID)
    service_id: Named[int | None] = Column(BigInteger)
    category_id: Named[int | None] = Column(BigInteger)
    all_changes: Named[bool] = Column(server_default=text("false"))
    created_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())


def _followed_once(target: str) -> Index:
    """A unique index that also finds the followers of a target."""
    return Index(
        f"uq_follows_{target}",
        "team_id",
        target,
        "follower_id",
        unique=True,
        postgresql_where=text(f"{target} IS NOT NULL"),
    )


follows: Table[FollowColumns] = Table(
    "follows",
    metadata,
    FollowColumns,
    ForeignKeyConstraint(["team_id", "follower_id"], ["people.team_id", "people.id"]),
    ForeignKeyConstraint(["team_id", "incident_id"], ["incidents.team_id", "incidents.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["team_id", "person_id"], ["people.team_id", "people.id"]),
    ForeignKeyConstraint(["team_id", "service_id"], ["services.team_id", "services.id"]),
    ForeignKeyConstraint(["team_id", "category_id"], ["categories.team_id", "categories.id"]),
    CheckConstraint("num_nonnulls(incident_id, person_id, service_id, category_id) = 1", name="one_target"),
    CheckConstraint("follower_id <> person_id", name="not_oneself"),
    _followed_once("incident_id"),
    _followed_once("person_id"),
    _followed_once("service_id"),
    _followed_once("category_id"),
    Index("ix_follows_follower", "team_id", "follower_id", "id"),
)
