"""A trouble is told once, until it is over, however many find it at once; and who is told."""

from datetime import timedelta

from sqlalchemy import Connection, Engine, func, select, update

from storage import outbox, people, troubles
from storage.records import NewOutboxItem
from storage.tables import outbox as outbox_table
from storage.tables import people as people_table
from tests.making import NOON, TEAM, person
from tests.storage.conftest import OTHER, Rival

LOOK = NewOutboxItem(lane="channels", kind="find_incidents_channel", effect={"name": "incidents", "cursor": ""})


def test_a_trouble_begins_once(tx: Connection) -> None:
    assert troubles.begin(tx, TEAM, "archived", "C1")

    assert not troubles.begin(tx, TEAM, "archived", "C1")
    assert troubles.begin(tx, TEAM, "archived", "C2")
    assert troubles.begin(tx, OTHER, "archived", "C1")


def test_a_trouble_that_is_over_may_begin_again(tx: Connection) -> None:
    for key in ("C1", "C2"):
        troubles.begin(tx, TEAM, "archived", key)
    troubles.begin(tx, OTHER, "archived", "C1")

    troubles.end(tx, TEAM, ["archived", "unknown"], keys=["C1"])

    assert not troubles.is_known(tx, TEAM, ["archived"], key="C1")
    assert troubles.is_known(tx, TEAM, ["archived"])
    assert troubles.is_known(tx, OTHER, ["archived"], key="C1")
    troubles.end(tx, TEAM, ["archived"])
    assert not troubles.is_known(tx, TEAM, ["archived"])


def test_of_two_who_find_a_trouble_at_once_one_tells(clean_engine: Engine, rival: Rival) -> None:
    with clean_engine.connect() as ours:
        assert troubles.begin(ours, TEAM, "archived", "C1")
        theirs = rival.must_wait(lambda tx: troubles.begin(tx, TEAM, "archived", "C1"))
        ours.commit()

        assert theirs.result(timeout=10) is False


def test_admins_are_those_slack_or_we_say_and_who_can_act(tx: Connection) -> None:
    described = [
        person(id="U1", is_workspace_admin=True),
        person(id="U2"),
        person(id="U3"),
        person(id="U4", is_workspace_admin=True, is_active=False),
        person(id="U5", is_bot=True),
        person(id="U6", is_guest=True),
    ]
    people.describe(tx, described, at=NOON)
    people.meet(tx, TEAM, {"U7": "not described"})
    of_ours = people_table.c.id.in_(["U3", "U5", "U6", "U7"])
    tx.execute(update(people_table).where(of_ours).values(role="admin"))

    assert [admin.id for admin in people.admins(tx, TEAM, limit=20)] == ["U1", "U3"]
    assert [admin.id for admin in people.admins(tx, TEAM, limit=1)] == ["U1"]


def test_somebody_who_is_gone_keeps_their_name_unless_they_came_back_since(tx: Connection) -> None:
    people.describe(tx, [person(id="U1", name="ana"), person(id="U2", name="ben")], at=NOON)

    for person_id, at in (("U1", NOON + timedelta(hours=1)), ("U2", NOON - timedelta(hours=1)), ("U9", NOON)):
        people.gone(tx, TEAM, person_id, at=at)

    found = [people.get(tx, TEAM, person_id) for person_id in ("U1", "U2")]
    assert [(one.name, one.is_active) for one in found] == [("ana", False), ("ben", True)]


def looks(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(outbox_table)).scalar_one()


def test_what_only_asks_waits_once(tx: Connection) -> None:
    for _ in range(3):
        outbox.put_once(tx, TEAM, LOOK)
    assert looks(tx) == 1

    outbox.lease_next(tx, TEAM)
    for _ in range(3):
        outbox.put_once(tx, TEAM, LOOK)
    outbox.put_once(tx, OTHER, LOOK)
    outbox.put_once(tx, TEAM, NewOutboxItem(lane=LOOK.lane, kind=LOOK.kind, effect={"name": "x", "cursor": ""}))

    assert looks(tx) == 4


def test_of_two_who_ask_at_once_one_is_enough(clean_engine: Engine, rival: Rival) -> None:
    def look_and_commit(tx: Connection) -> None:
        outbox.put_once(tx, TEAM, LOOK)
        tx.commit()

    with clean_engine.connect() as ours:
        outbox.put_once(ours, TEAM, LOOK)
        theirs = rival.must_wait(look_and_commit)
        ours.commit()
        theirs.result(timeout=10)

        assert looks(ours) == 1


def test_what_is_parked_from_the_beginning_is_never_leased(tx: Connection) -> None:
    outbox.put_parked(tx, TEAM, LOOK, reason="it cannot be read")

    assert outbox.lease_next(tx, TEAM) is None
    assert tx.execute(select(outbox_table.c.last_error)).scalar_one() == "it cannot be read"


def test_who_lost_the_lease_tries_nowhere(tx: Connection) -> None:
    outbox.put_once(tx, TEAM, LOOK)
    slow = outbox.lease_next(tx, TEAM)
    tx.execute(update(outbox_table).values(leased_until=func.now() - timedelta(seconds=1)))
    quick = outbox.lease_next(tx, TEAM)
    assert slow is not None
    assert quick is not None

    assert not outbox.try_in(tx, slow, "C1")

    assert outbox.try_in(tx, quick, "C2")
    tx.execute(update(outbox_table).values(leased_until=func.now() - timedelta(seconds=1)))
    again = outbox.lease_next(tx, TEAM)
    assert again is not None
    assert again.channel == "C2"


def test_who_tries_somewhere_has_the_lease_anew(tx: Connection) -> None:
    outbox.put_once(tx, TEAM, LOOK)
    leased = outbox.lease_next(tx, TEAM)
    assert leased is not None
    tx.execute(update(outbox_table).values(leased_until=func.now() + timedelta(seconds=1)))

    assert outbox.try_in(tx, leased, "C1")

    left = tx.execute(select(outbox_table.c.leased_until - func.now())).scalar_one()
    assert left == outbox.LEASE
