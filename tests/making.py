"""Records made for tests, with every field that does not matter filled in."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from bot.rules.lifecycle import Move, Moved
from storage.records import Incident, Person, Role, Settings, Severity, Status, Workspace

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
TEAM = "T0ACME"

_INCIDENT = Incident(
    id=7,
    team_id=TEAM,
    number=42,
    title="Checkout is down",
    summary=None,
    severity=Severity.SEV3,
    own_priority=None,
    status=Status.OPEN,
    service=None,
    categories=(),
    reporter_id="U0ANA",
    assignee_id=None,
    opened_in="C0GENERAL",
    created_at=NOON,
    updated_at=NOON,
    acknowledged_at=None,
    mitigated_at=None,
    resolved_at=None,
    deleted_at=None,
    deleted_by=None,
    last_activity_at=NOON,
    update_due_at=None,
    card_channel=None,
    card_ts=None,
)


_SETTINGS = Settings(
    incidents_channel=None,
    reminder_minutes={Severity.SEV1: 30, Severity.SEV2: 120, Severity.SEV3: 1440, Severity.SEV4: 4320},
    work_starts=time(9),
    work_ends=time(17),
    work_days=(1, 2, 3, 4, 5),
    time_zone="UTC",
    holidays=(),
    daily_post_channel=None,
    daily_post_time=time(9),
    daily_post_days=(1, 2, 3, 4, 5),
    default_role=Role.RESPONDER,
)


def incident(**changes: Any) -> Incident:
    """Return an open SEV3 reported by Ana at noon, with these changes."""
    return replace(_INCIDENT, **changes)


def moved(move: Move, after: Incident, **changes: Any) -> Moved:
    """Return a move of Ana's that led there, and changed nothing else."""
    known: dict[str, Any] = {"move": move, "before": after, "after": after, "actor_id": "U0ANA"}
    return Moved(**(known | changes))


def person(**changes: Any) -> Person:
    """Return somebody Slack has described, with these changes."""
    return replace(Person(team_id=TEAM, id="U0ANA", name="ana", is_known=True), **changes)


def workspace(**changes: Any) -> Workspace:
    """Return a workspace that has decided nothing for itself, with these changes."""
    return replace(Workspace(id=TEAM, name="Acme", bot_user_id="U0BOT"), **changes)


def settings(**changes: Any) -> Settings:
    """Return what a workspace begins with, with these changes."""
    return replace(_SETTINGS, **changes)
