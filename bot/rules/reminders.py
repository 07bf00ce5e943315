"""When an incident is reminded of, where, and how that is put off."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.rules.periods import zone_named
from bot.rules.working_hours import first_working, is_working
from storage.records import Incident, Reminders, Settings, Severity

WAITS_FOR_WORK = frozenset({Severity.SEV3, Severity.SEV4})
"""Of these nobody is reminded at night, on weekends or on holidays."""
STEPS = 3
"""Reminders that come one threshold after the other; then they come daily."""
DAILY = timedelta(days=1)
AS_GOOD_AS_THERE = timedelta(minutes=1)
"""A reminder this near to where it is wanted need not be moved: a button was pressed twice."""


class Reason(StrEnum):
    """Why a reminder comes when it comes."""

    SILENCE = "silence"
    PROMISE = "promise"
    MOVED = "moved"


class Where(StrEnum):
    """Where a reminder is said."""

    DIRECT = "direct"
    THREAD = "thread"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Next:
    """The next reminder."""

    at: datetime
    reason: Reason
    ruled_at: datetime
    """When it would come if it did not have to wait for working hours."""


def next_reminder(
    incident: Incident, reminders: Reminders, settings: Settings, *, now: datetime, zone: str
) -> Next | None:
    """Return the next reminder, which may be overdue; None where none comes. `zone` is that of whoever is reminded.

    One that is overdue at night waits as well: nobody ran when it was due, or settings were others.
    """
    if incident.is_resolved or incident.is_deleted or reminders.is_stopped:
        return None
    ruled_at, reason = _ruled(incident, reminders, settings)
    if incident.severity not in WAITS_FOR_WORK:
        return Next(ruled_at, reason, ruled_at)
    at = first_working(ruled_at, settings, zone=zone)
    if at < now and not is_working(now, settings, zone=zone):
        at = first_working(now, settings, zone=zone)
    return Next(at, reason, ruled_at)


def sent(reminders: Reminders, *, now: datetime) -> Reminders:
    """Return the reminders after one more; what was put off is over with it."""
    return replace(reminders, sent=reminders.sent + 1, last_at=now, moved_to=None, moved_at=None)


def places(number: int, *, has_assignee: bool) -> tuple[Where, ...]:
    """Return where the reminder of that number since the last activity is said; where nobody has it, in public."""
    if not has_assignee:
        return (Where.CHANNEL,) if number == 1 else (Where.THREAD, Where.CHANNEL)
    return (Where.DIRECT, Where.THREAD, Where.CHANNEL)[: min(number, STEPS)]


def threshold(incident: Incident, settings: Settings) -> timedelta:
    """Return how long the incident may go without activity."""
    return timedelta(minutes=settings.reminder_minutes[incident.severity])


def promise_is_pending(incident: Incident, reminders: Reminders) -> bool:
    """Tell whether an update was promised of which nobody was reminded since it was due."""
    due = incident.update_due_at
    return due is not None and (reminders.last_at is None or reminders.last_at < due)


def is_there(coming: Next, wanted: datetime, *, is_snooze: bool) -> bool:
    """Tell whether the next reminder comes when it is wanted, or, where it is only to be put off, not before."""
    is_early = coming.ruled_at < wanted - AS_GOOD_AS_THERE
    return not is_early and (is_snooze or coming.ruled_at <= wanted + AS_GOOD_AS_THERE)


def moved(reminders: Reminders, to: datetime, *, now: datetime) -> Reminders:
    """Return the reminders with the next one moved."""
    return replace(reminders, moved_to=to, moved_at=now)


def restarted(incident: Incident, reminders: Reminders, settings: Settings, *, now: datetime) -> Reminders:
    """Return the reminders after they were stopped: begun anew, as if something had happened to the incident now."""
    begins = [now + threshold(incident, settings)]
    if incident.update_due_at is not None and incident.update_due_at > now:
        begins.append(incident.update_due_at)
    return replace(reminders, sent=0, is_stopped=False, moved_to=min(begins), moved_at=now)


def tomorrow_morning(now: datetime, settings: Settings, *, zone: str) -> datetime:
    """Return when work begins on the next day of somebody's calendar, whether they work on it or not; in UTC."""
    local = zone_named(zone)
    tomorrow = now.astimezone(local).date() + timedelta(days=1)
    return datetime.combine(tomorrow, settings.work_starts, tzinfo=local).astimezone(UTC)


def _ruled(incident: Incident, reminders: Reminders, settings: Settings) -> tuple[datetime, Reason]:
    """Return when a reminder comes, whatever the hour, and why.

    What was moved comes when it was moved to; only activity since lets it come later, and never sooner.
    """
    by_rule = _of_the_ladder(incident, reminders, settings)
    if promise_is_pending(incident, reminders) and incident.update_due_at is not None:
        by_rule = min(by_rule, (incident.update_due_at, Reason.PROMISE))
    if reminders.moved_to is None or reminders.moved_at is None:
        return by_rule
    if incident.last_activity_at <= reminders.moved_at:
        return reminders.moved_to, Reason.MOVED
    return max(by_rule, (reminders.moved_to, Reason.MOVED))


def _of_the_ladder(incident: Incident, reminders: Reminders, settings: Settings) -> tuple[datetime, Reason]:
    if reminders.sent == 0 or reminders.last_at is None:
        return incident.last_activity_at + threshold(incident, settings), Reason.SILENCE
    step = threshold(incident, settings) if reminders.sent < STEPS else DAILY
    return reminders.last_at + step, Reason.SILENCE
