"""The menu of a card, in the channel and private: what it offers, what a choice does, and that it can be used again."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.app import Tracker
from bot.sandbox import MessageOnScreen, Modal, Person, Sandbox
from tests.journeys.seeing import (
    answer_to,
    card,
    form_of,
    menu_of,
    menu_place,
    private_answers,
    stored,
    types,
    until_told,
)
from tests.waiting import until

Settle = Callable[[], None]
A_WHILE = 0.3
"""Seconds; far more than an answer takes, and less than we wait for Slack."""


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Chloe, who owns the workspace, so she is an admin."""
    return acme.person("chloe")


@pytest.fixture
def both(chloe: Person, all_is_said: Settle) -> list[tuple[int, MessageOnScreen]]:
    """Give two cards that Chloe sees, each with its number: of #1 the one in the channel, of #2 one of her own."""
    types(chloe, "/incident new Slow search")
    types(chloe, "/incident new Slow search")
    all_is_said()
    return [(1, card(chloe, 1)), (2, answer_to(chloe, "/incident 2"))]


def _until_usable_again(person: Person, shown: MessageOnScreen, before: str) -> None:
    person.wait_for(lambda: menu_place(shown) != before)


MENUS = {
    "open": ["Start", "Mitigate", "Assign", "Severity", "Priority", "Edit", "Follow", "History", "Delete"],
    "in_progress": [
        "Revert",
        "Mitigate",
        "Assign",
        "Release",
        "Severity",
        "Priority",
        "Edit",
        "Follow",
        "History",
        "Delete",
    ],
    "mitigated": ["Start", "Assign", "Release", "Severity", "Priority", "Edit", "Follow", "History", "Delete"],
    "resolved": ["Comment", "Assign", "Edit", "Follow", "History", "Delete"],
}


