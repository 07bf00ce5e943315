"""What each person looks at on their Home tab: kept click by click, and drawn again only for those who opened it."""

from sqlalchemy import Connection, Engine, RowMapping, select

from storage import homes, outbox
from storage.records import Delivered, Home, NewOutboxItem
from storage.tables import outbox as table
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, Rival

SAID = {"type": "section", "text": {"type": "mrkdwn", "text": "You have #1."}}


def item(person_id: str = "U0ANA") -> NewOutboxItem:
    return NewOutboxItem(lane=f"home:{person_id}", kind="refresh_home", effect={"person_id": person_id})


def put(tx: Connection) -> list[RowMapping]:
    return list(tx.execute(select(table).order_by(table.c.id)).mappings())


def test_what_was_looked_at_is_there_when_the_tab_is_opened_again(tx: Connection) -> None:
    assert homes.get(tx, TEAM, "U0ANA") is None
    homes.open_(tx, TEAM, "U0ANA", at=NOON)
    assert homes.get(tx, TEAM, "U0ANA") == Home("", 0)

    assert homes.keep(tx, TEAM, "U0ANA", state="unassigned", after=0, at=NOON) is True
    homes.tell(tx, TEAM, "U0ANA", [SAID])

    assert homes.get(tx, TEAM, "U0ANA") == Home("unassigned", 1, (SAID,))
    assert homes.get(tx, OTHER, "U0ANA") is None
    homes.open_(tx, TEAM, "U0ANA", at=NOON)
    assert homes.get(tx, TEAM, "U0ANA") == Home("unassigned", 1)


def test_the_next_click_ends_what_was_said(tx: Connection) -> None:
    homes.open_(tx, TEAM, "U0ANA", at=NOON)
    homes.open_(tx, TEAM, "U0BEN", at=NOON)
    homes.tell(tx, TEAM, "U0ANA", [SAID])

    assert homes.keep(tx, TEAM, "U0ANA", state="mine", after=0, at=NOON) is True
    assert homes.get(tx, TEAM, "U0ANA") == Home("mine", 1)
    assert homes.get(tx, TEAM, "U0BEN") == Home("", 0)


def test_of_two_clicks_on_the_same_tab_the_second_learns_of_the_first(clean_engine: Engine, rival: Rival) -> None:
    with clean_engine.begin() as tx:
        homes.open_(tx, TEAM, "U0ANA", at=NOON)
    with clean_engine.connect() as ours:
        homes.keep(ours, TEAM, "U0ANA", state="first", after=0, at=NOON)
        second = rival.must_wait(lambda tx: homes.keep(tx, TEAM, "U0ANA", state="second", after=0, at=NOON))
        ours.commit()

        assert second.result(timeout=10) is False


def test_a_click_on_a_tab_whose_row_is_gone_is_kept(tx: Connection) -> None:
    assert homes.keep(tx, TEAM, "U0ANA", state="mine", after=7, at=NOON) is True
    assert homes.get(tx, TEAM, "U0ANA") == Home("mine", 8)


def test_a_tab_is_drawn_again_for_those_who_have_opened_it_and_once_for_all_that_wait(tx: Connection) -> None:
    homes.open_(tx, TEAM, "U0ANA", at=NOON)

    for person_id in ("U0ANA", "U0BEN", "U0ANA"):
        homes.refresh(tx, TEAM, person_id, item(person_id))
    homes.refresh(tx, OTHER, "U0ANA", item())

    [waiting] = put(tx)
    assert (waiting["team_id"], waiting["lane"], waiting["kind"]) == (TEAM, "home:U0ANA", "refresh_home")
    assert waiting["effect"] == {"person_id": "U0ANA"}


def test_what_changes_while_a_tab_is_being_drawn_is_drawn_afterwards(tx: Connection) -> None:
    homes.open_(tx, TEAM, "U0ANA", at=NOON)
    homes.refresh(tx, TEAM, "U0ANA", item())
    leased = outbox.lease_next(tx, TEAM)
    assert leased is not None

    homes.refresh(tx, TEAM, "U0ANA", item())

    assert outbox.lease_next(tx, TEAM) is None
    outbox.finish(tx, leased, Delivered())
    assert outbox.lease_next(tx, TEAM) is not None
