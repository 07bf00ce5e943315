"""What the clock does when it is due, and how its jobs went."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Due(StrEnum):
    """The kinds of things that become due, each in a column of its own."""

    REMINDER = "reminder"
    """The key is the incident's id."""
    DAILY_POST = "daily_post"
    """The key is the workspace's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A thing that is due, locked until the transaction ends."""

    kind: Due
    team_id: str
    key: str
    due_at: datetime
    failures: int = 0
    """How often it went wrong before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """How a job, or one thing it does, went the last time; of things only those that went wrong are kept."""

    team_id: str
    job: str
    key: str
    """Empty for the job itself."""
    ran_at: datetime
    """By the scheduler's clock for the job itself, by the workspace's for a thing it does."""
    failures: int
    """In a row."""
    error: str | None
    retry_at: datetime | None
    """None for a job itself: it runs again at its own time."""
