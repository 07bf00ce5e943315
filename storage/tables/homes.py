"""What each person looks at on their Home tab."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.columns import SLACK_ID, TIMESTAMP, metadata


class HomeColumns(TypedColumns):
    """A Home tab that was opened at least once; without a row, nothing is published for the person."""

    team_id: Named[str] = Column(SLACK_ID)
    person_id: Named[str] = Column(SLACK_ID)
    state: Named[str] = Column(Text)
    version: Named[int] = Column(Integer)
    said: Named[Any] = Column(JSONB(none_as_null=True), nullable=True)
    opened_at: Named[datetime] = Column(TIMESTAMP)


homes: Table[HomeColumns] = Table(
    "homes",
    metadata,
    HomeColumns,
    PrimaryKeyConstraint("team_id", "person_id"),
    ForeignKeyConstraint(["team_id", "person_id"], ["people.team_id", "people.id"]),
    CheckConstraint("version >= 0", name="version"),
)
