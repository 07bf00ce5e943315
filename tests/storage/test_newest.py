"""Pages of the newest incidents are cut by key: none is shown twice or left out, whatever is opened meanwhile."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage import choices, incidents
from storage.records import Incident
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, new_incident

# Minutes after noon; the third, fourth and fifth are opened in the same moment.
OPENED = [0, 2, 1, 1, 1, 3]
NEWEST_FIRST = [6, 2, 5, 4, 3, 1]


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a transaction in which six incidents were opened."""
    for number, minutes in enumerate(OPENED, start=1):
        open_at(tx, NOON + timedelta(minutes=minutes), reporter_id="U0BEN" if number % 2 else "U0ANA")
    return tx


def open_at(tx: Connection, at: datetime, *, reporter_id: str = "U0ANA", team_id: str = TEAM) -> Incident:
    return incidents.create(tx, new_incident(created_at=at, reporter_id=reporter_id, team_id=team_id))


def numbers(found: list[Incident]) -> list[int]:
    return [incident.number for incident in found]


def after(page: list[Incident]) -> tuple[datetime, int]:
    return page[-1].created_at, page[-1].id


def test_the_newest_come_first_and_never_change_places(tx: Connection) -> None:
    assert numbers(incidents.newest(tx, TEAM, limit=10)) == NEWEST_FIRST


@pytest.mark.parametrize("size", range(1, 8))
def test_pages_hold_each_incident_once(tx: Connection, size: int) -> None:
    page = incidents.newest(tx, TEAM, limit=size)
    shown = numbers(page)
    while page:
        assert len(page) <= size
        page = incidents.newest(tx, TEAM, limit=size, before=after(page))
        shown += numbers(page)

    assert shown == NEWEST_FIRST


def test_pages_do_not_shift_when_others_open_incidents(tx: Connection) -> None:
    page = incidents.newest(tx, TEAM, limit=2)
    shown = numbers(page)
    while page:
        open_at(tx, NOON + timedelta(hours=1))
        open_at(tx, page[-1].created_at, team_id=OTHER)
        page = incidents.newest(tx, TEAM, limit=2, before=after(page))
        shown += numbers(page)

    assert shown == NEWEST_FIRST


def test_one_opened_in_the_moment_of_the_cursor_is_newer_than_it(tx: Connection) -> None:
    """Its id is greater, so it belongs to the page before."""
    page = incidents.newest(tx, TEAM, limit=3)
    assert numbers(page)[-1] == 5

    open_at(tx, page[-1].created_at)

    assert numbers(incidents.newest(tx, TEAM, limit=3, before=after(page))) == [4, 3, 1]


def test_somebodys_own_can_be_asked_for(tx: Connection) -> None:
    mine = incidents.newest(tx, TEAM, limit=2, reporter_id="U0ANA")

    assert numbers(mine) == [6, 2]
    assert numbers(incidents.newest(tx, TEAM, limit=2, reporter_id="U0ANA", before=after(mine))) == [4]


def test_each_workspace_sees_its_own(tx: Connection) -> None:
    theirs = open_at(tx, NOON, team_id=OTHER)

    assert incidents.newest(tx, OTHER, limit=10) == [theirs]
    assert numbers(incidents.newest(tx, TEAM, limit=10)) == NEWEST_FIRST


def test_services_and_categories_come_with_the_page(tx: Connection, statements: list[str]) -> None:
    whole = new_incident(
        created_at=NOON + timedelta(hours=1),
        service=choices.service_named(tx, TEAM, "checkout"),
        categories=choices.categories_named(tx, TEAM, ["network", "storage"]),
    )
    created = [incidents.create(tx, whole) for _ in range(3)]
    statements.clear()

    page = incidents.newest(tx, TEAM, limit=4)

    assert page[:3] == created[::-1]
    assert (page[3].service, page[3].categories) == (None, ())
    assert len(statements) == 1