def test_the_menu_of_a_card_holds_what_is_possible_now(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    seen = {"open": sorted(menu_of(card(ana, 1)))}

    for typed, status in (("take", "in_progress"), ("mitigate", "mitigated"), ("resolve", "resolved")):
        types(ana, f"/incident {typed} 1")
        all_is_said()
        seen[status] = sorted(menu_of(card(ana, 1)))

    assert seen == {status: sorted(choices) for status, choices in MENUS.items()}


FORMS = {
    "Assign": "Assign #{n}",
    "Priority": "Priority of #{n}",
    "Edit": "Edit #{n}",
    "Delete": "Delete #{n}",
}


def test_what_needs_a_form_opens_it_from_the_menu_which_can_be_used_again(
    chloe: Person, both: list[tuple[int, MessageOnScreen]], subtests: pytest.Subtests
) -> None:
    for n, shown in both:
        for chosen, title in FORMS.items():
            with subtests.test(number=n, chosen=chosen):
                before = menu_place(shown)

                shown.choose(chosen)

                assert form_of(chloe).title == title.format(n=n)
                form_of(chloe).close()
                _until_usable_again(chloe, shown, before)


def test_history_can_be_chosen_twice_and_then_a_move(
    chloe: Person,
    clean_engine: Engine,
    all_is_said: Settle,
    both: list[tuple[int, MessageOnScreen]],
    subtests: pytest.Subtests,
) -> None:
    for n, shown in both:
        with subtests.test(number=n):
            _choose_history(chloe, n, shown)
            _choose_history(chloe, n, shown)
            all_is_said()
            assert f"#{n} Slow search" in shown.seen_text

            shown.choose("Mitigate")

            all_is_said()
            _until_says(chloe, shown, "Mitigated")
            assert stored(clean_engine, n).status == "mitigated"
            assert "Start" in menu_of(shown)


def _choose_history(person: Person, number: int, shown: MessageOnScreen) -> None:
    """Choose it, and wait until it is told and the menu can be used again."""
    before, told = menu_place(shown), len(_histories(person, number))
    shown.choose("History")
    person.wait_for(lambda: menu_place(shown) != before and len(_histories(person, number)) > told)


def _histories(person: Person, number: int) -> list[str]:
    return [answer for answer in private_answers(person) if answer.startswith(f"History of #{number} ")]


def _until_says(person: Person, shown: MessageOnScreen, words: str) -> None:
    person.wait_for(lambda: words in shown.seen_text)


def test_what_was_refused_can_be_chosen_again_and_what_changes_nothing_says_so(
    ana: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    before = menu_place(card(ana, 1))

    card(ana, 1).choose("Delete")

    until_told(ana, "You may not delete incidents.")
    until(lambda: menu_place(card(ana, 1)) != before)

    shown = answer_to(ana, "/incident 1")
    before = menu_place(shown)

    shown.choose("Severity")
    form_of(ana).submit("Save")

    until_told(ana, "Nothing to change: #1")
    assert menu_place(shown) != before


@pytest.fixture
def mine(chloe: Person, all_is_said: Settle) -> MessageOnScreen:
    """Give the card of #1 that Chloe alone sees, once all else is said."""
    types(chloe, "/incident new Slow search")
    all_is_said()
    return answer_to(chloe, "/incident 1")


def _choose_and_be_drawn_slowly(acme: Sandbox, shown: MessageOnScreen | Modal, chosen: str, *, by: str) -> None:
    """Choose from the menu, and return while the card that is drawn again is on its way, and stays so for a while."""
    acme.faults.slow(by, A_WHILE)
    shown.choose(chosen)
    until(lambda: not acme.faults.is_waiting)


def _until_all_has_arrived(acme: Sandbox, method: str, *, calls: int) -> None:
    until(lambda: len(acme.recorder.calls_of(method)) >= calls)


def test_what_a_form_came_to_is_not_hidden_by_a_card_that_is_still_being_drawn_again(
    acme: Sandbox, chloe: Person, mine: MessageOnScreen, clean_engine: Engine
) -> None:
    _choose_and_be_drawn_slowly(acme, mine, "Delete", by="response_url")

    form_of(chloe).submit("Delete")

    assert stored(clean_engine, 1).is_deleted
    _until_all_has_arrived(acme, "response_url", calls=2)
    assert mine.seen_text == "#1 was withdrawn by @chloe. An admin can restore it.\nRestore"


def test_what_a_button_did_is_not_hidden_by_a_card_that_is_still_being_drawn_again(
    acme: Sandbox, chloe: Person, mine: MessageOnScreen
) -> None:
    """The button comes with an address of its own, for the same message."""
    _choose_and_be_drawn_slowly(acme, mine, "Severity", by="response_url")
    form_of(chloe).close()

    mine.press("Take")

    _until_all_has_arrived(acme, "response_url", calls=2)
    assert "In progress" in mine.seen_text


def test_a_card_that_an_act_has_shown_anew_is_not_drawn_a_second_time(
    acme: Sandbox, chloe: Person, mine: MessageOnScreen
) -> None:
    """What takes its place comes in order, so a second one of the first act would be there with the other act."""
    mine.choose("Mitigate")
    chloe.wait_for(lambda: "Mitigated" in mine.seen_text)

    mine.choose("Start")

    chloe.wait_for(lambda: "In progress" in mine.seen_text)
    _until_all_has_arrived(acme, "response_url", calls=2)
    assert len(acme.recorder.calls_of("response_url")) == 2


def test_in_a_window_a_card_that_is_still_being_drawn_again_hides_nothing_either(
    acme: Sandbox, chloe: Person, mine: MessageOnScreen
) -> None:
    chloe.open_home()
    chloe.wait_for(lambda: chloe.home and "Slow search" in chloe.home.seen_text)
    assert chloe.home is not None
    chloe.home.choose("Show", near="Slow search")
    window = form_of(chloe)
    _choose_and_be_drawn_slowly(acme, window, "Severity", by="views.update")
    form_of(chloe).fill("Severity", "SEV1 critical")

    form_of(chloe).submit("Save")

    _until_all_has_arrived(acme, "views.update", calls=2)
    assert "SEV1" in window.seen_text


def test_resolving_from_any_card_asks_for_what_opening_skipped(
    chloe: Person,
    both: list[tuple[int, MessageOnScreen]],
    clean_engine: Engine,
    all_is_said: Settle,
    subtests: pytest.Subtests,
) -> None:
    for n, shown in both:
        with subtests.test(number=n):
            types(chloe, f"/incident assign {n} @ben")
            all_is_said()
            shown.press("Resolve")
            form = form_of(chloe)
            assert form.labels == ["Note", "Service", "Categories", "Summary", "Cancel", "Resolve"]
            form.fill("Note", "Restarted")
            form.fill("Summary", "It was the cache")

            form.submit("Resolve")

            all_is_said()
            _until_says(chloe, shown, "Restarted")
            assert "Resolved" in shown.seen_text
            incident = stored(clean_engine, n)
            assert (incident.is_resolved, incident.summary) == (True, "It was the cache")
