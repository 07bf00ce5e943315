"""What must be said goes out lane by lane, oldest first, by one worker at a time; refreshes are said once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, RowMapping, func, select, text, update

from storage import outbox
from storage.records import Delivered, NewOutboxItem, OutboxItem, Outcome, Parked, Postponed
from storage.tables import outbox as table
from tests.making import TEAM
from tests.storage.conftest import OTHER

SAID = Delivered(channel="C0INCIDENTS", ts="1763467200.000100")
NEVER = Parked(reason="is_archived")
LATER = Postponed(seconds=30, reason="ratelimited")
_MANY = text("""
    INSERT INTO outbox (team_id, lane, kind, effect)
    SELECT :team, 'card:' || each, 'post_in_thread', '{}' FROM generate_series(1, :number) AS each
""")


def post(text: str, *, lane: str = "card:1") -> NewOutboxItem:
    return NewOutboxItem(lane=lane, kind="post_in_thread", effect={"text": text})


def refresh(lane: str = "card:1", *, kind: str = "refresh_card") -> NewOutboxItem:
    return NewOutboxItem(lane=lane, kind=kind, effect={"number": 1})


def lease(tx: Connection) -> OutboxItem:
    item = outbox.lease_next(tx, TEAM)
    assert item is not None, "nothing is due"
    return item


def texts(items: list[OutboxItem]) -> list[object]:
    return [item.effect["text"] for item in items]


def rows(tx: Connection) -> list[RowMapping]:
    return list(tx.execute(select(table).order_by(table.c.id)).mappings())


def pass_time(tx: Connection, **time: float) -> None:
    """Let everything in the outbox have happened that much earlier; the database's own clock cannot be put forward."""
    times = (table.c.available_at, table.c.leased_until, table.c.delivered_at, table.c.parked_at)
    tx.execute(update(table).values({column: column - timedelta(**time) for column in times}))


def test_whoever_claims_one_learns_whether_others_are_due(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("a"), post("b"), post("c", lane="card:2"), post("d", lane="card:3")])

    claimed = [lease(tx) for _ in range(3)]

    assert [(item.lane, item.more_are_due) for item in claimed] == [
        ("card:1", True),
        ("card:2", True),
        ("card:3", False),
    ]


def test_items_of_a_lane_go_out_one_at_a_time_oldest_first(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("first"), post("second")])
    outbox.put(tx, TEAM, [post("third")])

    said = []
    while item := outbox.lease_next(tx, TEAM):
        said.append(item)
        assert outbox.lease_next(tx, TEAM) is None
        outbox.finish(tx, item, SAID)

    assert texts(said) == ["first", "second", "third"]


def test_lanes_do_not_wait_for_each_other(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("1", lane="card:1"), post("also 1", lane="card:1"), post("2", lane="card:2")])
    outbox.put(tx, OTHER, [post("their 1", lane="card:1")])

    assert texts([lease(tx) for _ in range(2)]) == ["1", "2"]
    assert outbox.lease_next(tx, TEAM) is None


def test_waiting_for_a_turn_is_no_failure(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("1", lane="card:1")])
    outbox.finish(tx, lease(tx), Postponed(seconds=0, reason="its turn comes later", is_failure=False))
    outbox.finish(tx, lease(tx), Postponed(seconds=0, reason="Slack is away"))

    last = lease(tx)

    assert (last.attempts, last.failures) == (3, 1)


def test_an_item_comes_with_all_it_was_put_with(tx: Connection) -> None:
    effect: dict[str, object] = {"text": "“a” & <b> 🔥 \\ % :x", "blocks": [{"n": 1.5, "none": None}], "empty": {}}
    outbox.put(tx, TEAM, [NewOutboxItem(lane="dm:U0ANA", kind="send_direct_message", effect=effect)])

    item = lease(tx)

    [row] = rows(tx)
    assert item == OutboxItem(
        id=row["id"],
        team_id=TEAM,
        lane="dm:U0ANA",
        kind="send_direct_message",
        effect=effect,
        attempts=1,
        failures=0,
        leased_at=row["first_claimed_at"],
        first_claimed_at=row["first_claimed_at"],
        more_are_due=False,
        is_doubtful=False,
    )
    assert row["leased_until"] - row["first_claimed_at"] == timedelta(seconds=90)


def test_nothing_is_put_by_nothing(tx: Connection, statements: list[str]) -> None:
    outbox.put(tx, TEAM, [])

    assert statements == []


