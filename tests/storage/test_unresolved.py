"""What somebody has to see to: reported or assigned, unresolved, worst first."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import incidents
from storage.records import Incident, Severity, Status
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, new_incident

RESOLVED = {"status": Status.RESOLVED, "acknowledged_at": NOON, "resolved_at": NOON}
DELETED = {"deleted_at": NOON, "deleted_by": "U0BEN"}


def opened(tx: Connection, *, as_: dict[str, Any] | None = None, **new: Any) -> Incident:
    """Store an incident, and what became of it."""
    incident = incidents.create(tx, new_incident(**new))
    became = replace(incident, **(as_ or {}))
    incidents.save(tx, became)
    return became


def of_ana(tx: Connection, *, only_reported: bool = False, limit: int = 10) -> list[int]:
    found = incidents.unresolved_of(tx, TEAM, "U0ANA", only_reported=only_reported, limit=limit)
    return [incident.number for incident in found]


@pytest.mark.parametrize(
    ("reporter_id", "assignee_id", "is_concerned", "has_reported"),
    [
        ("U0ANA", None, True, True),
        ("U0ANA", "U0BEN", True, True),
        ("U0ANA", "U0ANA", True, True),
        ("U0BEN", "U0ANA", True, False),
        ("U0BEN", "U0BEN", False, False),
        ("U0BEN", None, False, False),
    ],
)
def test_what_somebody_reported_or_is_assigned_concerns_them(
    tx: Connection, reporter_id: str, assignee_id: str | None, *, is_concerned: bool, has_reported: bool
) -> None:
    opened(tx, reporter_id=reporter_id, assignee_id=assignee_id)

    assert of_ana(tx) == ([1] if is_concerned else [])
    assert of_ana(tx, only_reported=True) == ([1] if has_reported else [])


@pytest.mark.parametrize(
    ("became", "is_unresolved"),
    [
        ({}, True),
        ({"status": Status.IN_PROGRESS}, True),
        ({"status": Status.MITIGATED, "mitigated_at": NOON}, True),
        (RESOLVED, False),
        (DELETED, False),
        (RESOLVED | DELETED, False),
    ],
)
def test_what_is_over_or_deleted_is_left_out(tx: Connection, became: dict[str, Any], *, is_unresolved: bool) -> None:
    opened(tx, as_=became)

    assert of_ana(tx) == ([1] if is_unresolved else [])


def test_the_worst_come_first_then_the_oldest(tx: Connection) -> None:
    for severity in (Severity.SEV3, Severity.SEV1, Severity.SEV4, Severity.SEV1, Severity.SEV2, Severity.SEV3):
        opened(tx, severity=severity)

    assert of_ana(tx) == [2, 4, 5, 1, 6, 3]
    assert of_ana(tx, limit=3) == [2, 4, 5]


def test_each_workspace_has_its_own(tx: Connection) -> None:
    opened(tx, team_id=OTHER)

    assert of_ana(tx) == []
    assert len(incidents.unresolved_of(tx, OTHER, "U0ANA", only_reported=False, limit=10)) == 1


def test_any_number_is_one_statement(tx: Connection, statements: list[str]) -> None:
    stored = [opened(tx) for _ in range(3)]
    statements.clear()

    assert incidents.unresolved_of(tx, TEAM, "U0ANA", only_reported=False, limit=10) == stored
    assert len(statements) == 1
