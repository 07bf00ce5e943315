"""What is counted of incidents, over which time, and what came of counting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.records.incidents import Severity


class Measure(StrEnum):
    """What incidents are counted for, as they stood when the time that is looked at ended."""

    OPENED = "opened"
    """Opened in that time."""
    RESOLVED = "resolved"
    """Resolved then, and at its end; one that was reopened and resolved again counts once, for the last time."""
    REOPENED = "reopened"
    """Reopened in that time, however often and whatever became of it."""
    CARRIED_OVER = "carried"
    """Unresolved when that time began."""
    UNRESOLVED = "unresolved"
    """Unresolved when it ended. Carried over, opened and reopened together are these and the resolved."""
    ACKNOWLEDGED = "acknowledged"
    """Acknowledged in that time."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time from a moment until just before another."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """The incidents behind one number."""

    measure: Measure
    span: Span


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took: for half of the incidents at most p50, for nine of ten at most p90."""

    p50: timedelta
    p90: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What was counted over one span."""

    counts: Mapping[Measure, int]
    acknowledging: Times | None = None
    """From opening to acknowledging, of those acknowledged then; None where there are none, or it was not asked."""
    resolving: Times | None = None
    """From opening to the last resolution, of those resolved then: what came before a reopening is part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The incidents of a service, a category or a person, with what was counted of them."""

    name: str
    """Of a person the id; empty for nobody, and for no service."""
    counts: Mapping[Measure, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """All that is counted over a span, and over the one before."""

    now: Numbers
    before: Numbers
    severities: Mapping[Severity, Numbers]
    services: tuple[Group, ...]
    """The busiest first; what has none is left out, as of categories and people."""
    categories: tuple[Group, ...]
    people: tuple[Group, ...]
    per_part: tuple[tuple[int, int], ...]
    """Opened and resolved in each part the span was asked in."""
