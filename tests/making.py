"""Records made for tests, with every field that does not matter filled in."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from storage.records import Incident, Person, Severity, Status, Workspace

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


def incident(**changes: Any) -> Incident:
    """Return an open SEV3 reported by Ana at noon, with these changes."""
    return replace(_INCIDENT, **changes)


def person(**changes: Any) -> Person:
    """Return somebody Slack has described, with these changes."""
    return replace(Person(team_id=TEAM, id="U0ANA", name="ana", is_known=True), **changes)


def workspace(**changes: Any) -> Workspace:
    """Return a workspace that has decided nothing for itself, with these changes."""
    return replace(Workspace(id=TEAM, name="Acme", bot_user_id="U0BOT"), **changes)
