"""Reminders that come late: Slack was away, or the bot."""

from sqlalchemy import Engine, text

from bot.app import Connections, Tracker
from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from tests.journeys.reminders.watching import HOUR, MINUTE, Settle, Wait, all_said, counts, is_due, reminders
from tests.journeys.seeing import (
    types,
)
from tests.waiting import until


def test_what_waits_for_slack_is_not_said_once_somebody_has_acted(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine, hurry: Settle
) -> None:
    """Slack is in trouble for a while; by then one is resolved, one commented on, one snoozed."""
    for _ in range(4):
        types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)
    acme.faults.server_error("chat.postMessage", times=50)
    acme.clock.advance(30 * MINUTE)
    until(lambda: not is_due(clean_engine, acme))

    types(ana, "/incident resolve 1")
    types(ana, "/incident comment 2 on it")
    types(ana, "/incident remind 3 2h")
    acme.faults.clear()

    def is_said() -> bool:
        hurry()
        return all_said(clean_engine)

    until(is_said, timeout=30)

    assert ["#4" in said.seen_text for said in reminders(ben)] == [True]


def test_of_what_waited_for_slack_for_long_only_the_last_is_said(
    acme: Sandbox, ana: Person, ben: Person, wait: Wait, clean_engine: Engine, hurry: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)
    acme.faults.server_error("chat.postMessage", times=200)
    for _ in range(3):
        acme.clock.advance(30 * MINUTE)
        until(lambda: not is_due(clean_engine, acme))
    # What was begun before the last came to be said may still be on its way.
    until(lambda: not is_under_way(clean_engine))
    acme.faults.clear()

    def is_said() -> bool:
        hurry()
        return all_said(clean_engine)

    until(is_said, timeout=30)

    assert counts(ben, 1) == (1, 1, 1)
    assert "reminder 3" in reminders(ben)[0].seen_text


def is_under_way(engine: Engine) -> bool:
    with engine.connect() as tx:
        return bool(tx.execute(text("SELECT count(*) FROM outbox WHERE leased_until IS NOT NULL")).scalar_one())


def test_what_was_due_while_nobody_ran_comes_at_the_start_and_once(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    tracker: Tracker,
    connections: Connections,
    both_engines: Engines,
    wait: Wait,
    all_is_said: Settle,
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")
    wait(1 * MINUTE)
    tracker.stop()
    acme.clock.advance(5 * HOUR)

    again = Tracker(connections, both_engines, now=acme.now)
    again.start().result(timeout=10)
    try:
        until(lambda: reminders(ben))
        all_is_said()
        assert counts(ben, 1) == (1, 0, 0)
    finally:
        again.stop()
