"""The forms: what each asks for, what comes of it, and where its errors stand."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.sandbox import Person
from tests.journeys.before import did
from tests.journeys.seeing import (
    card,
    form_after,
    form_of,
    form_of_picked,
    has_form,
    private_answers,
    said_last,
    stored,
    thread,
    types,
    until_told,
)

Settle = Callable[[], None]


@pytest.fixture
def known(ana: Person, clean_engine: Engine) -> None:
    """Let there be a service and categories, in #1."""
    did(clean_engine, ("ana", "new Disk full service:payments cat:api cat:eu"))


LABELS = {
    "new": ["Title", "Severity", "Service", "Assignee", "Summary", "More", "Cancel", "Open incident"],
    "edit 1": ["Title", "Severity", "Priority", "Service", "Categories", "Assignee", "Summary", "Cancel", "Save"],
    "assign 1": ["Assignee", "Note", "Cancel", "Assign"],
    "severity 1": ["Severity", "Note", "Cancel", "Save"],
    "priority 1": ["Priority", "Note", "Cancel", "Save"],
    "comment 1": ["Comment", "Files", "Next update due", "Cancel", "Comment"],
}


def test_a_form_asks_under_the_labels_people_know(ana: Person, clean_engine: Engine, subtests: pytest.Subtests) -> None:
    did(clean_engine, ("ana", "new Slow search"))

    for typed, labels in LABELS.items():
        with subtests.test(typed=typed):
            form = form_after(ana, f"/incident {typed}")

            assert form.labels == labels
            assert "#1" in form.title or typed == "new"


def test_more_keeps_what_was_typed_and_adds_the_rest_which_is_there_at_once_for_what_was_typed_of_it(
    ana: Person, known: None, clean_engine: Engine, all_is_said: Settle
) -> None:
    form = form_after(ana, "/incident new p1 cat:api sev2")
    assert form.labels[5:] == ["Priority", "Categories", "Cancel", "Open incident"]
    assert [form.value(label) for label in ("Severity", "Priority", "Categories")] == ["SEV2 major", "P1", ["api"]]
    form.close()

    form = form_after(ana, "/incident new")
    form.fill("Title", "Slow *search* & <more>")
    form.fill("Severity", "SEV2 major")
    form.fill("Service", "payments")
    form.fill("Assignee", "ben")
    form.fill("Summary", "since noon\nin Europe")

    form.press("More")

    form = form_of(ana)
    ana.wait_for(lambda: "More" not in form.labels)
    assert form.labels[-4:] == ["Priority", "Categories", "Cancel", "Open incident"]
    filled = [form.value(label) for label in ("Title", "Severity", "Service", "Assignee", "Summary")]
    assert filled == ["Slow *search* & <more>", "SEV2 major", "payments", "ben", "since noon\nin Europe"]
    form.fill("Priority", "P1")
    form.fill("Categories", ["api", "eu"])
    form.submit("Open incident")
    until_told(ana, "Opened #2 SEV2 · P1 · @ben · payments · api, eu — Slow ")
    assert stored(clean_engine, 2).title == "Slow *search* & <more>"
    assert stored(clean_engine, 2).summary == "since noon\nin Europe"


def test_an_edit_without_a_change_leaves_no_trace(ana: Person, known: None, clean_engine: Engine) -> None:
    types(ana, "/incident new Slow search sev2 p1 @ben service:payments cat:eu -- since noon")
    before = stored(clean_engine, 2).updated_at

    form_after(ana, "/incident edit 2").submit("Save")

    until_told(ana, "Nothing to change: #2 — Slow search")
    assert stored(clean_engine, 2).updated_at == before


def test_edit_begins_with_what_is_there_and_changes_every_field(
    ana: Person, known: None, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search sev2 p1 @ben service:payments cat:eu -- since noon")

    form = form_after(ana, "/incident edit 2")
    labels = ("Title", "Severity", "Priority", "Service", "Categories", "Assignee", "Summary")
    assert [form.value(label) for label in labels] == [
        "Slow search", "SEV2 major", "P1", "payments", ["eu"], "ben", "since noon"
    ]  # fmt: skip

    for label, value in zip(
        labels, ("No search", "SEV4 low", "Follows the severity", None, ["api"], None, None), strict=True
    ):
        form.fill(label, value)
    form.submit("Save")

    until_told(ana, "Changed #2 — No search: ")
    incident = stored(clean_engine, 2)
    assert (incident.title, incident.severity, incident.own_priority) == ("No search", "sev4", None)
    assert (incident.service, incident.assignee_id, incident.summary) == (None, None, None)
    assert [category.name for category in incident.categories] == ["api"]
    all_is_said()
    assert "assignee @ben → nobody" in thread(ana, 2)[-1]


def test_edit_begins_with_what_was_typed_and_adds_the_categories(ana: Person, known: None) -> None:
    types(ana, "/incident new No search cat:api")

    form = form_after(ana, "/incident edit 2 service:payments cat:eu")

    assert [form.value(label) for label in ("Title", "Service", "Categories")] == [
        "No search", "payments", ["api", "eu"]
    ]  # fmt: skip
    form.submit("Save")
    until_told(ana, "Changed #2 — No search: service none → payments, categories api → api, eu.")


FIELDS: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("assign 1", "Assign", {"Assignee": "ben", "Note": "please look"}, "assignee nobody → @ben"),
    ("severity 1", "Save", {"Severity": "SEV1 critical", "Note": "all regions"}, "severity SEV3 → SEV1"),
    ("priority 1", "Save", {"Priority": "P1", "Note": "a customer waits"}, "priority “follows the severity” → P1"),
)