def test_what_slack_refuses_for_good_lets_the_lane_go_on(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("refused"), post("next")])
    refused = lease(tx)

    assert outbox.finish(tx, refused, NEVER)

    assert texts([lease(tx)]) == ["next"]
    pass_time(tx, days=365)
    assert texts([lease(tx)]) == ["next"]
    assert rows(tx)[0]["last_error"] == "is_archived"


def test_what_must_wait_holds_up_its_lane_and_no_other(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("waits"), post("behind it"), post("elsewhere", lane="card:2")])

    assert outbox.finish(tx, lease(tx), LATER)

    assert texts([lease(tx)]) == ["elsewhere"]
    pass_time(tx, seconds=29)
    assert outbox.lease_next(tx, TEAM) is None
    pass_time(tx, seconds=1)
    assert texts([lease(tx)]) == ["waits"]
    assert rows(tx)[0]["last_error"] == "ratelimited"


@pytest.mark.parametrize("is_doubtful", [False, True])
def test_a_postponed_item_is_doubtful_only_if_it_may_have_been_said(tx: Connection, is_doubtful: object) -> None:
    outbox.put(tx, TEAM, [post("once")])
    outbox.finish(tx, lease(tx), Postponed(seconds=0, reason="reset", is_doubtful=bool(is_doubtful)))

    again = lease(tx)

    assert (again.attempts, again.is_doubtful) == (2, is_doubtful)


def test_a_lease_that_ran_out_is_given_again_in_doubt(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("once"), post("behind it")])
    first = lease(tx)
    pass_time(tx, seconds=90)
    assert outbox.lease_next(tx, TEAM) is None

    pass_time(tx, seconds=0.001)
    again = lease(tx)

    assert (again.id, again.attempts, again.is_doubtful) == (first.id, 2, True)
    assert again.first_claimed_at == first.first_claimed_at
    assert outbox.lease_next(tx, TEAM) is None


def test_doubt_lasts_until_an_answer_is_in(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("once")])
    doubts = []
    for _ in range(3):
        doubts.append(lease(tx).is_doubtful)
        pass_time(tx, seconds=91)
    assert doubts == [False, True, True]

    outbox.finish(tx, lease(tx), LATER)
    pass_time(tx, seconds=30)

    assert lease(tx).is_doubtful is False


@pytest.mark.parametrize("outcome", [SAID, LATER, NEVER], ids=lambda outcome: type(outcome).__name__)
def test_who_lost_the_lease_can_finish_nothing(tx: Connection, outcome: Outcome) -> None:
    outbox.put(tx, TEAM, [post("once")])
    slow = lease(tx)
    pass_time(tx, seconds=91)
    quick = lease(tx)
    before = rows(tx)

    assert outbox.finish(tx, slow, outcome) is False

    assert rows(tx) == before
    assert outbox.finish(tx, quick, outcome) is True


@pytest.mark.parametrize("outcome", [SAID, LATER, NEVER], ids=lambda outcome: type(outcome).__name__)
def test_who_was_slow_but_alone_may_still_finish(tx: Connection, outcome: Outcome) -> None:
    outbox.put(tx, TEAM, [post("once"), post("neighbour", lane="card:2")])
    slow, neighbour = lease(tx), lease(tx)
    pass_time(tx, seconds=91)
    before = rows(tx)

    assert outbox.finish(tx, slow, outcome) is True

    assert rows(tx)[0] != before[0]
    assert rows(tx)[1] == before[1]
    assert outbox.finish(tx, neighbour, outcome) is True


@pytest.mark.parametrize("end", [SAID, NEVER], ids=lambda outcome: type(outcome).__name__)
@pytest.mark.parametrize("outcome", [SAID, LATER, NEVER], ids=lambda outcome: type(outcome).__name__)
def test_an_end_is_an_end(tx: Connection, end: Outcome, outcome: Outcome) -> None:
    outbox.put(tx, TEAM, [post("once")])
    item = lease(tx)
    outbox.finish(tx, item, end)
    before = rows(tx)

    assert outbox.finish(tx, item, outcome) is False

    assert rows(tx) == before
    pass_time(tx, days=1)
    assert outbox.lease_next(tx, TEAM) is None


def test_where_it_was_said_is_remembered(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("once")])

    outbox.finish(tx, lease(tx), SAID)

    [row] = rows(tx)
    assert (row["channel"], row["ts"]) == (SAID.channel, SAID.ts)
    assert row["delivered_at"] is not None
    assert (row["leased_until"], row["parked_at"], row["is_doubtful"]) == (None, None, False)


