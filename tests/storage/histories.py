"""Random histories of incidents, stored in bulk, and what is to be counted of them: slowly, by going through each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.records import Measure, Span
from storage.tables import categories, history, incident_categories, incidents, services
from tests.making import NOON, TEAM

HOUR = timedelta(hours=1)
NEXT = {
    "open": ("in_progress", "mitigated", "resolved"),
    "in_progress": ("open", "mitigated", "resolved"),
    "mitigated": ("in_progress", "resolved", "resolved"),
    "resolved": ("in_progress", "in_progress", "in_progress"),
}


@dataclass(slots=True)
class Told:
    """An incident and the statuses it entered, the first when it was opened."""

    number: int
    moves: list[tuple[datetime, str]]
    severity: str
    service: str | None
    category: str | None
    assignee: str | None
    reporter: str
    is_deleted: bool
    is_acknowledged_by_comment: bool
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def opened(self) -> datetime:
        return self.moves[0][0]

    @property
    def acknowledged(self) -> datetime | None:
        """When it was first worked on; some are acknowledged by what is no move, an hour after opening."""
        moved = [at for at, status in self.moves if status != "open"]
        commented = [self.opened + HOUR] if self.is_acknowledged_by_comment else []
        return min(moved + commented, default=None)

    def status(self, moment: datetime) -> str | None:
        return next((status for at, status in reversed(self.moves) if at < moment), None)

    def resolved(self, moment: datetime) -> datetime | None:
        """When it was last resolved before the moment, if it was so then."""
        past = [(at, status) for at, status in self.moves if at < moment]
        return past[-1][0] if past and past[-1][1] == "resolved" else None


def told(number: int, code: bytes) -> Told:
    """Return the incident that the bytes stand for; all happens on full hours, so that much happens at once."""
    head, moves = code[:4].ljust(4, b"\0"), code[4:]
    at, status = NOON + head[0] % 24 * HOUR, "open"
    entered = [(at, status)]
    for byte in moves:
        at, status = at + (1 + byte // 3 % 6) * HOUR, NEXT[status][byte % 3]
        entered.append((at, status))
    return Told(
        number=number,
        moves=entered,
        severity=f"sev{head[1] % 4 + 1}",
        service=(None, "payments", "search")[head[1] // 4 % 3],
        category=(None, "api", "web")[head[1] // 12 % 3],
        assignee=(None, "U0ANA", "U0BEN")[head[2] % 3],
        reporter=("U0ANA", "U0BEN")[head[2] // 3 % 2],
        is_deleted=head[3] % 8 == 7,
        is_acknowledged_by_comment=head[3] // 8 % 4 == 3,
    )


def store(tx: Connection, everything: Sequence[Told]) -> None:
    """Store them, with their status history, in a few statements."""
    ids = dict(tx.execute(select(services.c.name, services.c.id)).all())
    labels = dict(tx.execute(select(categories.c.name, categories.c.id)).all())
    made = tx.execute(
        insert(incidents).returning(incidents.c.id, sort_by_parameter_order=True),
        [_row(one, ids) for one in everything],
    ).scalars()
    events, labelled = [], []
    for one, id_ in zip(everything, made, strict=True):
        common = {"team_id": TEAM, "incident_id": id_}
        events += [{**common, **event} for event in _events(one)]
        labelled += [{**common, "category_id": labels[one.category]}] if one.category else []
    tx.execute(insert(history).returning(history.c.id), events)
    if labelled:
        tx.execute(insert(incident_categories).returning(incident_categories.c.incident_id), labelled)


def _row(one: Told, ids: dict[str, int]) -> dict[str, Any]:
    last, status = one.moves[-1]
    mitigated = [at for at, entered in one.moves if entered == "mitigated"]
    return {
        "team_id": TEAM,
        "number": one.number,
        "title": "Checkout is down",
        "severity": one.severity,
        "status": status,
        "service_id": ids.get(one.service or ""),
        "reporter_id": one.reporter,
        "assignee_id": one.assignee,
        "created_at": one.opened,
        "updated_at": NOON + 9000 * HOUR,
        "last_activity_at": NOON,
        "acknowledged_at": one.acknowledged,
        "mitigated_at": max(mitigated, default=None),
        "resolved_at": last if status == "resolved" else None,
        "deleted_at": NOON if one.is_deleted else None,
        "deleted_by": "U0ANA" if one.is_deleted else None,
    }


def _events(one: Told) -> list[dict[str, Any]]:
    opened = {"at": one.opened, "change": "opened", "old": None, "new": "Checkout is down"}
    moved = [
        {"at": at, "change": "status", "old": before, "new": after} for (_, before), (at, after) in pairwise(one.moves)
    ]
    other = {"at": one.opened + HOUR, "change": "title", "old": "resolved", "new": "resolved"}
    return [opened, *moved, other]


def behind(measure: Measure, span: Span, everything: Sequence[Told]) -> set[int]:
    """Return the numbers of the incidents behind a number."""
    return {one.number for one in everything if not one.is_deleted and _is_behind(measure, span, one)}


def _is_behind(measure: Measure, span: Span, one: Told) -> bool:
    left = [at for (_, before), (at, _) in pairwise(one.moves) if before == "resolved"]
    moments: dict[Measure, list[datetime | None]] = {
        Measure.OPENED: [one.opened],
        Measure.ACKNOWLEDGED: [one.acknowledged],
        Measure.RESOLVED: [one.resolved(span.ends)],
        Measure.REOPENED: [*left],
    }
    if measure in moments:
        return any(moment is not None and span.begins <= moment < span.ends for moment in moments[measure])
    stood = one.status(span.begins if measure is Measure.CARRIED_OVER else span.ends)
    return stood not in (None, "resolved")


def percentiles(seconds: Sequence[float]) -> tuple[float, float] | None:
    """Return p50 and p90; between two values, in proportion."""
    if not seconds:
        return None
    ranked = sorted(seconds)

    def at(share: float) -> float:
        place = share * (len(ranked) - 1)
        low, high = ranked[int(place)], ranked[min(int(place) + 1, len(ranked) - 1)]
        return low + (high - low) * (place - int(place))

    return at(0.5), at(0.9)
