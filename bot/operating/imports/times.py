"""When what happened to an incident, as far as a row says it: completed, checked, and told as a history."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.rules.names import STATUS_NAMES
from bot.views.spreadsheet import TIMES as NAMES
from bot.views.spreadsheet import iso
from storage.records import Change, HistoryEntry, Incident, Status

__all__ = ["NAMES", "completed", "history", "wrong"]

Times = Mapping[str, Any]
_PAST = tuple(name for name in NAMES if name != "update_due_at")
_OF_STATUS = {Status.RESOLVED: "resolved_at", Status.MITIGATED: "mitigated_at"}


def completed(status: Status, said: Times, *, now: datetime) -> dict[str, datetime | None]:
    """Return the times with those that follow from others."""
    times: dict[str, datetime | None] = {name: said[name] for name in NAMES}
    if entered := _OF_STATUS.get(status):
        times[entered] = times[entered] or times["updated_at"]
    if status is Status.RESOLVED:
        times["acknowledged_at"] = times["acknowledged_at"] or times["resolved_at"]
    there = [at for name in _PAST if (at := times[name])] or [now]
    times["created_at"] = times["created_at"] or min(there)
    times["updated_at"] = max(there)
    times["last_activity_at"] = times["last_activity_at"] or times["updated_at"]
    return times


def wrong(status: Status, said: Times, times: Times, *, unread: Collection[str], now: datetime) -> Iterator[str]:
    """Give what of what was said cannot have been, or is missing.

    `times` are those completed, `unread` the columns that hold what cannot be read.
    """
    entered = _OF_STATUS.get(status)
    if entered and times[entered] is None and {entered, "updated_at"}.isdisjoint(unread):
        yield f"{entered}: it is {STATUS_NAMES[status]}, but it is not said since when."
    if said["resolved_at"] and status is not Status.RESOLVED:
        yield f"resolved_at: it is {STATUS_NAMES[status]}, so it was not resolved. Empty one of the two."
    for name in _PAST:
        at = said[name]
        if at and at > now:
            yield f"{name}: {iso(at)} is in the future: in this workspace it is {iso(now.replace(microsecond=0))}."
        elif at and at < times["created_at"]:
            yield f"{name}: {iso(at)} is before created_at, {iso(times['created_at'])}."
    yield from _after_the_end(said)


def _after_the_end(said: Times) -> Iterator[str]:
    resolved = said["resolved_at"]
    for name in ("acknowledged_at", "mitigated_at"):
        if resolved and said[name] and said[name] > resolved:
            yield f"{name}: {iso(said[name])} is after resolved_at, {iso(resolved)}."


def history(incident: Incident) -> tuple[HistoryEntry, ...]:
    """Return what must have happened. Who did it is only known of the opening; of the rest nobody is said to have."""
    opened = HistoryEntry(
        change=Change.OPENED, new=incident.title, actor_id=incident.reporter_id, at=incident.created_at
    )
    assigned = HistoryEntry(
        change=Change.ASSIGNEE, new=incident.assignee_id, at=incident.acknowledged_at or incident.created_at
    )
    entries = [opened, *([assigned] if incident.assignee_id else [])]
    before = Status.OPEN
    for at, status in _steps(incident):
        if status is not before:
            entries.append(HistoryEntry(change=Change.STATUS, old=before, new=status, at=at))
            before = status
    return tuple(sorted(entries, key=lambda entry: entry.at or incident.created_at))


def _steps(incident: Incident) -> list[tuple[datetime, Status]]:
    """Return when it came to which status: last of all, and at the latest now, to the one it has."""
    last = incident.resolved_at or incident.updated_at
    if incident.status is Status.MITIGATED:
        last = incident.mitigated_at or last
    passed = [(incident.acknowledged_at, Status.IN_PROGRESS), (incident.mitigated_at, Status.MITIGATED)]
    steps = sorted((at, status) for at, status in passed if at and at < last)
    if incident.status is Status.IN_PROGRESS and incident.mitigated_at is None:
        last = incident.acknowledged_at or last
    return [*steps, (last, incident.status)]
