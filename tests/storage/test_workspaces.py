"""A workspace is installed as often as Slack likes, and read together with the people an act concerns."""

import pytest
from sqlalchemy import Connection, select, update

from storage import incidents, people, workspaces
from storage.records import Role, Workspace
from storage.tables import workspaces as table
from storage.workspaces import WorkspaceNotFound
from tests import making
from tests.making import NOON, TEAM, person
from tests.storage.conftest import OTHER, new_incident


def test_a_new_workspace_has_decided_nothing(tx: Connection) -> None:
    assert workspaces.get(tx, TEAM) == making.workspace()


def test_installing_again_keeps_what_was_decided(tx: Connection) -> None:
    decided = {"incidents_channel": "C0INCIDENTS", "default_role": Role.MEMBER, "uninstalled_at": NOON}
    tx.execute(update(table).where(table.c.id == TEAM).values(decided))
    workspaces.set_default_channel(tx, TEAM, "C0FOUND")
    incidents.create(tx, new_incident())

    workspaces.install(tx, TEAM, name="Acme & Sons", bot_user_id="U0NEWBOT")

    assert workspaces.get(tx, TEAM) == Workspace(
        id=TEAM,
        name="Acme & Sons",
        bot_user_id="U0NEWBOT",
        incidents_channel="C0INCIDENTS",
        default_channel="C0FOUND",
        default_role=Role.MEMBER,
    )
    assert tx.execute(select(table.c.uninstalled_at).where(table.c.id == TEAM)).scalar_one() is None
    assert incidents.create(tx, new_incident()).number == 2


def test_the_channel_that_was_found_can_be_lost_again(tx: Connection) -> None:
    workspaces.set_default_channel(tx, TEAM, "C0FOUND")
    workspaces.set_default_channel(tx, OTHER, "C0THEIRS")

    workspaces.set_default_channel(tx, TEAM, None)

    assert workspaces.get(tx, TEAM).default_channel is None
    assert workspaces.get(tx, OTHER).default_channel == "C0THEIRS"


def test_those_on_record_come_with_the_workspace_in_one_statement(tx: Connection, statements: list[str]) -> None:
    ben = person(id="U0BEN", name="Ben", time_zone="Europe/Ljubljana", is_workspace_admin=True)
    people.describe(tx, [ben], at=NOON)
    statements.clear()

    workspace, known = workspaces.with_people(tx, TEAM, ["U0BEN", "U0EVE", "U0ANA", "U0BEN", "it's \\ % :x"])

    assert workspace == making.workspace()
    assert known == {"U0ANA": person(is_known=False), "U0BEN": ben}
    assert len(statements) == 1


@pytest.mark.parametrize("ids", [[], ["U0STRANGER"], ["U0EVE"]])
def test_a_workspace_comes_without_people_who_are_not_on_record(tx: Connection, ids: list[str]) -> None:
    assert workspaces.with_people(tx, TEAM, ids) == (making.workspace(), {})


@pytest.mark.parametrize("ids", [[], ["U0ANA"]])
def test_a_workspace_that_has_not_installed_the_app_is_not_found(tx: Connection, ids: list[str]) -> None:
    with pytest.raises(WorkspaceNotFound, match=r"^T0NOWHERE$"):
        workspaces.with_people(tx, "T0NOWHERE", ids)
