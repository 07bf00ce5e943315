"""Which incidents somebody wants to see: as they typed it, and as it is looked up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from storage.records.incidents import Incident, Priority, Severity, Status
from storage.records.statistics import Counted

ME = "me"
"""Whoever asks, in the place of a person's id."""
MOST_COUNTED = 1000
"""An exact count of very many costs more than it tells."""
UNRESOLVED = (Status.OPEN, Status.IN_PROGRESS, Status.MITIGATED)


class Sort(StrEnum):
    """What comes first; among equals the newest does."""

    CREATED = "created"
    UPDATED = "updated"
    SEVERITY = "severity"
    STATUS = "status"
    UNRESOLVED = "unresolved"
    """What is unresolved, by severity; then what is resolved."""

    @property
    def is_descending_by_itself(self) -> bool:
        """Whether, unless asked otherwise, the newest or the worst comes first; of statuses it is Open."""
        return self is not Sort.STATUS


class Day(StrEnum):
    """A day, or days, named by today: which they are changes at midnight."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this-week"
    """From Monday, as all weeks."""
    THIS_MONTH = "this-month"
    LAST_WEEK = "last-week"
    """The one before this week; so for the others."""
    LAST_MONTH = "last-month"
    LAST_QUARTER = "last-quarter"
    LAST_YEAR = "last-year"
    MONDAY = "monday"
    """The latest one that has begun; so for the others, and for the months."""
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "october"
    NOVEMBER = "november"
    DECEMBER = "december"


WEEKDAYS = (
    Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY, Day.SATURDAY, Day.SUNDAY,
)  # fmt: skip
MONTHS = (
    Day.JANUARY, Day.FEBRUARY, Day.MARCH, Day.APRIL, Day.MAY, Day.JUNE,
    Day.JULY, Day.AUGUST, Day.SEPTEMBER, Day.OCTOBER, Day.NOVEMBER, Day.DECEMBER,
)  # fmt: skip
Point = timedelta | date | Day
"""A moment as it is typed: so long ago, or a day in the reader's zone. Never a datetime."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time as it is typed: from a moment on, and until one; a day at its end counts whole."""

    since: Point | None = None
    until: Point | None = None


ANY_TIME = Period()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What was typed: whose, when and which names is only known once somebody asks. All of it must hold."""

    statuses: tuple[Status, ...] = ()
    """Any of these; any at all when empty. So for severities and priorities."""
    severities: tuple[Severity, ...] = ()
    priorities: tuple[Priority, ...] = ()
    assignee: str | None = None
    """A person's id, or ME."""
    reporter: str | None = None
    is_unassigned: bool = False
    is_mine: bool = False
    """Reported by whoever asks, or assigned to them."""
    service: str | None = None
    """A name, or how one begins."""
    categories: tuple[str, ...] = ()
    """All of these."""
    older_than: timedelta | None = None
    younger_than: timedelta | None = None
    opened: Period = ANY_TIME
    resolved: Period = ANY_TIME
    """Resolved then, and still so."""
    phrases: tuple[str, ...] = ()
    """Words that stand together, in this order."""
    sort: Sort | None = None
    is_descending: bool | None = None


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A filter made out for one person at one moment: what queries take."""

    statuses: tuple[Status, ...] = ()
    severities: tuple[Severity, ...] = ()
    priorities: tuple[Priority, ...] = ()
    assignee_id: str | None = None
    reporter_id: str | None = None
    is_unassigned: bool = False
    concerned_id: str | None = None
    """Reported by this person, or assigned to them."""
    visible_to: str | None = None
    """Somebody who sees only what they reported."""
    service_id: int | None = None
    category_ids: tuple[int, ...] = ()
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    resolved_from: datetime | None = None
    resolved_before: datetime | None = None
    phrases: tuple[str, ...] = ()
    counted: Counted | None = None
    """Behind this number."""
    sort: Sort = Sort.CREATED
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class Position:
    """Where an incident stands in a sorted list; it stays there while others come and go."""

    rank: int
    """Of its severity or status, or how well it matches; 0 where only time counts."""
    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a sorted list, and from where its neighbours go on, where there are any."""

    incidents: tuple[Incident, ...]
    previous: Position | None
    next: Position | None
