"""The panel, and the pickers of verbs typed without a number: finding what to act on."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from tests.journeys.before import did
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


def test_the_panel_shows_how_to_begin_and_of_much_only_the_worst_and_where_the_rest_is(
    ana: Person, clean_engine: Engine
) -> None:
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
    form_of(ana).close()

    did(clean_engine, *(("ana", f"new Incident number {number}") for number in range(1, 7)))
    full = types(ana, "/incident")
    assert [line.split()[0] for line in full.splitlines() if line.startswith("#")] == [f"#{n}" for n in range(1, 6)]
    assert "The worst 5; /incident mine shows them all." in full


def test_the_panel_shows_what_is_mine_worst_first_and_opens_it(ana: Person, clean_engine: Engine) -> None:
    did(
        clean_engine,
        ("ben", "new Not hers sev1"),
        ("ana", "new Reported sev3"),
        ("ben", "new Assigned sev2 @ana"),
        ("ana", "new Resolved sev1"),
        ("ana", "resolve 4"),
    )

    panel = answer_to(ana, "/incident  ")

    rows = [line for line in panel.seen_text.splitlines() if line.startswith("#")]
    assert rows == ["#3 SEV2 — Assigned", "#2 SEV3 — Reported"]
    panel.press("Show", near="#3")
    until_told(ana, "#3 Assigned\nSeverity")


@pytest.mark.usefixtures("tracker")
def test_a_guest_is_shown_and_picks_only_what_they_reported(acme: Sandbox, clean_engine: Engine) -> None:
    dev = acme.person("dev")
    did(clean_engine, ("ana", "new Slow search"), ("dev", "new Slow door"))

    panel = types(dev, "/incident", channel="#general")

    assert "#2 SEV3 — Slow door" in panel
    assert "Slow search" not in panel
    dev.type("#general", "/incident comment")
    assert form_of(dev).suggestions("Incident", "slow") == ["#2 Slow door"]


def test_a_picker_finds_by_number_and_by_words_and_does_what_the_verb_says(ana: Person, clean_engine: Engine) -> None:
    titles = ("Checkout is down", "Search is slow", "Slow checkout in Europe", "Region 2 is away")
    did(clean_engine, *(("ana", f"new {title}") for title in titles))
    form = form_after(ana, "/incident take")
    assert form.labels == ["Incident", "Cancel", "Take"]
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
    form.submit("Take")

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


def test_a_picker_offers_only_what_the_verb_is_possible_for_and_what_was_deleted_only_to_an_admin(
    ana: Person, chloe: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    did(
        clean_engine,
        *(("chloe", f"new Incident number {number}") for number in range(1, 6)),
        *(("chloe", typed) for typed in ("start 2", "mitigate 3", "resolve 4")),
    )
    form_after(chloe, "/incident delete 5").submit("Delete")
    assert {number: stored(clean_engine, number).status for number in STANDS} == STANDS

    for verb, numbers in OFFERED.items():
        with subtests.test(verb=verb):
            form = form_after(chloe, f"/incident {verb}")
            assert form.suggestions("Incident", "") == [f"#{n} Incident number {n}" for n in numbers]
            form.close()
    assert "You may not restore incidents." in types(ana, "/incident restore")
    form = form_after(chloe, "/incident restore")
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


def test_a_picker_goes_on_with_the_answer_or_the_form_of_the_verb_or_says_what_became_impossible(
    ana: Person, ben: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    did(clean_engine, ("ana", "new Slow search"))
    for verb, words in (("show", "#1 Slow search\nSeverity"), ("history", "History of #1 Slow search")):
        form = form_after(ana, f"/incident {verb}")
        form.fill("Incident", "#1 Slow search")
        form.submit("Show")
        until_told(ana, words)
    assert not has_form(ana)

    for verb, title, field in GOES_ON:
        with subtests.test(verb=verb):
            form = form_after(ana, f"/incident {verb}")
            assert form.title == verb.capitalize()

            form.fill("Incident", "#1 Slow search")
            form.submit("Next")

            assert form_of(ana).title == title
            assert form_of(ana).labels[0] == field

    form = form_after(ana, "/incident mitigate")
    form.fill("Incident", "#1 Slow search")
    types(ben, "/incident resolve 1")

    form.submit("Next")

    assert "#1 is Resolved, so you can't mitigate it." in form.errors["Incident"]
    assert form.value("Incident") == "#1 Slow search"
