"""A card that had to be given up: the admins are told once, and it is shown when what kept it has passed."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from bot.slack import delivery
from tests.journeys.seeing import BOT, card, cards, cards_in, form_after, thread, types, warnings
from tests.waiting import until

Act = Callable[[], None]


@pytest.fixture
def said_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing found by looking now and then: who puts something into the outbox has it said."""
    monkeypatch.setattr(delivery, "LOOK_EVERY", 60.0)


@pytest.fixture
def look(tracker: Tracker, all_is_said: Act) -> Act:
    """Give a function that does what the clock does every few minutes."""

    def look() -> None:
        assert tracker._clock is not None
        tracker._clock.renew_cards()
        tracker.wake_delivery()
        all_is_said()

    return look


def _open_without_card(acme: Sandbox, ana: Person, title: str, settle: Act) -> None:
    acme.faults.fail("chat.postMessage", "invalid_blocks")
    types(ana, f"/incident new {title}")
    settle()


@pytest.mark.usefixtures("said_when_asked")
def test_the_admins_are_told_once_and_the_card_comes_when_it_can(
    acme: Sandbox, ana: Person, ben: Person, chloe: Person, all_is_said: Act, look: Act
) -> None:
    _open_without_card(acme, ana, "Checkout is down", all_is_said)
    _open_without_card(acme, ana, "Search is slow", all_is_said)
    assert cards(ana) == []

    look()

    assert sorted(cards_in(ana, "#incidents")) == ["#1 Checkout is down", "#2 Search is slow"]
    [warning] = warnings(chloe)
    assert "I cannot show some cards as they are now" in warning
    assert warnings(ana) == warnings(ben) == []


def test_a_card_that_is_given_up_again_is_no_news_but_one_after_it_was_shown_is(
    acme: Sandbox, ana: Person, chloe: Person, all_is_said: Act, look: Act
) -> None:
    _open_without_card(acme, ana, "Checkout is down", all_is_said)
    acme.faults.fail("chat.postMessage", "invalid_blocks")
    look()
    assert len(warnings(chloe)) == 1

    look()
    look()
    _open_without_card(acme, ana, "Search is slow", all_is_said)

    assert len(cards(ana, 1)) == 1
    assert len(warnings(chloe)) == 2


def test_a_card_that_could_not_be_edited_is_brought_to_the_present_state(
    acme: Sandbox, ana: Person, chloe: Person, all_is_said: Act, look: Act
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    acme.faults.fail("chat.update", "invalid_blocks")
    types(ana, "/incident start 1")
    all_is_said()
    assert "In progress" not in card(ana, 1).seen_text

    look()

    assert "In progress" in card(ana, 1).seen_text
    assert len(warnings(chloe)) == 1


def test_where_it_could_be_posted_nowhere_the_card_comes_later_and_then_what_was_to_be_said_once_and_in_order(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Act, look: Act
) -> None:
    """By the clock, and by an act before it looks."""
    acme.faults.fail("chat.postMessage", "restricted_action", times=100)
    for number, title in ((1, "Checkout is down"), (2, "Search is slow")):
        types(ana, f"/incident new {title}")
        types(ben, f"/incident comment {number} Rolled back")
        types(ben, f"/incident comment {number} Graphs look better")
    all_is_said()
    acme.faults.clear()

    types(ana, "/incident start 2")
    all_is_said()
    assert cards_in(ana, "#incidents") == ["#2 Search is slow"]
    look()

    assert cards_in(ana, "#incidents") == ["#2 Search is slow", "#1 Checkout is down"]
    assert cards_in(ana, BOT) == []
    said = [[words.split(":")[-1].strip(" >\n") for words in thread(ana, number)] for number in (1, 2)]
    assert said == [["Rolled back", "Graphs look better"], ["Rolled back", "Graphs look better", "In progress."]]


def test_a_card_that_still_waits_is_not_asked_for_twice(
    acme: Sandbox, ana: Person, clean_engine: Engine, tracker: Tracker, all_is_said: Act, hurry: Act
) -> None:
    acme.faults.server_error("chat.postMessage", times=1)
    types(ana, "/incident new Checkout is down")
    until(lambda: not acme.faults.is_waiting)

    assert tracker._clock is not None
    tracker._clock.renew_cards()
    hurry()
    all_is_said()

    assert len(cards(ana, 1)) == 1
    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT count(*) FROM outbox WHERE kind = 'refresh_card'")).scalar_one() == 1


def test_what_is_over_gets_no_card_any_more(
    acme: Sandbox,
    ana: Person,
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Act,
    look: Act,
    subtests: pytest.Subtests,
) -> None:
    for number, ended in enumerate(("resolved", "deleted"), start=1):
        with subtests.test(ended=ended):
            _open_without_card(acme, ana, "Checkout is down", all_is_said)
            acme.faults.fail("chat.postMessage", "invalid_blocks", times=2)
            if ended == "resolved":
                types(chloe, f"/incident resolve {number}")
            else:
                form_after(chloe, f"/incident delete {number}").submit("Delete")
            all_is_said()
            acme.faults.clear()
            calls = len(acme.recorder.calls_of("chat.postMessage"))

            look()

            assert len(acme.recorder.calls_of("chat.postMessage")) == calls
            with clean_engine.connect() as tx:
                assert tx.execute(text("SELECT count(*) FROM occurrences")).scalar_one() == 0
