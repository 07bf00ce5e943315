"""What a moment that was typed means: so long before now, or a day in the reader's own zone."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import Refusal
from storage.records import MONTHS, WEEKDAYS, Day, Filter, Period, Point

_A_DAY = timedelta(days=1)


Bounds = tuple[datetime | None, datetime | None]
"""From when, and before when."""


def opened(wanted: Filter, *, now: datetime, zone: str) -> Bounds:
    """Return when incidents were opened; raise Refusal where nothing can lie between."""
    since, until = _said(wanted.opened, now=now, zone=zone)
    youngest = None if wanted.younger_than is None else now - wanted.younger_than
    oldest = None if wanted.older_than is None else now - wanted.older_than
    begins, ends = filter(None, (since, youngest)), filter(None, (until, oldest))
    return _checked(max(begins, default=None), min(ends, default=None))


def resolved(wanted: Filter, *, now: datetime, zone: str) -> Bounds:
    """Return when incidents were resolved; raise Refusal where nothing can lie between."""
    return _checked(*_said(wanted.resolved, now=now, zone=zone))


def _said(period: Period, *, now: datetime, zone: str) -> Bounds:
    begins = None if period.since is None else begin_of(period.since, now=now, zone=zone)
    return begins, None if period.until is None else end_of(period.until, now=now, zone=zone)


def _checked(begins: datetime | None, ends: datetime | None) -> Bounds:
    if begins and ends and begins >= ends:
        raise Refusal("These times leave nothing: what begins the period comes after what ends it.")
    return begins, ends


def begin_of(point: Point, *, now: datetime, zone: str) -> datetime:
    """Return the moment, or when the day begins."""
    if isinstance(point, timedelta):
        return now - point
    return midnight(days_of(point, now=now, zone=zone)[0], zone)


def end_of(point: Point, *, now: datetime, zone: str) -> datetime:
    """Return the moment, or when the day has passed."""
    if isinstance(point, timedelta):
        return now - point
    return midnight(days_of(point, now=now, zone=zone)[1] + _A_DAY, zone)


def zone_named(name: str) -> tzinfo:
    """Return the time zone; for a name this machine does not know, UTC is as good as any."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def days_of(day: date | Day, *, now: datetime, zone: str) -> tuple[date, date]:
    """Return the first and the last day of the calendar that are meant."""
    if not isinstance(day, Day):
        return day, day
    today = now.astimezone(zone_named(zone)).date()
    return _DAYS[day](today)


def midnight(day: date, zone: str) -> datetime:
    """Return when the day begins there."""
    return datetime.combine(day, time(), tzinfo=zone_named(zone)).astimezone(UTC)


def _week(today: date) -> tuple[date, date]:
    monday = today - today.weekday() * _A_DAY
    return monday, monday + 6 * _A_DAY


def _months(today: date, *, last: int) -> tuple[date, date]:
    """Return so many whole months, which end with the one before today's; this month where it is none."""
    ends = today.replace(day=1) - _A_DAY if last else today.replace(day=monthrange(today.year, today.month)[1])
    begins = ends
    for _ in range(last - 1):
        begins = begins.replace(day=1) - _A_DAY
    return begins.replace(day=1), ends


def _last_quarter(today: date) -> tuple[date, date]:
    return _months(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), last=3)


def _latest_weekday(weekday: int, today: date) -> tuple[date, date]:
    day = today - (today.weekday() - weekday) % 7 * _A_DAY
    return day, day


def _latest_month(month: int, today: date) -> tuple[date, date]:
    begins = date(today.year - (month > today.month), month, 1)
    return begins, begins.replace(day=monthrange(begins.year, month)[1])


_DAYS: Mapping[Day, Callable[[date], tuple[date, date]]] = {
    Day.TODAY: lambda today: (today, today),
    Day.YESTERDAY: lambda today: (today - _A_DAY, today - _A_DAY),
    Day.THIS_WEEK: _week,
    Day.THIS_MONTH: lambda today: _months(today, last=0),
    Day.LAST_WEEK: lambda today: _week(today - 7 * _A_DAY),
    Day.LAST_MONTH: lambda today: _months(today, last=1),
    Day.LAST_QUARTER: _last_quarter,
    Day.LAST_YEAR: lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    **{day: partial(_latest_weekday, weekday) for weekday, day in enumerate(WEEKDAYS)},
    **{day: partial(_latest_month, month) for month, day in enumerate(MONTHS, start=1)},
}
