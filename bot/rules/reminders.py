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
    """The update that was promised is due, or was before and nobody gave it."""
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
    if incident.is_resolved or incident.is_deleted or incident.reminders_stopped:
        return None
    ruled_at, reason = _ruled(incident, reminders, settings)
    at = _at_a_decent_hour(ruled_at, settings, now=now, zone=zone) if incident.severity in WAITS_FOR_WORK else ruled_at
    is_missed = incident.update_due_at is not None and incident.update_due_at <= max(at, now)
    return Next(at, Reason.PROMISE if is_missed else reason, ruled_at)


def next_to_move(
    incident: Incident, reminders: Reminders, settings: Settings, *, now: datetime, zone: str
) -> Next | None:
    """Return the next reminder that can be moved: that of a promised update cannot before the update is due."""
    is_ahead = incident.update_due_at is not None and incident.update_due_at > now
    movable = replace(incident, update_due_at=None) if is_ahead else incident
    return next_reminder(movable, reminders, settings, now=now, zone=zone)


def next_look(incident: Incident, coming: Next | None, *, now: datetime) -> datetime | None:
    """Return when the clock looks at it next: for the reminder that is coming, or to call a promise overdue."""
    if coming is not None:
        return coming.at
    due = incident.update_due_at
    return due if due is not None and due > now and not incident.is_deleted else None


def sent(reminders: Reminders, *, now: datetime) -> Reminders:
    """Return the reminders after one more; what was put off is over with it, unless it was put off for longer."""
    is_moved_on = reminders.moved_to is not None and reminders.moved_to > now + AS_GOOD_AS_THERE
    after = replace(reminders, sent=reminders.sent + 1, last_at=now)
    return after if is_moved_on else replace(after, moved_to=None, moved_at=None)


def are_moved(reminders: Reminders) -> bool:
    """Tell whether somebody moved the next one after the last was sent."""
    return reminders.moved_at is not None and (reminders.last_at is None or reminders.moved_at >= reminders.last_at)


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
    return replace(reminders, sent=0, moved_to=min(begins), moved_at=now)


def tomorrow_morning(now: datetime, settings: Settings, *, zone: str) -> datetime:
    """Return when work begins on the next day of somebody's calendar, whether they work on it or not; in UTC."""
    local = zone_named(zone)
    tomorrow = now.astimezone(local).date() + timedelta(days=1)
    return datetime.combine(tomorrow, settings.work_starts, tzinfo=local).astimezone(UTC)


def _ruled(incident: Incident, reminders: Reminders, settings: Settings) -> tuple[datetime, Reason]:
    """Return when a reminder comes, whatever the hour, and why; that of a promise comes in place of one so near to it.

    What was moved comes when it was moved to; only activity since lets it come later, and never sooner. A promise moves
    along only if it was due by then.
    """
    other = _of_the_ladder(incident, reminders, settings)
    due = incident.update_due_at if promise_is_pending(incident, reminders) else None
    if reminders.moved_to is not None and reminders.moved_at is not None:
        there = (reminders.moved_to, Reason.MOVED)
        other = there if incident.last_activity_at <= reminders.moved_at else max(other, there)
        due = reminders.moved_to if due is not None and due <= reminders.moved_at else due
    return (due, Reason.PROMISE) if due is not None and due <= other[0] + AS_GOOD_AS_THERE else other


def _at_a_decent_hour(ruled_at: datetime, settings: Settings, *, now: datetime, zone: str) -> datetime:
    at = first_working(ruled_at, settings, zone=zone)
    if at < now and not is_working(now, settings, zone=zone):
        return first_working(now, settings, zone=zone)
    return at


def _of_the_ladder(incident: Incident, reminders: Reminders, settings: Settings) -> tuple[datetime, Reason]:
    if reminders.sent == 0 or reminders.last_at is None:
        return incident.last_activity_at + threshold(incident, settings), Reason.SILENCE
    step = threshold(incident, settings) if reminders.sent < STEPS else DAILY
    return reminders.last_at + step, Reason.SILENCE
