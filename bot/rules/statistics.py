"""Which time is counted, which one it is compared with, and in which parts it is drawn."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.errors import Refusal
from bot.rules.periods import begin_of, days_of, end_of, midnight, zone_named
from storage.records import Period, Span

USUAL = timedelta(days=30)
MOST_PARTS = 20
"""A chart has room for no more."""
_A_DAY, _AN_HOUR = timedelta(days=1), timedelta(hours=1)
_IN_HOURS_UP_TO = 2 * _A_DAY
_HOURS = (1, 2, 3)
_DAYS = (1, 2, 7, 14, 28, 56, 91, 182, 364)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a time begin; the first is shorter where the time begins within one."""

    begins: tuple[datetime, ...]
    are_days: bool
    """Each is a day or more, from midnight; else an hour or more."""
    length: int
    """How many of them each is."""


def spans(typed: Period, *, now: datetime, zone: str) -> tuple[Span, Span]:
    """Return the time that was typed, as far as it has passed, and the one before; raise Refusal for none.

    Before a month is a month, and before days as many. What has not ended is compared with as much of what was before.
    """
    whole = now if typed.until is None else end_of(typed.until, now=now, zone=zone)
    ends = min(whole, now)
    begins = ends - USUAL if typed.since is None else begin_of(typed.since, now=now, zone=zone)
    if begins >= ends:
        raise Refusal("There is nothing to count: that time has not begun, or what begins it comes after what ends it.")
    before = _begin_before(typed, begins=begins, ends=ends, now=now, zone=zone)
    ends_before = begins if whole <= now else min(before + (ends - begins), begins)
    return Span(begins, ends), Span(before, ends_before)


def parts(span: Span, *, zone: str) -> Parts:
    """Return the parts of the time, in hours or in days of the zone; MOST_PARTS at most."""
    if span.ends - span.begins <= _IN_HOURS_UP_TO:
        return _hours(span)
    return _days(span, zone)


def month_of(typed: Period) -> date | None:
    """Return the first day of the month that was typed, if it was one."""
    since, until = typed.since, typed.until
    if not isinstance(since, date) or not isinstance(until, date) or not _ends_month(until):
        return None
    return since if since == until.replace(day=1) else None


def _hours(span: Span) -> Parts:
    length = span.ends - span.begins
    step = next(each for each in _HOURS if length <= MOST_PARTS * each * _AN_HOUR)
    begins = (span.begins + place * step * _AN_HOUR for place in range(-(-length // (step * _AN_HOUR))))
    return Parts(tuple(begins), are_days=False, length=step)


def _days(span: Span, zone: str) -> Parts:
    local = zone_named(zone)
    first, last = span.begins.astimezone(local).date(), (span.ends - timedelta.resolution).astimezone(local).date()
    count = (last - first).days + 1
    step = next((each for each in _DAYS if count <= each * MOST_PARTS), -(-count // MOST_PARTS))
    midnights = (midnight(first + place * _A_DAY, zone) for place in range(step, count, step))
    return Parts((span.begins, *midnights), are_days=True, length=step)


def _begin_before(typed: Period, *, begins: datetime, ends: datetime, now: datetime, zone: str) -> datetime:
    since, until = typed.since, typed.until
    if isinstance(since, timedelta | None) or isinstance(until, timedelta | None):
        return begins - (ends - begins)
    first, last = days_of(since, now=now, zone=zone)[0], days_of(until, now=now, zone=zone)[1]
    if first.day == 1 and _ends_month(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        month = first.year * 12 + first.month - 1 - months
        return midnight(date(month // 12, month % 12 + 1, 1), zone)
    return midnight(first - (last - first) - _A_DAY, zone)


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