def test_a_field_is_changed_in_its_own_form_with_a_note(
    ana: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    types(ana, "/incident new Slow search")
    for typed, submit, filled, changed in FIELDS:
        with subtests.test(typed=typed):
            form = form_after(ana, f"/incident {typed}")
            for label, value in filled.items():
                form.fill(label, value)

            form.submit(submit)

            assert not has_form(ana)
            until_told(ana, changed)
            assert said_last(clean_engine, 1) == filled["Note"]


STATUSES = (
    ("start", "In progress", "in_progress", "Started on #1 — Slow search."),
    ("mitigate", "Mitigated", "mitigated", "Mitigated #1 — Slow search."),
)


def test_the_form_for_a_status_proposes_what_the_verb_says_and_another_can_be_chosen(
    ana: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    types(ana, "/incident new Slow search")
    for verb, chosen, status, said in STATUSES:
        with subtests.test(verb=verb):
            form = form_of_picked(ana, verb)
            assert form.title == "Status of #1"
            assert form.labels == ["Status", "Note", "Cancel", "Save"]
            assert form.value("Status") == chosen

            form.fill("Note", "as agreed")
            form.submit("Save")

            until_told(ana, said)
            assert "Your note is a comment now." in private_answers(ana)[-1]
            assert stored(clean_engine, 1).status == status

    form = form_of_picked(ana, "start")
    form.fill("Status", "Resolved")
    form.submit("Save")

    until_told(ana, "Resolved #1 — Slow search.")
    assert stored(clean_engine, 1).is_resolved


def test_resolving_asks_for_what_opening_skipped_and_for_nothing_that_is_known(
    ana: Person, known: None, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search")
    types(ana, "/incident new No search service:search cat:api @ben -- since noon")
    all_is_said()
    card(ana, 3).press("Resolve")
    assert form_of(ana).labels == ["Note", "Cancel", "Resolve"]
    form_of(ana).close()
    card(ana, 2).press("Resolve")
    form = form_of(ana)
    assert form.labels == ["Note", "Service", "Categories", "Assignee", "Summary", "Cancel", "Resolve"]
    filled = {
        "Note": "Restarted",
        "Service": "payments",
        "Categories": ["eu"],
        "Assignee": "ben",
        "Summary": "It was the cache",
    }
    for label, value in filled.items():
        form.fill(label, value)

    form.submit("Resolve")

    all_is_said()
    incident = stored(clean_engine, 2)
    assert incident.is_resolved
    assert incident.service is not None
    assert (incident.service.name, incident.assignee_id, incident.summary) == ("payments", "U0BEN", "It was the cache")
    assert [category.name for category in incident.categories] == ["eu"]
    for fact in ("Resolved", "payments", "assignee @ben", "Ana Torres just now: Restarted"):
        assert fact in card(ana, 2).seen_text
    filled_in = (
        "assignee nobody → @ben, summary none → “It was the cache”, service none → payments, categories none → eu"
    )
    assert thread(ana, 2) == [f"Ana Torres resolved this. Status: Resolved. Changed: {filled_in}.\n>Restarted"]


OFFERED = [
    ("Service", "", ["payments"]),
    ("Service", " PAY ", ["payments", "Create “PAY”"]),
    ("Service", "Payments", ["payments"]),
    ("Service", "new  one", ["Create “new one”"]),
    ("Service", "x" * 61, []),
    ("Categories", "", ["api", "eu"]),
    ("Categories", "E", ["eu", "Create “E”"]),
    ("Categories", "EU", ["eu"]),
]


def test_a_name_is_found_as_it_is_typed_or_created(ana: Person, known: None, subtests: pytest.Subtests) -> None:
    form = form_after(ana, "/incident edit 1")

    for label, typed, offered in OFFERED:
        with subtests.test(label=label, typed=typed):
            assert form.suggestions(label, typed) == offered


def test_a_created_service_and_category_are_there_for_the_next_incident(
    ana: Person, ben: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Slow search")
    form = form_after(ana, "/incident edit 1")
    form.suggestions("Service", "search")
    form.fill("Service", "Create “search”")
    form.suggestions("Categories", "api")
    form.fill("Categories", ["Create “api”"])
    form.submit("Save")
    until_told(ana, "service none → search, categories none → api")

    form = form_after(ben, "/incident new cat:api")

    assert form.suggestions("Service", "sea") == ["search", "Create “sea”"]
    assert form.value("Categories") == ["api"]