def test_many_refreshes_are_one(tx: Connection) -> None:
    for _ in range(3):
        outbox.put(tx, TEAM, [refresh(), post("changed")])

    assert [row["kind"] for row in rows(tx)] == ["refresh_card", *["post_in_thread"] * 3]


def test_a_refresh_put_twice_at_once_is_one(tx: Connection) -> None:
    outbox.put(tx, TEAM, [refresh(), post("changed"), refresh()])

    assert [row["kind"] for row in rows(tx)] == ["refresh_card", "post_in_thread"]


def test_refreshes_of_different_things_are_different(tx: Connection) -> None:
    different = [refresh("card:1"), refresh("card:2"), refresh("home:U0ANA", kind="refresh_home")]

    for _ in range(2):
        outbox.put(tx, TEAM, different)
        outbox.put(tx, OTHER, different)

    assert len(rows(tx)) == 6


@pytest.mark.parametrize("outcome", [None, LATER, SAID, NEVER], ids=str)
def test_a_refresh_put_after_a_claim_is_another_one(tx: Connection, outcome: Outcome | None) -> None:
    """What was claimed may have been rendered already."""
    outbox.put(tx, TEAM, [refresh()])
    claimed = lease(tx)
    if outcome is not None:
        outbox.finish(tx, claimed, outcome)

    for _ in range(3):
        outbox.put(tx, TEAM, [refresh()])

    assert [row["attempts"] for row in rows(tx)] == [1, 0]


def test_putting_costs_the_same_however_full_the_outbox_is(tx: Connection, statements: list[str]) -> None:
    def cost(act: Callable[[], object]) -> int:
        statements.clear()
        act()
        return len(statements)

    for lane in range(20):
        outbox.put(tx, TEAM, [refresh(f"card:{lane}"), post("changed", lane=f"card:{lane}")])

    assert cost(lambda: outbox.put(tx, TEAM, [refresh("card:1")])) == 1
    assert cost(lambda: outbox.lease_next(tx, TEAM)) == 1
    item = lease(tx)
    assert cost(lambda: outbox.finish(tx, item, SAID)) == 1


def test_the_next_is_found_without_comparing_all_with_all(tx: Connection) -> None:
    """Not even as long as the database has not counted what is there."""
    tx.execute(_MANY, {"team": TEAM, "number": 1000})

    assert _rows_seen(tx) < 20 * 1000


def test_the_next_is_found_as_fast_after_a_great_backlog(clean_engine: Engine) -> None:
    """The indexes are full of what was said, which the database has not counted since."""
    with clean_engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        _say_many(connection)
        connection.exec_driver_sql("ANALYZE outbox; TRUNCATE outbox")
        _say_many(connection)
        connection.execute(_MANY, {"team": TEAM, "number": 1000})

        assert _rows_seen(connection) < 20 * 1000


def _say_many(connection: Connection) -> None:
    connection.execute(_MANY, {"team": TEAM, "number": 5000})
    connection.execute(update(table).values(delivered_at=func.now()))


def _rows_seen(tx: Connection) -> int:
    """Return how many rows are gone through to find what is due, those included that are passed over."""
    due = select(outbox._due).params(team=TEAM).compile(tx.engine, compile_kwargs={"literal_binds": True})
    [explained] = tx.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {due}")).scalar_one()
    return sum(_seen(node) for node in _nodes(explained["Plan"]))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _seen(node: dict[str, Any]) -> int:
    passed_over = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0)
    return int(node["Actual Loops"] * (node["Actual Rows"] + passed_over))


def test_only_what_was_said_long_ago_is_forgotten(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post(str(number), lane=f"card:{number}") for number in range(5)])
    outbox.finish(tx, lease(tx), SAID)
    outbox.finish(tx, lease(tx), NEVER)
    outbox.finish(tx, lease(tx), LATER)
    lease(tx)
    pass_time(tx, days=6.999)
    outbox.finish(tx, lease(tx), SAID)
    assert outbox.forget_old(tx, limit=10) == 0

    pass_time(tx, days=0.001, seconds=1)

    assert outbox.forget_old(tx, limit=10) == 1
    assert [row["effect"]["text"] for row in rows(tx)] == ["1", "2", "3", "4"]


def test_an_item_is_available_at_once(tx: Connection) -> None:
    outbox.put(tx, TEAM, [post("once")])

    assert tx.execute(select(table.c.available_at <= func.now())).scalar_one()
    assert lease(tx).attempts == 1
