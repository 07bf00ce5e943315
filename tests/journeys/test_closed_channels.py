"""A channel that is closed to us, in whichever of Slack's words: what belongs there is said where it can be."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from bot.slack.effects import direct_message, to_item
from storage import outbox
from tests.journeys.seeing import (
    BOT,
    card,
    cards,
    cards_in,
    direct_messages,
    form_after,
    private_answers,
    stored,
    thread,
    types,
    warnings,
)
from tests.waiting import until

Settle = Callable[[], None]

CLOSED = ("is_archived", "restricted_action_non_threadable_channel", "slack_connect_file_link_sharing_blocked")


@pytest.fixture
def forget_troubles(clean_engine: Engine) -> Settle:
    """Give a function that lets no trouble have been told to anybody."""

    def forget() -> None:
        with clean_engine.begin() as tx:
            tx.execute(text("DELETE FROM occurrences"))

    return forget


def test_a_card_goes_where_it_can_be_posted(
    acme: Sandbox,
    ana: Person,
    chloe: Person,
    all_is_said: Settle,
    forget_troubles: Settle,
    subtests: pytest.Subtests,
) -> None:
    for n, error in enumerate(CLOSED, start=1):
        with subtests.test(error=error):
            forget_troubles()
            acme.faults.fail("chat.postMessage", error)

            types(ana, "/incident new Checkout is down", channel="#general")
            all_is_said()

            assert cards(ana) == []
            assert cards_in(ana, "#general")[n - 1 :] == [f"#{n} Checkout is down"]
            assert len(warnings(chloe)) == n


def _said_under(person: Person, channel: str) -> list[str]:
    """Return what was said under the newest open card there."""
    *_, shown = [message for message in person.messages(channel) if {"Take", "Comment"} <= set(message.labels)]
    return [
        reply.seen_text.split(" Status")[0] for reply in person.thread(shown)[1:] if not reply.raw.get("is_ephemeral")
    ]


def test_what_cannot_be_said_under_the_card_is_said_under_it_elsewhere_once_and_in_order(
    acme: Sandbox,
    ana: Person,
    chloe: Person,
    all_is_said: Settle,
    forget_troubles: Settle,
    subtests: pytest.Subtests,
) -> None:
    for n, error in enumerate(CLOSED, start=1):
        with subtests.test(error=error):
            forget_troubles()
            types(ana, "/incident new Checkout is down", channel="#general")
            all_is_said()
            acme.faults.slow("chat.update", 5)
            for typed in (f"start {n}", f"mitigate {n}", f"severity {n} sev1"):
                types(ana, f"/incident {typed}", channel="#general")
            until(lambda: not acme.faults.is_waiting)

            acme.faults.fail("chat.postMessage", error)
            acme.clock.advance(5)
            all_is_said()

            assert len(cards_in(ana, "#general")) == n
            assert _said_under(ana, "#general") == [
                "Ana Torres started on this and has it now.",
                "Ana Torres mitigated this.",
                "Ana Torres changed severity SEV3 → SEV1.",
            ]
            assert [len(ana.thread(left)) for left in ana.messages("#incidents")] == [1] * n
            assert len(warnings(chloe)) == n


def test_where_only_the_thread_is_closed_the_card_begins_another_in_the_same_channel(
    acme: Sandbox, ana: Person, chloe: Person, all_is_said: Settle, subtests: pytest.Subtests
) -> None:
    for n, error in enumerate(("restricted_action_thread_locked", "cannot_reply_to_message"), start=1):
        with subtests.test(error=error):
            types(ana, "/incident new Checkout is down")
            all_is_said()
            acme.faults.fail("chat.postMessage", error)

            types(ana, f"/incident start {n}")
            all_is_said()

            *_, now = cards(ana, n)
            assert "Reporter\nAna Torres\n" in now.seen_text
            assert [reply.seen_text for reply in ana.thread(now)[1:]] == [
                "Ana Torres started on this and has it now. Status: In progress."
            ]
            assert warnings(chloe) == []


def test_of_what_waits_for_an_archived_channel_nothing_is_lost_and_the_card_moves_once(
    acme: Sandbox, ana: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()
    acme.faults.slow("chat.postMessage", 5)
    types(ana, "/incident start 1", channel="#general")
    until(lambda: not acme.faults.is_waiting)

    # It brings a refresh of its own, which comes before the move.
    types(ana, "/incident mitigate 1", channel="#general")
    acme.admin.archive("#incidents")
    acme.clock.advance(5)
    all_is_said()

    assert _said_under(ana, "#general") == ["Ana Torres started on this and has it now.", "Ana Torres mitigated this."]
    assert len([message for message in ana.messages("#general") if "#1 Checkout" in message.text]) == 1


def _moves(acme: Sandbox, ana: Person, settle: Settle) -> None:
    """Have the card of #1 moved to #general: in #incidents it can be edited, but nothing can be said under it."""
    types(ana, "/incident new Checkout is down", channel="#general")
    settle()
    acme.faults.fail("chat.postMessage", "restricted_action")
    types(ana, "/incident start 1", channel="#general")
    settle()


