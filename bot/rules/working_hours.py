"""When people work: hours of the day, days of the week and holidays, by the clock on somebody's own wall."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.rules.periods import zone_named
from storage.records import Settings

_DAY = timedelta(days=1)
_WEEK = 7


def is_working(moment: datetime, settings: Settings, *, zone: str) -> bool:
    """Tell whether people of this zone work at that moment."""
    local = moment.astimezone(zone_named(zone))
    is_day = local.isoweekday() in settings.work_days and not is_holiday(local.date(), settings)
    return is_day and settings.work_starts <= local.time() < settings.work_ends


def first_working(moment: datetime, settings: Settings, *, zone: str) -> datetime:
    """Return the first moment at which people of this zone work, beginning with that one; in UTC.

    Where nobody ever works, it is that moment. Where an hour is skipped in which work begins, it begins as much later.
    """
    if is_working(moment, settings, zone=zone):
        return moment.astimezone(UTC)
    begins = (each for each in _beginnings(moment, settings, zone=zone_named(zone)) if each >= moment)
    return next((each for each in begins if is_working(each, settings, zone=zone)), moment.astimezone(UTC))


def is_holiday(day: date, settings: Settings) -> bool:
    """Tell whether the day is one of the holidays of the workspace."""
    return any(holiday.day == day for holiday in settings.holidays)


def _beginnings(moment: datetime, settings: Settings, *, zone: tzinfo) -> Iterator[datetime]:
    """Yield when work begins on each day from that moment on, holidays and all; twice where clocks show it twice."""
    first = moment.astimezone(zone).date()
    # Each week has a working day, unless that is a holiday.
    for days in range(_WEEK * (len(settings.holidays) + 2)):
        begin = datetime.combine(first + days * _DAY, settings.work_starts, tzinfo=zone)
        yield from sorted({begin.replace(fold=fold).astimezone(UTC) for fold in (0, 1)})
