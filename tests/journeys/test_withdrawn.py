"""An incident that is deleted: what was said is taken back, what was not is not said; restored, all is as before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from bot.slack.effects import Effect, direct_message, post_in_thread, refresh_card, refresh_direct_messages, to_item
from bot.views.blocks import message
from storage import incidents, outbox
from tests.journeys.seeing import cards, direct_messages, thread, types
from tests.making import NOON
from tests.waiting import until

Act = Callable[[], None]


@pytest.fixture
def delete(tracker: Tracker, clean_engine: Engine) -> Act:
    """Give a function by which Chloe deletes #1."""
    return lambda: _change(clean_engine, tracker, deleted_at=NOON, deleted_by="U0CHLOE")


@pytest.fixture
def restore(tracker: Tracker, clean_engine: Engine) -> Act:
    """Give a function that brings #1 back."""
    return lambda: _change(clean_engine, tracker, deleted_at=None, deleted_by=None)


def _change(engine: Engine, tracker: Tracker, **changes: Any) -> None:
    """Do what a deed that deletes or restores does, but for the card."""
    with engine.begin() as tx:
        after = replace(incidents.lock_even_deleted(tx, "T0ACME", 1), **changes)
        incidents.save(tx, after)
        outbox.put(tx, "T0ACME", [to_item(refresh_direct_messages(after))])
    tracker.wake_delivery()


def _let_pass(engine: Engine, seconds: float) -> None:
    """Let everything that was said have been said that much earlier."""
    with engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET delivered_at = delivered_at - make_interval(secs => :s)"), {"s": seconds})


def _sentences(person: Person) -> list[list[str]]:
    """Return what the person was told, without what each message says of the incident."""
    return [told.split("\nCheckout is down")[0].splitlines() for told in direct_messages(person)]


def _in_doubt(engine: Engine) -> int:
    with engine.connect() as tx:
        query = "SELECT count(*) FROM outbox WHERE is_doubtful AND leased_until IS NULL"
        return int(tx.execute(text(query)).scalar_one())


def test_deleting_takes_back_what_was_said_and_restoring_brings_it_back(
    ana: Person, ben: Person, chloe: Person, clean_engine: Engine, all_is_said: Act, delete: Act, restore: Act
) -> None:
    types(ana, "/incident new Checkout is down @ben")
    all_is_said()
    _let_pass(clean_engine, 60)
    types(chloe, "/incident take 1")
    types(ben, "/incident take 1")
    all_is_said()

    delete()
    all_is_said()
    assert direct_messages(ben) == direct_messages(chloe) * 2 == ["#1 was deleted by @chloe."] * 2

    restore()
    all_is_said()
    assert _sentences(ben) == [["@ana assigned #1 to you."], ["@chloe took #1 from you."]]
    assert _sentences(chloe) == [["@ben took #1 from you."]]


def test_what_was_not_said_yet_is_not_said_of_a_deleted_incident(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Act, hurry: Act, delete: Act
) -> None:
    for method in ("conversations.open", "chat.postMessage"):
        acme.faults.rate_limit(method, retry_after=3600)
    types(ana, "/incident new Checkout is down @ben")
    until(lambda: _waits_for_its_moment(clean_engine) == 2)

    delete()
    hurry()
    all_is_said()

    assert cards(ana) == []
    assert direct_messages(ben) == []
    assert len(acme.recorder.calls_of("conversations.open")) == 1