def test_a_card_that_moved_says_where_it_is_now(acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle) -> None:
    _moves(acme, ana, all_is_said)

    [left] = ben.messages("#incidents")
    assert left.seen_text.splitlines()[0] == "#1: the card moved to #general."
    assert cards_in(ana, "#general") == ["#1 Checkout is down"]
    left.press("Show")
    until(lambda: any("Checkout is down" in answer for answer in private_answers(ben)))


def _left(person: Person) -> str:
    """Return what stands where the card was."""
    [left] = [message for message in person.messages("#incidents") if not message.raw.get("is_ephemeral")]
    return left.seen_text.splitlines()[0]


def test_a_card_that_moved_to_the_reporter_says_so(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.fail("chat.postMessage", "restricted_action")

    types(ana, "/incident start 1")
    all_is_said()

    assert _left(ana) == "#1: the card went to @ana alone."
    assert cards_in(ana, BOT) == ["#1 Checkout is down"]


@pytest.fixture
def look(tracker: Tracker, all_is_said: Settle) -> Settle:
    """Give a function that does what the clock does every few minutes."""

    def look() -> None:
        assert tracker._clock is not None
        tracker._clock.renew_cards()
        tracker.wake_delivery()
        all_is_said()

    return look


def test_an_old_card_that_cannot_be_edited_stays_until_it_can_and_keeps_nothing_waiting(
    acme: Sandbox, ana: Person, all_is_said: Settle, look: Settle
) -> None:
    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()
    acme.admin.archive("#incidents")

    types(ana, "/incident start 1", channel="#general")
    all_is_said()
    look()
    assert "Open" in card(ana, 1).seen_text
    assert _said_under(ana, "#general") == ["Ana Torres started on this and has it now."]

    acme.admin.unarchive("#incidents")
    look()
    assert _left(ana) == "#1: the card moved to #general."


def test_what_was_left_in_a_channel_that_stays_closed_is_not_tried_for_ever(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle, look: Settle
) -> None:
    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()
    acme.admin.archive("#incidents")
    types(ana, "/incident start 1", channel="#general")
    all_is_said()
    look()
    calls = len(acme.recorder.calls_of("chat.update"))

    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE outbox SET created_at = created_at - interval '1 day' WHERE kind = 'point_to_card'"))
    look()

    assert len(acme.recorder.calls_of("chat.update")) == calls


def test_what_is_left_behind_names_no_incident_that_is_deleted_and_stays_true_when_it_is_restored(
    acme: Sandbox, ana: Person, chloe: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Acme leaks", channel="#general")
    all_is_said()
    acme.faults.fail("chat.postMessage", "restricted_action")
    acme.faults.slow("chat.postMessage", 5)
    types(ana, "/incident start 1", channel="#general")
    until(lambda: not acme.faults.is_waiting)

    form_after(chloe, "/incident delete 1").submit("Delete")
    acme.clock.advance(5)
    all_is_said()
    assert _left(ana) == "#1: the card moved to #general."

    types(chloe, "/incident restore 1", channel="#general")
    all_is_said()
    assert _left(ana) == "#1: the card moved to #general."
    assert cards_in(ana, "#general") == ["#1 Acme leaks"]


def test_what_can_be_said_nowhere_is_given_up_in_the_end(
    acme: Sandbox, ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.fail("chat.postMessage", "restricted_action", times=100)

    types(ana, "/incident start 1")
    all_is_said()
    acme.faults.clear()
    types(ana, "/incident mitigate 1")
    all_is_said()

    assert thread(ana, 1) == ["Ana Torres mitigated this. Status: Mitigated."]


def test_somebody_who_gets_no_messages_from_us_is_nobodys_fault(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    tracker: Tracker,
    clean_engine: Engine,
    all_is_said: Settle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.fail("chat.postMessage", "messages_tab_disabled")

    told = direct_message(stored(clean_engine, 1), person_id="U0BEN", sentence="This is yours.")
    with clean_engine.begin() as tx:
        outbox.put(tx, "T0ACME", [to_item(told)])
    tracker.wake_delivery()
    all_is_said()

    assert direct_messages(ben) == []
    assert [record for record in caplog.records if record.levelname == "ERROR" and "bot." in record.name] == []


def test_a_card_slack_does_not_let_us_edit_there_any_more_is_posted_elsewhere(
    acme: Sandbox, ana: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down", channel="#general")
    all_is_said()
    acme.admin.archive("#incidents")
    acme.faults.fail("chat.update", "slack_connect_file_link_sharing_blocked")

    types(ana, "/incident severity 1 sev1", channel="#general")
    all_is_said()

    assert cards_in(ana, "#general") == ["#1 Checkout is down"]
    assert cards_in(ana, BOT) == []
