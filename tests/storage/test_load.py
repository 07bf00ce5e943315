"""People come the most loaded first, then by name, a page at a time; a role is set and what it was is told."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import incidents, load, people
from storage.people import PersonNotFound
from storage.records import Person, Role, Status
from storage.tables import incidents as incident_table
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, new_incident


def somebody(name: str, **changes: Any) -> Person:
    return replace(Person(team_id=TEAM, id=f"U0{name.upper()}", name=name, is_known=True), **changes)


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a workspace in which Dee has three, Ben and Cy one, Eli, who is gone, two, and others nothing."""
    crowd = [somebody(name) for name in ("ana", "Ben", "cy", "dee", "Fay")]
    crowd += [somebody("eli", is_active=False), somebody("gus", is_active=False), somebody("bot", is_bot=True)]
    people.describe(tx, crowd, at=NOON)
    for assignee in ("U0DEE", "U0DEE", "U0DEE", "U0BEN", "U0CY", "U0ELI", "U0ELI"):
        incidents.create(tx, new_incident(assignee_id=assignee))
    incidents.create(tx, new_incident(team_id=OTHER, assignee_id="U0EVE"))
    incidents.create(tx, new_incident(reporter_id="U0BEN", assignee_id="U0ANA"))
    incidents.create(tx, new_incident(reporter_id="U0BEN", assignee_id="U0ANA"))
    resolved = {"status": Status.RESOLVED, "acknowledged_at": NOON, "resolved_at": NOON}
    gone = {"deleted_at": NOON, "deleted_by": "U0BEN"}
    for number, values in ((8, resolved), (9, gone)):
        tx.execute(
            incident_table.update()
            .where(incident_table.c.team_id == TEAM, incident_table.c.number == number)
            .values(**values)
        )
    return tx


def shown(tx: Connection, *, after: tuple[int, str] | None = None, before: tuple[int, str] | None = None) -> list[str]:
    return [f"{row.person.name} {row.load}" for row in load.page(tx, TEAM, limit=3, after=after, before=before)]


def test_pages_lead_back_and_forth_from_the_most_loaded(tx: Connection) -> None:
    assert shown(tx) == ["dee 3", "eli 2", "Ben 1"]
    assert shown(tx, after=(1, "U0BEN")) == ["cy 1", "ana 0", "Fay 0"]
    assert shown(tx, after=(0, "U0FAY")) == []
    assert shown(tx, before=(0, "U0FAY")) == ["Ben 1", "cy 1", "ana 0"]
    assert shown(tx, before=(1, "U0BEN")) == ["dee 3", "eli 2"]
    assert shown(tx, after=(0, "U0NOBODY")) == []


def test_load_is_counted_of_all_or_of_one_reporter(tx: Connection) -> None:
    incidents.create(tx, new_incident(reporter_id="U0BEN", assignee_id="U0CY"))

    assert [load.of(tx, TEAM, f"U0{who}") for who in ("DEE", "CY", "ANA")] == [3, 2, 0]
    assert load.of(tx, TEAM, "U0CY", reporter_id="U0BEN") == 1
    own = load.page(tx, TEAM, limit=2, reporter_id="U0BEN")
    assert [(row.person.name, row.load) for row in own] == [("cy", 1), ("ana", 0)]


def test_a_role_is_set_and_what_it_was_is_told(tx: Connection) -> None:
    assert people.set_role(tx, TEAM, "U0ANA", Role.ADMIN) is None
    assert people.set_role(tx, TEAM, "U0ANA", Role.MEMBER) is Role.ADMIN
    assert people.get(tx, TEAM, "U0ANA").role is Role.MEMBER
    assert people.set_role(tx, TEAM, "U0ANA", None) is Role.MEMBER

    assert (people.get(tx, TEAM, "U0ANA").role, people.get(tx, OTHER, "U0ANA").role) == (None, None)
    with pytest.raises(PersonNotFound):
        people.set_role(tx, TEAM, "U0EVE", Role.ADMIN)