def test_nothing_more_is_said_under_the_card_of_a_deleted_incident(
    ana: Person, tracker: Tracker, clean_engine: Engine, all_is_said: Act, delete: Act
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()

    delete()
    with clean_engine.begin() as tx:
        said = post_in_thread(incidents.get_even_deleted(tx, "T0ACME", 1), message("a fact of that moment"))
        outbox.put(tx, "T0ACME", [to_item(said)])
    tracker.wake_delivery()
    all_is_said()

    assert thread(ana, 1) == []


def _waits_for_its_moment(engine: Engine) -> int:
    with engine.connect() as tx:
        query = "SELECT count(*) FROM outbox WHERE last_error LIKE 'SlackBusy%' AND leased_until IS NULL"
        return int(tx.execute(text(query)).scalar_one())


def test_a_message_on_its_way_while_the_incident_is_deleted_says_so_afterwards(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Act, hurry: Act, delete: Act
) -> None:
    acme.faults.slow("conversations.open", 60)
    types(ana, "/incident new Checkout is down @ben")
    until(lambda: not acme.faults.is_waiting)

    delete()
    until(lambda: _tries_to_refresh(clean_engine) == (1, 0))
    acme.clock.advance(61)
    until(lambda: direct_messages(ben))
    hurry()
    all_is_said()

    assert direct_messages(ben) == ["#1 was deleted by @chloe."]


def test_what_is_added_to_a_message_while_an_older_state_of_it_is_on_its_way_stays(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, all_is_said: Act, restore: Act
) -> None:
    types(ana, "/incident new Checkout is down @ben")
    all_is_said()
    acme.faults.slow("chat.update", 60)
    restore()
    until(lambda: not acme.faults.is_waiting)

    types(chloe, "/incident take 1")
    until(lambda: len(_sentences(ben)[0]) == 2)
    acme.clock.advance(61)
    all_is_said()

    assert _sentences(ben) == [["@ana assigned #1 to you.", "@chloe took #1 from you."]]


def _tries_to_refresh(engine: Engine) -> tuple[int, int]:
    with engine.connect() as tx:
        query = "SELECT attempts, failures FROM outbox WHERE kind = 'refresh_direct_messages'"
        attempts, failures = tx.execute(text(query)).one()
    return attempts, failures


def test_a_message_that_may_have_been_said_before_the_incident_was_deleted_says_so_too(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Act, hurry: Act, delete: Act
) -> None:
    acme.faults.drop_after("chat.postMessage", times=2)
    types(ana, "/incident new Checkout is down @ben")
    until(lambda: _in_doubt(clean_engine) == 2)

    delete()
    until(lambda: _is_refreshed(clean_engine))
    hurry()
    all_is_said()

    assert direct_messages(ben) == ["#1 was deleted by @chloe."]


def test_a_message_that_may_say_it_was_deleted_says_what_is_so_once_it_is_restored(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    clean_engine: Engine,
    all_is_said: Act,
    hurry: Act,
    delete: Act,
    restore: Act,
) -> None:
    acme.faults.drop_after("chat.postMessage", times=2)
    types(ana, "/incident new Checkout is down @ben")
    until(lambda: _in_doubt(clean_engine) == 2)
    acme.faults.drop_after("chat.update")
    delete()
    until(lambda: _is_refreshed(clean_engine))
    hurry()
    until(lambda: direct_messages(ben) == ["#1 was deleted by @chloe."])
    until(lambda: _in_doubt(clean_engine) == 1)

    restore()
    until(lambda: _is_refreshed(clean_engine))
    hurry()
    all_is_said()

    assert _sentences(ben) == [["@ana assigned #1 to you."]]


def test_a_message_that_never_arrived_is_not_sent_again_of_a_deleted_incident(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Act, hurry: Act, delete: Act
) -> None:
    acme.faults.drop_before("chat.postMessage", times=2)
    types(ana, "/incident new Checkout is down @ben")
    until(lambda: _in_doubt(clean_engine) == 2)

    delete()
    hurry()
    all_is_said()

    assert direct_messages(ben) == []


def _is_refreshed(engine: Engine) -> bool:
    with engine.connect() as tx:
        query = "SELECT bool_and(delivered_at IS NOT NULL) FROM outbox WHERE kind = 'refresh_direct_messages'"
        return bool(tx.execute(text(query)).scalar_one())


def test_of_a_purged_incident_nothing_is_left_to_say(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Act, hurry: Act, tracker: Tracker
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    with clean_engine.begin() as tx:
        incident = incidents.get(tx, "T0ACME", 1)
        tx.execute(text("DELETE FROM incidents"))
        effects: list[Effect] = [
            refresh_card(incident),
            post_in_thread(incident, message("never")),
            direct_message(incident, person_id="U0ANA", sentence="never"),
            refresh_direct_messages(incident),
        ]
        outbox.put(tx, "T0ACME", [replace(to_item(effect), incident_id=None) for effect in effects])
    calls = len(acme.recorder.calls)

    hurry()
    all_is_said()

    assert len(acme.recorder.calls) == calls
