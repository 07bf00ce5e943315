"""The panel, and the pickers of verbs typed without a number: finding what to act on."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import (
    answer_to,
    form_after,
    form_of,
    has_form,
    stored,
    types,
    until_told,
)

Settle = Callable[[], None]


@pytest.fixture
def chloe(acme: Sandbox, tracker: Tracker) -> Person:
    """Give Chloe, who owns the workspace, so she is an admin."""
    return acme.person("chloe")


def test_the_panel_of_somebody_with_nothing_to_do_shows_how_to_begin(ana: Person) -> None:
    panel = answer_to(ana, "/incident")

    assert panel.seen_text.startswith("You have no unresolved incidents.")
    for usage in (
        "/incident new",
        "/incident take 42",
        "/incident comment 42",
        "/incident resolve 42",
        "/incident list",
    ):
        assert usage in panel.seen_text
    panel.press("New incident")
    assert form_of(ana).title == "New incident"


def test_the_panel_shows_what_is_mine_worst_first_and_opens_it(ana: Person, ben: Person) -> None:
    types(ben, "/incident new Not hers sev1")
    types(ana, "/incident new Reported sev3")
    types(ben, "/incident new Assigned sev2 @ana")
    types(ana, "/incident new Resolved sev1")
    types(ana, "/incident resolve 4")

    panel = answer_to(ana, "/incident  ")

    rows = [line for line in panel.seen_text.splitlines() if line.startswith("#")]
    assert rows == ["#3 SEV2 — Assigned", "#2 SEV3 — Reported"]
    panel.press("Show", near="#3")
    until_told(ana, "#3 Assigned\nSeverity")


def test_the_panel_is_short_and_says_where_the_rest_is(ana: Person) -> None:
    for number in range(1, 7):
        types(ana, f"/incident new Incident number {number}")

    panel = types(ana, "/incident")

    assert [line.split()[0] for line in panel.splitlines() if line.startswith("#")] == [f"#{n}" for n in range(1, 6)]
    assert "The worst 5; /incident mine shows them all." in panel


def test_the_panel_of_a_guest_shows_only_what_they_reported(acme: Sandbox, ana: Person) -> None:
    dev = acme.person("dev")
    types(ana, "/incident new Slow search")
    types(dev, "/incident new Door is stuck", channel="#general")

    panel = types(dev, "/incident", channel="#general")

    assert "#2 SEV3 — Door is stuck" in panel
    assert "Slow search" not in panel


def test_a_picker_finds_by_number_and_by_words_and_does_what_the_verb_says(ana: Person, clean_engine: Engine) -> None:
    for title in ("Checkout is down", "Search is slow", "Slow checkout in Europe", "Region 2 is away"):
        types(ana, f"/incident new {title}")
    form = form_after(ana, "/incident take")
    assert form.labels == ["Incident", "Cancel", "Next"]
    assert "In one line: /incident take 42 [note]" in form.seen_text

    region = "#4 Region 2 is away"
    slow, search, down = "#3 Slow checkout in Europe", "#2 Search is slow", "#1 Checkout is down"
    found = {
        "": [region, slow, search, down],
        "checkout": [slow, down],
        "eur SLOW": [slow],
        "2": [search, region],
        "#2": [search],
        "inc-2": [search],
        "#2 Search is slow": [search],
        "printer": [],
        "100% _ & | ! ' <->": [],
    }
    assert {typed: form.suggestions("Incident", typed) for typed in found} == found
    form.fill("Incident", "#2 Search is slow")
    form.submit("Next")

    assert not has_form(ana)
    until_told(ana, "You have #2 — Search is slow. It is In progress.")
    assert stored(clean_engine, 2).assignee_id == "U0ANA"


STANDS = {1: "open", 2: "in_progress", 3: "mitigated", 4: "resolved"}
OFFERED = {
    "show": [4, 3, 2, 1],
    "comment": [4, 3, 2, 1],
    "edit": [4, 3, 2, 1],
    "history": [4, 3, 2, 1],
    "delete": [4, 3, 2, 1],
    "take": [3, 2, 1],
    "start": [3, 1],
    "mitigate": [2, 1],
    "resolve": [3, 2, 1],
    "release": [2],
    "assign": [4, 3, 2, 1],
    "severity": [4, 3, 2, 1],
    "priority": [4, 3, 2, 1],
    "revert": [2],
    "reopen": [4],
    "restore": [5],
}


def test_a_picker_offers_only_what_the_verb_is_possible_for(
    chloe: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for number in range(1, 6):
        types(chloe, f"/incident new Incident number {number}")
    for typed in ("start 2", "mitigate 3", "resolve 4"):
        types(chloe, f"/incident {typed}")
    form_after(chloe, "/incident delete 5").submit("Delete")
    assert {number: stored(clean_engine, number).status for number in STANDS} == STANDS

    for verb, numbers in OFFERED.items():
        with subtests.test(verb=verb):
            form = form_after(chloe, f"/incident {verb}")
            assert form.suggestions("Incident", "") == [f"#{n} Incident number {n}" for n in numbers]
            form.close()


def test_a_guest_picks_only_from_what_they_reported(acme: Sandbox, ana: Person) -> None:
    dev = acme.person("dev")
    types(ana, "/incident new Slow search")
    types(dev, "/incident new Slow door", channel="#general")

    dev.type("#general", "/incident comment")

    assert form_of(dev).suggestions("Incident", "slow") == ["#2 Slow door"]


def test_nobody_but_an_admin_learns_what_was_deleted(ana: Person, chloe: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Slow search")
    form_after(chloe, "/incident delete 1").submit("Delete")

    assert "You may not restore incidents." in types(ana, "/incident restore")
    form = form_after(chloe, "/incident restore")
    assert form.suggestions("Incident", "") == ["#1 Slow search"]
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET is_workspace_admin = false"))
    assert form.suggestions("Incident", "") == []


GOES_ON = [
    ("assign", "Assign #1", "Assignee"),
    ("comment", "Comment on #1", "Comment"),
    ("severity", "Severity of #1", "Severity"),
    ("priority", "Priority of #1", "Priority"),
    ("start", "Status of #1", "Status"),
    ("mitigate", "Status of #1", "Status"),
    ("resolve", "Resolve #1", "Note"),
    ("edit", "Edit #1", "Title"),
]


def test_a_picker_goes_on_with_the_form_of_the_verb(ana: Person, subtests: pytest.Subtests) -> None:
    types(ana, "/incident new Slow search")
    for verb, title, field in GOES_ON:
        with subtests.test(verb=verb):
            form = form_after(ana, f"/incident {verb}")
            assert form.title == verb.capitalize()

            form.fill("Incident", "#1 Slow search")
            form.submit("Next")

            assert form_of(ana).title == title
            assert form_of(ana).labels[0] == field


def test_what_became_impossible_is_said_under_the_picker(ana: Person, ben: Person) -> None:
    types(ana, "/incident new Slow search")
    form = form_after(ana, "/incident mitigate")
    form.fill("Incident", "#1 Slow search")
    types(ben, "/incident resolve 1")

    form.submit("Next")

    assert "#1 is Resolved, so you can't mitigate it." in form.errors["Incident"]
    assert form.value("Incident") == "#1 Slow search"


def test_show_and_history_are_told_where_they_were_asked_for(ana: Person) -> None:
    types(ana, "/incident new Slow search")

    for verb, words in (("show", "#1 Slow search\nSeverity"), ("history", "History of #1 Slow search")):
        form = form_after(ana, f"/incident {verb}")
        form.fill("Incident", "#1 Slow search")
        form.submit("Next")
        until_told(ana, words)

    assert not has_form(ana)
