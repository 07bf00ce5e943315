"""What is still to be said, what was heard, what the clock has done."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
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
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.columns import COALESCING, SLACK_ID, SLACK_TS, TIMESTAMP, UNFINISHED, metadata


class OutboxColumns(TypedColumns):
    """What Slack must be told, committed with the decision to tell it; leases are by the database's clock."""

    id: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    lane: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    effect: Named[Any] = Column(JSONB)
    created_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())
    touched_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())
    available_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())
    attempts: Named[int] = Column(Integer, server_default="0")
    failures: Named[int] = Column(Integer, server_default="0")
    first_claimed_at: Named[datetime | None] = Column(TIMESTAMP)
    leased_until: Named[datetime | None] = Column(TIMESTAMP)
    is_doubtful: Named[bool] = Column(server_default=text("false"))
    delivered_at: Named[datetime | None] = Column(TIMESTAMP)
    parked_at: Named[datetime | None] = Column(TIMESTAMP)
    last_error: Named[str | None] = Column(Text)
    channel: Named[str | None] = Column(SLACK_ID)
    ts: Named[str | None] = Column(SLACK_TS)
    incident_id: Named[int | None] = Column(BigInteger)


outbox: Table[OutboxColumns] = Table(
    "outbox",
    metadata,
    OutboxColumns,
    ForeignKeyConstraint(["team_id", "incident_id"], ["incidents.team_id", "incidents.id"], ondelete="CASCADE"),
    CheckConstraint("num_nonnulls(delivered_at, parked_at) <= 1", name="one_end"),
    CheckConstraint("(first_claimed_at IS NULL) = (attempts = 0)", name="attempts"),
    CheckConstraint("failures BETWEEN 0 AND attempts", name="failures"),
    CheckConstraint("(parked_at IS NULL) OR (last_error IS NOT NULL)", name="parked_with_a_reason"),
    Index("uq_outbox_coalescing", "team_id", "lane", "kind", unique=True, postgresql_where=COALESCING),
    # The only one by which a workspace's unfinished items are found. Were there another, the planner could take it to
    # look through the whole backlog for each item of it.
    Index("ix_outbox_unfinished", "team_id", "lane", "id", postgresql_where=UNFINISHED),
    Index("ix_outbox_incident", "incident_id", "kind", "id", postgresql_where=text("incident_id IS NOT NULL")),
    Index("ix_outbox_finished", "delivered_at", postgresql_where=text("delivered_at IS NOT NULL")),
)


class SeenKeyColumns(TypedColumns):
    """Which payloads were heard, with the answer a redelivery gets again; kept seven days."""

    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    key: Named[str] = Column(Text)
    answer: Named[Any] = Column(JSONB, nullable=True)
    seen_at: Named[datetime] = Column(TIMESTAMP, server_default=func.now())


seen_keys: Table[SeenKeyColumns] = Table(
    "seen_keys",
    metadata,
    SeenKeyColumns,
    PrimaryKeyConstraint("team_id", "key"),
    Index(None, "seen_at"),
)


class OccurrenceColumns(TypedColumns):
    """A thing the clock has done, so that any number of replicas do it once: kind, and which of them."""

    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    kind: Named[str] = Column(Text)
    key: Named[str] = Column(Text)
    due_at: Named[datetime] = Column(TIMESTAMP)
    done_at: Named[datetime] = Column(TIMESTAMP)


occurrences: Table[OccurrenceColumns] = Table(
    "occurrences",
    metadata,
    OccurrenceColumns,
    PrimaryKeyConstraint("team_id", "kind", "key"),
    Index(None, "done_at"),
)


class JobRunColumns(TypedColumns):
    """How a job of the clock went the last time; with a key, how a thing went that it does and that went wrong."""

    team_id: Named[str] = Column(SLACK_ID, ForeignKey("workspaces.id"))
    job: Named[str] = Column(Text)
    key: Named[str] = Column(Text, server_default="")
    ran_at: Named[datetime] = Column(TIMESTAMP)
    failures: Named[int] = Column(Integer, server_default="0")
    error: Named[str | None] = Column(Text)
    retry_at: Named[datetime | None] = Column(TIMESTAMP)


job_runs: Table[JobRunColumns] = Table(
    "job_runs",
    metadata,
    JobRunColumns,
    PrimaryKeyConstraint("team_id", "job", "key"),
    CheckConstraint("(failures = 0) = (error IS NULL)", name="failures"),
)
