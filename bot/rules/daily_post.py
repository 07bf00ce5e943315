"""When the daily post is due: on its days, at the workspace's own hour and zone, once for each local date."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.rules.periods import zone_named
from bot.rules.working_hours import is_holiday
from storage.records import Settings

MADE_UP_WITHIN = timedelta(hours=6)
"""After downtime; what is later is skipped."""
_A_DAY = timedelta(days=1)
_LOOKED_AHEAD = 366
"""Days."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A daily post: the local date it is for, and when it is due."""

    day: date
    due_at: datetime

    @property
    def until(self) -> datetime:
        """Return when it is too late."""
        return self.due_at + MADE_UP_WITHIN


def due(settings: Settings, *, now: datetime) -> Occasion | None:
    """Return the post that is due, or was within MADE_UP_WITHIN; None where there is none."""
    today = now.astimezone(zone_named(settings.time_zone)).date()
    occasions = (on(day, settings) for day in (today, today - _A_DAY))
    return next((one for one in occasions if one and one.due_at <= now < one.until), None)


def following(settings: Settings, *, now: datetime) -> Occasion | None:
    """Return the next post after now; None where no day within a year has one."""
    today = now.astimezone(zone_named(settings.time_zone)).date()
    occasions = (on(today + place * _A_DAY, settings) for place in range(_LOOKED_AHEAD))
    return next((one for one in occasions if one and one.due_at > now), None)


def on(day: date, settings: Settings) -> Occasion | None:
    """Return the post of a local date; None on days without, and for a date that a zone leaves out.

    At an hour that comes twice it is the first; one that is left out comes when it would have, by the clock before.
    """
    if not is_posting_day(day, settings):
        return None
    zone = zone_named(settings.time_zone)
    said = (datetime.combine(day, settings.daily_post_time, tzinfo=zone).replace(fold=fold) for fold in (0, 1))
    moments = (each.astimezone(UTC) for each in said)
    return next((Occasion(day, each) for each in moments if each.astimezone(zone).date() == day), None)


def is_posting_day(day: date, settings: Settings) -> bool:
    """Tell whether the day has a post: one of its days of the week, and no holiday."""
    return day.isoweekday() in settings.daily_post_days and not is_holiday(day, settings)


def tells_the_week(day: date, settings: Settings) -> bool:
    """Tell whether it is the first post of its week: Monday's, or the next where Monday has none."""
    earlier = (day - place * _A_DAY for place in range(1, day.isoweekday()))
    return not any(is_posting_day(each, settings) for each in earlier)


def last_week(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the week before the day's."""
    monday = day - (day.isoweekday() - 1) * _A_DAY
    return monday - 7 * _A_DAY, monday - _A_DAY
