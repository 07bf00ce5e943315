"""The outbox while several have a hand in it: nothing is said twice, and no last change is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, select

from storage import incidents, outbox
from storage.records import Delivered, NewOutboxItem, OutboxItem
from storage.tables import outbox as table
from tests.making import TEAM
from tests.storage.conftest import OTHER, Rival, new_incident

REFRESH = NewOutboxItem(lane="card:1", kind="refresh_card", effect={"number": 1})


def say(tx: Connection, *lanes: str) -> None:
    outbox.put(tx, TEAM, [NewOutboxItem(lane=lane, kind="post_in_thread") for lane in lanes])


def refresh(tx: Connection) -> None:
    outbox.put(tx, TEAM, [REFRESH])


def retitle(tx: Connection, title: str) -> None:
    """Do what a deed does: lock, save, put a refresh."""
    incidents.save(tx, replace(incidents.lock(tx, TEAM, 1), title=title))
    refresh(tx)


def attempts(engine: Engine) -> list[int]:
    with engine.connect() as tx:
        return list(tx.execute(select(table.c.attempts).order_by(table.c.id)).scalars())


@pytest.fixture
def opened(clean_engine: Engine) -> Engine:
    """Give an engine on a database with an incident whose card waits to be refreshed."""
    with clean_engine.begin() as tx:
        incidents.create(tx, new_incident(title="before"))
        refresh(tx)
    return clean_engine


def test_nothing_is_said_before_the_commit_or_after_a_rollback(clean_engine: Engine) -> None:
    with clean_engine.connect() as ours:
        say(ours, "card:1")
        assert _leased(clean_engine) is None
        ours.rollback()
        assert _leased(clean_engine) is None

        say(ours, "card:1")
        ours.commit()
        assert _leased(clean_engine) is not None


def test_open_claims_never_hold_the_same_item_or_lane(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        say(tx, "card:1", "card:2", "card:1", "card:3")

    with clean_engine.connect() as a, clean_engine.connect() as b, clean_engine.connect() as c:
        leased = [outbox.lease_next(tx, TEAM) for tx in (a, b, c, a, b, c)]

    # Each keeps the others from the next one as well, until it has claimed.
    assert [item and item.lane for item in leased] == ["card:1", "card:3", None, "card:2", None, None]


def test_a_claim_that_was_rolled_back_never_was(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        say(tx, "card:1")

    with clean_engine.connect() as ours, clean_engine.connect() as theirs:
        outbox.lease_next(ours, TEAM)
        ours.rollback()
        item = outbox.lease_next(theirs, TEAM)

    assert item is not None
    assert (item.attempts, item.is_doubtful) == (1, False)


def test_a_refresh_waits_for_the_change_that_is_not_committed_yet(opened: Engine) -> None:
    """Whoever puts a refresh holds it until the commit; claimed before, the card would show what was before."""
    with opened.connect() as writer, opened.connect() as delivery:
        retitle(writer, "after")
        assert outbox.lease_next(delivery, TEAM) is None
        writer.commit()

        assert outbox.lease_next(delivery, TEAM) is not None
        assert incidents.get(delivery, TEAM, 1).title == "after"


def test_a_refresh_put_while_it_is_claimed_is_another_one(opened: Engine, rival: Rival) -> None:
    def retitle_and_commit(tx: Connection) -> None:
        retitle(tx, "after")
        tx.commit()

    with opened.connect() as delivery:
        claimed = outbox.lease_next(delivery, TEAM)
        put = rival.must_wait(retitle_and_commit)
        assert incidents.get(delivery, TEAM, 1).title == "before"
        delivery.commit()
        put.result(timeout=10)

        assert attempts(opened) == [1, 0]
        assert outbox.lease_next(delivery, TEAM) is None
        assert outbox.finish(delivery, _known(claimed), Delivered())
        assert outbox.lease_next(delivery, TEAM) is not None
        assert incidents.get(delivery, TEAM, 1).title == "after"


def test_a_refresh_put_while_a_claim_fails_is_the_same_one(opened: Engine, rival: Rival) -> None:
    def refresh_and_commit(tx: Connection) -> None:
        refresh(tx)
        tx.commit()

    with opened.connect() as delivery:
        outbox.lease_next(delivery, TEAM)
        put = rival.must_wait(refresh_and_commit)
        delivery.rollback()
        put.result(timeout=10)

    assert attempts(opened) == [0]


def test_a_refresh_that_is_merged_says_when(opened: Engine) -> None:
    times = select(table.c.created_at, table.c.touched_at, table.c.available_at)
    with opened.connect() as tx:
        before = tx.execute(times).one()
        tx.commit()
        refresh(tx)
        after = tx.execute(times).one()

    assert after.touched_at > before.touched_at
    assert (after.created_at, after.available_at) == (before.created_at, before.available_at)


def test_two_who_change_different_things_never_wait_for_each_other(clean_engine: Engine) -> None:
    with clean_engine.connect() as ours, clean_engine.connect() as theirs:
        outbox.put(ours, TEAM, [replace(REFRESH, lane="card:1")])
        outbox.put(theirs, TEAM, [replace(REFRESH, lane="card:2")])


def test_of_many_changes_by_many_the_last_is_shown_last(opened: Engine) -> None:
    """Three change the incident, two deliver, as they would in earnest; every change is a greater number."""
    shown: list[int] = []
    all_is_written = Event()

    def write(_: int) -> None:
        for _ in range(10):
            with opened.begin() as tx:
                incident = incidents.lock(tx, TEAM, 1)
                incidents.save(tx, replace(incident, summary=str(int(incident.summary or 0) + 1)))
                refresh(tx)

    def deliver(_: int) -> None:
        is_last_look = False
        while not is_last_look:
            is_last_look = all_is_written.is_set()
            while item := _leased(opened):
                with opened.begin() as tx:
                    shown.append(int(incidents.get(tx, TEAM, 1).summary or 0))
                with opened.begin() as tx:
                    assert outbox.finish(tx, item, Delivered())

    with ThreadPoolExecutor(3) as writers, ThreadPoolExecutor(2) as deliverers:
        delivered = deliverers.map(deliver, range(2))
        list(writers.map(write, range(3)))
        all_is_written.set()
        list(delivered)

    assert shown[-1] == 30
    assert shown == sorted(shown)
    assert attempts(opened) == [1] * len(shown)


def test_an_earlier_item_that_commits_later_waits_while_its_lane_is_spoken_on(clean_engine: Engine) -> None:
    with clean_engine.connect() as slow:
        say(slow, "dm:U0ANA")
        with clean_engine.begin() as quick:
            say(quick, "dm:U0ANA")
        spoken = _known(_leased(clean_engine))
        slow.commit()

    assert _leased(clean_engine) is None
    with clean_engine.begin() as tx:
        outbox.finish(tx, spoken, Delivered())
    assert _known(_leased(clean_engine)).id < spoken.id


def test_a_workspace_leases_nothing_of_another(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        outbox.put(tx, OTHER, [NewOutboxItem(lane="card:1", kind="post_in_thread")])

    assert _leased(clean_engine) is None
    with clean_engine.begin() as tx:
        assert _known(outbox.lease_next(tx, OTHER)).team_id == OTHER


def _leased(engine: Engine) -> OutboxItem | None:
    with engine.begin() as tx:
        return outbox.lease_next(tx, TEAM)


def _known(item: OutboxItem | None) -> OutboxItem:
    assert item is not None
    return item
