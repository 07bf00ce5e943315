"""Incidents with their services and categories."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is, worst first; text order is severity order."""

    SEV1 = "sev1"
    SEV2 = "sev2"
    SEV3 = "sev3"
    SEV4 = "sev4"

    @property
    def natural_priority(self) -> "Priority":
        """The priority an incident of this severity has until someone sets another by hand."""
        return Priority(f"p{self.value[-1]}")


class Priority(StrEnum):
    """What to work on first."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"
    P4 = "p4"


class Status(StrEnum):
    """Where an incident stands; `rules.lifecycle` says how it moves."""

    OPEN = "open"
    """Reported; nobody has begun. Entered by opening and by `revert`."""
    IN_PROGRESS = "in_progress"
    """Somebody works on it. Entered by `take`, `start` and `reopen`."""
    MITIGATED = "mitigated"
    """The harm has stopped, the cause has not been removed."""
    RESOLVED = "resolved"
    """Over. `resolved_at` is set if and only if an incident is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What an incident is about; one per incident, from the workspace's list."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A label of the workspace's own; many per incident."""

    id: int
    name: str


def in_order(categories: Iterable[Category]) -> tuple[Category, ...]:
    """Return categories as an incident has them; a database's collation would put them in an order of its own."""
    return tuple(sorted(categories, key=lambda category: (category.name.lower(), category.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A message in Slack from which something was made."""

    channel: str
    ts: str
    """Slack's id of the message there, text with its trailing zeros."""

    @property
    def key(self) -> str:
        """Return it in one word, as history has it."""
        return f"{self.channel}:{self.ts}"

    @classmethod
    def of(cls, key: str) -> "Source":
        """Return what `key` made one word of."""
        channel, _, ts = key.partition(":")
        return cls(channel=channel, ts=ts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """An incident about to be stored; its number comes from the workspace's counter."""

    team_id: str
    title: str
    summary: str | None
    severity: Severity
    own_priority: Priority | None
    reporter_id: str
    assignee_id: str | None
    service: Service | None
    categories: tuple[Category, ...]
    opened_in: str | None
    """The channel or DM the reporter was in."""
    created_at: datetime
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident with its service and categories."""

    id: int
    team_id: str
    number: int
    title: str
    summary: str | None
    severity: Severity
    own_priority: Priority | None
    """Set by hand; None follows the severity."""
    status: Status
    service: Service | None
    categories: tuple[Category, ...]
    reporter_id: str
    assignee_id: str | None
    opened_in: str | None
    created_at: datetime
    updated_at: datetime
    acknowledged_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    deleted_at: datetime | None
    """Withdrawn by whoever opened it, or deleted by an admin; it can be restored for thirty days."""
    deleted_by: str | None
    last_activity_at: datetime
    """The last thing a person did to it: what reminders count from."""
    update_due_at: datetime | None
    """When somebody promised the next update."""
    card_channel: str | None
    card_ts: str | None
    """Slack's `ts` of the card, text with its trailing zeros; set once the card is posted."""
    source: Source | None = None
    """The message it was opened from."""
    is_reminded: bool = False
    """Whether a reminder was sent since the last activity."""
    reminders_stopped: bool = False
    """Somebody stopped them for everyone; reopening restarts them."""

    @property
    def priority(self) -> Priority:
        """The priority that counts."""
        return self.own_priority or self.severity.natural_priority

    @property
    def is_resolved(self) -> bool:
        """Whether it is over."""
        return self.status is Status.RESOLVED

    @property
    def is_deleted(self) -> bool:
        """Whether it is there only to be restored."""
        return self.deleted_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """Which incidents something can be about."""

    statuses: tuple[Status, ...] = tuple(Status)
    is_deleted: bool = False
    has_assignee: bool = False
