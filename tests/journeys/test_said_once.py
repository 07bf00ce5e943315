"""Said once: what Slack may have is looked for where it went, whatever was decided since, whoever looks."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import BOT, card, cards, cards_in, types
from tests.waiting import until

Settle = Callable[[], None]


def test_a_card_is_looked_for_where_it_was_tried_whichever_channel_is_chosen_since(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.drop_after("chat.postMessage")
    types(ana, "/incident new Checkout is down", channel="#general")
    until(lambda: _in_doubt(clean_engine))

    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE workspaces SET incidents_channel = 'C0CHECKOUT', default_channel = NULL"))
    hurry()
    all_is_said()

    assert [cards_in(ana, channel) for channel in ("#incidents", "#checkout", "#general")] == [
        ["#1 Checkout is down"],
        [],
        [],
    ]


def test_a_card_that_went_to_the_reporter_is_looked_for_there(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    acme.faults.fail("chat.postMessage", "is_archived")
    acme.faults.drop_after("chat.postMessage")
    types(ana, "/incident new Checkout is down")
    until(lambda: _in_doubt(clean_engine))

    hurry()
    all_is_said()

    assert cards(ana) == []
    assert cards_in(ana, BOT) == ["#1 Checkout is down"]


def test_a_card_that_moved_is_looked_for_before_the_one_that_was_left_is_taken_for_it(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, hurry: Settle
) -> None:
    """The channel was closed for a moment only: what was left there can be updated again."""
    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()
    acme.faults.fail("chat.update", "is_archived")
    acme.faults.fail("chat.postMessage", "is_archived")
    acme.faults.drop_after("chat.postMessage")
    types(ana, "/incident severity 1 sev1", channel="#general")
    until(lambda: _in_doubt(clean_engine))

    hurry()
    all_is_said()

    assert [cards_in(ana, channel) for channel in ("#incidents", "#general")] == [[], ["#1 Checkout is down"]]


def test_what_is_sent_when_another_worker_had_long_taken_over_does_not_stand_over_what_that_one_said(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    """A process may stand still for longer than it holds what it says: a virtual machine that is moved."""
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.slow("chat.update", 60)
    types(ana, "/incident severity 1 sev2")
    until(lambda: not acme.faults.is_waiting)
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL"))
    types(ana, "/incident severity 1 sev1")
    all_is_said()
    assert "SEV1" in card(ana, 1).text
    updates = len(acme.recorder.calls_of("chat.update"))

    acme.clock.advance(61)
    until(lambda: len(acme.recorder.calls_of("chat.update")) == updates + 2)
    all_is_said()

    assert "SEV1" in card(ana, 1).text


def _in_doubt(engine: Engine) -> bool:
    with engine.connect() as tx:
        query = "SELECT count(*) FROM outbox WHERE is_doubtful AND leased_until IS NULL"
        return bool(tx.execute(text(query)).scalar_one())


@pytest.mark.parametrize("scope", ["channels:history", "channels:join"])
def test_where_we_may_not_look_it_is_rather_said_twice_than_never(
    acme: Sandbox,
    ana: Person,
    all_is_said: Settle,
    hurry: Settle,
    clean_engine: Engine,
    scope: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    acme.admin.leave("incident-tracker", "#incidents")
    acme.faults.remove_scope(scope)
    acme.faults.drop_after("chat.postMessage")
    types(ana, "/incident new Checkout is down")
    types(ana, "/incident start 1")
    until(lambda: _in_doubt(clean_engine))

    hurry()
    all_is_said()

    first, second = cards(ana, 1)
    [said] = ana.thread(second)[1:]
    assert said.seen_text == "Ana Torres started on this and has it now. Status: In progress."
    assert len(ana.thread(first)) == 1
    assert f"may be said twice: missing_scope {scope}" in caplog.text
