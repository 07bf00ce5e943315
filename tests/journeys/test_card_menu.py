"""The menu of a card, in the channel and private: what it offers, what a choice does, and that it can be used again."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.app import Tracker
from bot.sandbox import MessageOnScreen, Person, Sandbox
from tests.journeys.seeing import (
    INCIDENTS,
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


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Chloe, who owns the workspace, so she is an admin."""
    return acme.person("chloe")


@pytest.fixture(params=["channel", "private"])
def shown(request: pytest.FixtureRequest, chloe: Person, all_is_said: Settle) -> MessageOnScreen:
    """Give the card of #1 that Chloe sees: the one in the channel, or one of her own."""
    types(chloe, "/incident new Slow search")
    all_is_said()
    return card(chloe, 1) if request.param == "channel" else answer_to(chloe, "/incident 1")


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
    "Assign": "Assign #1",
    "Priority": "Priority of #1",
    "Edit": "Edit #1",
    "Delete": "Delete #1",
}


def test_what_needs_a_form_opens_it_from_the_menu_which_can_be_used_again(
    chloe: Person, shown: MessageOnScreen, all_is_said: Settle, subtests: pytest.Subtests
) -> None:
    for chosen, title in FORMS.items():
        with subtests.test(chosen=chosen):
            before = menu_place(shown)

            shown.choose(chosen)

            assert form_of(chloe).title == title
            form_of(chloe).close()
            _until_usable_again(chloe, shown, before)


def test_history_can_be_chosen_twice(chloe: Person, all_is_said: Settle, shown: MessageOnScreen) -> None:
    _choose_history(chloe, shown)
    _choose_history(chloe, shown)
    all_is_said()

    assert "#1 Slow search" in shown.seen_text


def _choose_history(person: Person, shown: MessageOnScreen) -> None:
    """Choose it, and wait until it is told and the menu can be used again."""
    before, told = menu_place(shown), len(_histories(person))
    shown.choose("History")
    person.wait_for(lambda: menu_place(shown) != before and len(_histories(person)) > told)


def _histories(person: Person) -> list[str]:
    return [answer for answer in private_answers(person) if answer.startswith("History of #1")]


def test_a_move_is_made_from_the_menu(
    chloe: Person, clean_engine: Engine, all_is_said: Settle, shown: MessageOnScreen
) -> None:
    shown.choose("Mitigate")

    all_is_said()
    chloe.wait_for(lambda: "Mitigated" in shown.seen_text)
    assert stored(clean_engine, 1).status == "mitigated"
    assert "Start" in menu_of(shown)


def test_what_one_may_not_do_can_be_chosen_again_after_it_was_refused(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    before = menu_place(card(ana, 1))

    card(ana, 1).choose("Delete")

    until_told(ana, "You may not delete incidents.")
    until(lambda: menu_place(card(ana, 1)) != before)


def test_a_form_that_changes_nothing_says_so_also_on_a_private_card(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    shown = ana.type(INCIDENTS, "/incident 1")
    assert shown is not None

    before = menu_place(shown)
    shown.choose("Severity")
    _until_usable_again(ana, shown, before)
    form_of(ana).submit("Save")

    until_told(ana, "Nothing to change: #1")


def test_resolving_from_any_card_asks_for_what_opening_skipped(
    chloe: Person, shown: MessageOnScreen, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(chloe, "/incident assign 1 @ben")
    all_is_said()
    shown.press("Resolve")
    form = form_of(chloe)
    assert form.labels == ["Note", "Service", "Categories", "Summary", "Cancel", "Resolve"]
    form.fill("Note", "Restarted")
    form.fill("Summary", "It was the cache")

    form.submit("Resolve")

    all_is_said()
    chloe.wait_for(lambda: "Restarted" in shown.seen_text)
    assert "Resolved" in shown.seen_text
    incident = stored(clean_engine, 1)
    assert (incident.is_resolved, incident.summary) == (True, "It was the cache")
