"""People are as Slack last described them; what they may do here, and where they are written to, is ours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, update

from storage import people
from storage.people import PersonNotFound
from storage.records import Person, Role
from storage.tables import people as table
from tests.making import NOON, TEAM, person
from tests.storage.conftest import OTHER, Rival

CY = Person(
    team_id=TEAM,
    id="U0CY",
    name="cy “the 🔥” :x % o'neil",
    time_zone="Europe/Ljubljana",
    is_active=False,
    is_guest=True,
    is_bot=True,
    is_workspace_admin=True,
)
CREW = ["U0A", "U0M", "U0Z"]


def test_somebody_new_is_as_slack_describes_them(tx: Connection) -> None:
    people.describe(tx, [CY], at=NOON)

    assert people.get(tx, TEAM, "U0CY") == replace(CY, is_known=True)


def test_describing_again_keeps_what_is_ours(tx: Connection) -> None:
    people.set_dm_channel(tx, TEAM, "U0ANA", "D0ANA")
    tx.execute(update(table).where(table.c.team_id == TEAM, table.c.id == "U0ANA").values(role=Role.ADMIN))
    described = replace(CY, id="U0ANA", role=Role.MEMBER, dm_channel="D0WRONG")

    people.describe(tx, [described], at=NOON + timedelta(days=1))

    assert people.get(tx, TEAM, "U0ANA") == replace(described, role=Role.ADMIN, dm_channel="D0ANA", is_known=True)


def test_describing_takes_back_what_no_longer_holds(tx: Connection) -> None:
    people.describe(tx, [CY], at=NOON)
    plain = Person(team_id=TEAM, id="U0CY", name="cy")

    people.describe(tx, [plain], at=NOON)

    assert people.get(tx, TEAM, "U0CY") == replace(plain, is_known=True)


def test_a_namesake_in_another_workspace_is_somebody_else(tx: Connection) -> None:
    people.describe(tx, [replace(CY, id="U0ANA")], at=NOON)
    people.set_dm_channel(tx, TEAM, "U0ANA", "D0ANA")

    assert people.get(tx, OTHER, "U0ANA") == person(team_id=OTHER, is_known=False)
    assert people.get(tx, TEAM, "U0BEN") == person(id="U0BEN", name="ben", is_known=False)


def test_somebody_met_is_not_known_yet(tx: Connection) -> None:
    people.meet(tx, TEAM, {"U0CY": "cy"})

    assert people.get(tx, TEAM, "U0CY") == Person(team_id=TEAM, id="U0CY", name="cy", is_known=False)


def test_meeting_somebody_again_changes_nothing(tx: Connection) -> None:
    people.describe(tx, [CY], at=NOON)

    people.meet(tx, TEAM, {"U0DEE": "dee", "U0CY": "somebody"})

    assert people.get(tx, TEAM, "U0CY") == replace(CY, is_known=True)
    assert people.get(tx, TEAM, "U0DEE").name == "dee"


def test_nobody_is_met_or_described(tx: Connection, statements: list[str]) -> None:
    people.meet(tx, TEAM, {})
    people.describe(tx, [], at=NOON)

    assert statements == []


def test_a_whole_page_of_people_is_described(tx: Connection) -> None:
    crowd = [person(id=f"U{number:04}", name=f"name {number}") for number in range(200)]

    people.describe(tx, reversed(crowd), at=NOON)

    assert [people.get(tx, TEAM, one.id) for one in crowd[::50]] == crowd[::50]


@pytest.mark.parametrize("team_id", [TEAM, "T0NOWHERE"])
def test_a_stranger_is_not_found(tx: Connection, team_id: str) -> None:
    with pytest.raises(PersonNotFound, match=r"^U0EVE$"):
        people.get(tx, team_id, "U0EVE")


def _describe(tx: Connection, ids: list[str]) -> None:
    people.describe(tx, [person(id=each, name=each) for each in ids], at=NOON)


def _meet(tx: Connection, ids: list[str]) -> None:
    people.meet(tx, TEAM, {each: each for each in ids})


@pytest.mark.parametrize("write", [_describe, _meet])
def test_two_at_once_in_opposite_order_do_not_deadlock(
    clean_engine: Engine, rival: Rival, second_rival: Rival, write: Callable[[Connection, list[str]], None]
) -> None:
    """One is held between its first row and its last, while the other begins from the far end."""

    def write_and_commit(tx: Connection, ids: list[str]) -> None:
        write(tx, ids)
        tx.commit()

    with clean_engine.connect() as ours:
        write(ours, CREW[1:2])
        forth = rival.must_wait(lambda tx: write_and_commit(tx, CREW))
        back = second_rival.must_wait(lambda tx: write_and_commit(tx, CREW[::-1]))
        ours.commit()

        forth.result(timeout=10)
        back.result(timeout=10)
