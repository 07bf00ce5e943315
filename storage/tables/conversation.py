"""What was said about an incident and what happened to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    ForeignKeyConstraint,
    Identity,
    Index,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    desc,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from storage.records import Change
from storage.tables.columns import SLACK_ID, SLACK_TS, TIMESTAMP, UNDELETED, metadata, one_of


class CommentColumns(TypedColumns):
    """What a person added; a reply in the card's thread keeps where it was said."""

    id: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    team_id: Named[str] = Column(SLACK_ID)
    incident_id: Named[int] = Column(BigInteger)
    author_id: Named[str] = Column(SLACK_ID)
    body: Named[str] = Column(Text)
    files: Named[Any] = Column(JSONB, server_default=text("'[]'"))
    channel: Named[str | None] = Column(SLACK_ID)
    ts: Named[str | None] = Column(SLACK_TS)
    created_at: Named[datetime] = Column(TIMESTAMP)
    edited_at: Named[datetime | None] = Column(TIMESTAMP)
    deleted_at: Named[datetime | None] = Column(TIMESTAMP)
    search: Named[Any] = Column(TSVECTOR, Computed("to_tsvector('english', body)", persisted=True))


comments: Table[CommentColumns] = Table(
    "comments",
    metadata,
    CommentColumns,
    ForeignKeyConstraint(["team_id", "incident_id"], ["incidents.team_id", "incidents.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["team_id", "author_id"], ["people.team_id", "people.id"]),
    UniqueConstraint("team_id", "channel", "ts"),
    CheckConstraint("length(body) BETWEEN 1 AND 40000", name="body_length"),
    CheckConstraint("(channel IS NULL) = (ts IS NULL)", name="said_in_thread"),
    Index("ix_comments_newest", "incident_id", desc("created_at"), desc("id"), postgresql_where=UNDELETED),
    Index("ix_comments_incident", "incident_id"),
    Index("ix_comments_author", "team_id", "author_id"),
    Index("ix_comments_search", "search", postgresql_using="gin"),
)


class HistoryColumns(TypedColumns):
    """Append-only: who, when, what, from, to. A trigger refuses changes."""

    id: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    team_id: Named[str] = Column(SLACK_ID)
    incident_id: Named[int] = Column(BigInteger)
    at: Named[datetime] = Column(TIMESTAMP)
    actor_id: Named[str | None] = Column(SLACK_ID)
    change: Named[str] = Column(Text)
    old: Named[str | None] = Column(Text)
    new: Named[str | None] = Column(Text)


history: Table[HistoryColumns] = Table(
    "history",
    metadata,
    HistoryColumns,
    ForeignKeyConstraint(["team_id", "incident_id"], ["incidents.team_id", "incidents.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["team_id", "actor_id"], ["people.team_id", "people.id"]),
    one_of("change", Change),
    Index("ix_history_incident", "incident_id", "id"),
    Index("ix_history_status", "team_id", "at", "incident_id", postgresql_where=text("change IN ('opened', 'status')")),
    Index(
        "ix_history_reopened",
        "team_id",
        "at",
        "incident_id",
        postgresql_where=text("change = 'status' AND old = 'resolved'"),
    ),
    Index("ix_history_actor", "team_id", "actor_id"),
)
