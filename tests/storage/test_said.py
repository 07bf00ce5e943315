"""What was said about an incident is found again, so that it can be edited: one message of many items."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from storage import incidents, outbox
from storage.records import Delivered, Incident, NewOutboxItem, Outcome, Parked, Postponed
from storage.said import BEING_SAID, Said, is_being_said, last_said, let_go_on, next_said
from storage.tables import outbox as table
from tests.making import TEAM
from tests.storage.conftest import new_incident
from tests.waiting import is_waited_for, until

KIND = "send_direct_message"
BEN, ANA = "dm:U0BEN", "dm:U0ANA"
WAITING = ((BEN, "one"), (BEN, "two"), ("dm:U0CHLOE", "another lane"), (BEN, "three"))


@pytest.fixture
def incident(tx: Connection) -> Incident:
    return incidents.create(tx, new_incident())


def say(
    tx: Connection,
    incident: Incident | None,
    words: str,
    *,
    lane: str = BEN,
    outcome: Outcome | None = None,
    ts: str = "1",
) -> int:
    """Put an item and finish it; return its id."""
    about = incident.id if incident else None
    outbox.put(tx, TEAM, [NewOutboxItem(lane=lane, kind=KIND, effect={"sentence": words}, incident_id=about)])
    item = outbox.lease_next(tx, TEAM)
    assert item is not None
    outbox.finish(tx, item, outcome or Delivered(channel=f"D{lane}", ts=ts))
    return item.id


def sentences(said: Said | None) -> list[str]:
    return [effect["sentence"] for effect in said.effects] if said else []


def test_what_was_added_to_a_message_belongs_to_it(tx: Connection, incident: Incident) -> None:
    first = say(tx, incident, "one")
    say(tx, incident, "two")
    say(tx, incident, "elsewhere", lane=ANA)

    said = last_said(tx, incident.id, kind=KIND, lane=BEN)

    assert said is not None
    assert (said.item_id, said.channel, said.ts, sentences(said)) == (first, f"D{BEN}", "1", ["one", "two"])


def test_the_last_message_is_the_one_that_began_last(tx: Connection, incident: Incident) -> None:
    say(tx, incident, "old", ts="1")
    say(tx, incident, "new", ts="2")

    assert sentences(last_said(tx, incident.id, kind=KIND, lane=BEN)) == ["new"]


def test_a_message_was_posted_when_its_first_item_was_delivered(tx: Connection, incident: Incident) -> None:
    first = say(tx, incident, "one")
    tx.execute(update(table).where(table.c.id == first).values(delivered_at=table.c.delivered_at - timedelta(hours=1)))
    before = last_said(tx, incident.id, kind=KIND, lane=BEN)
    say(tx, incident, "two")

    after = last_said(tx, incident.id, kind=KIND, lane=BEN)

    assert before is not None
    assert after is not None
    assert after.posted_at == before.posted_at


@pytest.mark.parametrize("outcome", [Delivered(), Postponed(seconds=9, reason="busy"), Parked(reason="no")], ids=str)
def test_what_slack_does_not_have_was_not_said(tx: Connection, incident: Incident, outcome: Outcome) -> None:
    say(tx, incident, "never", outcome=outcome)

    assert last_said(tx, incident.id, kind=KIND, lane=BEN) is None
    assert next_said(tx, incident.id, kinds=[KIND], after=0) is None


def test_the_messages_about_an_incident_come_one_after_the_other(tx: Connection, incident: Incident) -> None:
    other = incidents.create(tx, new_incident())
    for words, lane, ts in [("a", BEN, "1"), ("b", ANA, "1"), ("a too", BEN, "1"), ("c", BEN, "2")]:
        say(tx, incident, words, lane=lane, ts=ts)
        say(tx, other, "of another", lane=lane, ts=f"{ts}0")

    found, after = [], 0
    while said := next_said(tx, incident.id, kinds=[KIND], after=after):
        found.append(sentences(said))
        after = said.item_id

    assert found == [["a", "a too"], ["b"], ["c"]]


def test_a_message_is_being_said_while_its_lease_lasts(tx: Connection, incident: Incident) -> None:
    outbox.put(tx, TEAM, [NewOutboxItem(lane=BEN, kind=KIND, incident_id=incident.id)])
    assert not is_being_said(tx, incident.id, kinds=[KIND])

    item = outbox.lease_next(tx, TEAM)

    assert item is not None
    assert is_being_said(tx, incident.id, kinds=[KIND])
    assert not is_being_said(tx, incident.id, kinds=["post_in_thread"])
    assert not is_being_said(tx, incident.id + 1, kinds=[KIND])
    outbox.finish(tx, item, Delivered(channel="D1", ts="1"))
    assert not is_being_said(tx, incident.id, kinds=[KIND])


def test_what_told_somebody_about_an_incident_is_kept_with_it(tx: Connection, incident: Incident) -> None:
    """It is edited when the incident is deleted or restored, however long ago it was said."""
    say(tx, incident, "kept")
    say(tx, None, "forgotten")
    tx.execute(update(table).values(delivered_at=table.c.delivered_at - timedelta(days=365)))

    assert outbox.forget_old(tx, limit=10) == 1

    assert sentences(last_said(tx, incident.id, kind=KIND, lane=BEN)) == ["kept"]


def test_what_is_put_ahead_comes_before_what_waits_and_keeps_its_order(tx: Connection) -> None:
    kept = [NewOutboxItem(lane=lane, kind=KIND, effect={"sentence": words}) for lane, words in WAITING]
    outbox.put(tx, TEAM, kept)
    first = outbox.lease_next(tx, TEAM)
    assert first is not None
    outbox.finish(tx, first, Delivered())

    outbox.put_ahead(
        tx, first, [NewOutboxItem(lane=BEN, kind=kind, effect={"sentence": kind}) for kind in ("move", KIND)]
    )

    unfinished = select(table.c.lane, table.c.effect["sentence"].astext).where(table.c.delivered_at.is_(None))
    assert tx.execute(unfinished.order_by(table.c.lane, table.c.id)).all() == [
        (BEN, "move"),
        (BEN, KIND),
        (BEN, "two"),
        (BEN, "three"),
        ("dm:U0CHLOE", "another lane"),
    ]


def test_what_slack_may_have_by_now_keeps_its_id_whatever_is_put_ahead(tx: Connection) -> None:
    outbox.put(tx, TEAM, [NewOutboxItem(lane=BEN, kind=KIND, effect={"sentence": words}) for words in ("one", "two")])
    first = outbox.lease_next(tx, TEAM)
    assert first is not None
    outbox.finish(tx, first, Delivered())
    tried = update(table).where(table.c.delivered_at.is_(None)).values(attempts=1, first_claimed_at=func.now())
    [before] = tx.execute(tried.returning(table.c.id)).scalars()

    outbox.put_ahead(tx, first, [NewOutboxItem(lane=BEN, kind="move")])

    unfinished = select(table.c.id).where(table.c.delivered_at.is_(None)).order_by(table.c.id)
    assert next(iter(tx.execute(unfinished).scalars())) == before


def test_what_waited_for_it_to_be_said_is_tried_at_once_and_nothing_else_is(tx: Connection, incident: Incident) -> None:
    another = incidents.create(tx, new_incident())
    for lane, about, reason in (
        ("dms:1", incident, BEING_SAID),
        ("dms:1 limited", incident, "rate limited"),
        ("dms:2", another, BEING_SAID),
    ):
        refresh = NewOutboxItem(lane=lane, kind="refresh_direct_messages", effect={}, incident_id=about.id)
        outbox.put(tx, TEAM, [refresh])
        item = outbox.lease_next(tx, TEAM)
        assert item is not None
        outbox.finish(tx, item, Postponed(seconds=60, reason=reason))

    assert let_go_on(tx, TEAM, lane="dms:1 limited")
    assert outbox.lease_next(tx, TEAM) is None
    assert let_go_on(tx, TEAM, lane="dms:1")

    leased = outbox.lease_next(tx, TEAM)
    assert leased is not None
    assert leased.lane == "dms:1"
    assert outbox.lease_next(tx, TEAM) is None
    assert not let_go_on(tx, TEAM, lane="dms:3")


def test_what_is_postponed_while_it_is_said_is_tried_at_once_too(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        about = incidents.create(tx, new_incident())
        outbox.put(tx, TEAM, [NewOutboxItem(lane=BEN, kind=KIND, effect={}, incident_id=about.id)])
        said = outbox.lease_next(tx, TEAM)
        refresh = NewOutboxItem(lane="dms:1", kind="refresh_direct_messages", effect={}, incident_id=about.id)
        outbox.put(tx, TEAM, [refresh])
        waiting = outbox.lease_next(tx, TEAM)
    assert said is not None
    assert waiting is not None

    def say() -> bool:
        with clean_engine.begin() as tx:
            outbox.finish(tx, said, Delivered(channel="DBEN", ts="1"))
            return let_go_on(tx, TEAM, lane="dms:1")

    with ThreadPoolExecutor(1) as other:
        with clean_engine.begin() as tx:
            outbox.finish(tx, waiting, Postponed(seconds=60, reason=BEING_SAID))
            assert is_being_said(tx, about.id, kinds=[KIND])
            is_let_go = other.submit(say)
            until(lambda: is_waited_for(clean_engine))
        assert is_let_go.result()

    with clean_engine.begin() as tx:
        again = outbox.lease_next(tx, TEAM)
    assert again is not None
    assert again.id == waiting.id
