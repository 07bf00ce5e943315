"""The forms about an incident: their fields by hand, what they begin with, and what survives when they open again."""

from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.language.acts import FormName
from bot.rules.lifecycle import Move
from bot.views.blocks import View
from bot.views.forms.changing import form
from bot.views.forms.context import Context
from storage.records import Category, Incident, Priority, Service, Severity, Status
from tests.bot.views.forms.reading import FULL, initial, inputs, labels, offered
from tests.bot.views.hostile import RUNS, full, heavy, incidents
from tests.bot.views.judging import require_fit_to_open, shown
from tests.making import NOON, incident
from tests.tables import for_each

NOTE = ("Note", True)
SKIPPED = {"service": ("Service", True), "categories": ("Categories", True), "assignee": ("Assignee", True)}
# Of an open incident of which nothing was said when it was opened.
LABELS: dict[FormName, dict[str, tuple[str, bool]]] = {
    FormName.COMMENT: {
        "comment": ("Comment", True),
        "files": ("Files", True),
        "update_due": ("Next update due", True),
    },
    FormName.ASSIGN: {"assignee": ("Assignee", True), "note": NOTE},
    FormName.SEVERITY: {"severity": ("Severity", False), "note": NOTE},
    FormName.PRIORITY: {"priority": ("Priority", False), "note": NOTE},
    FormName.STATUS: {"status": ("Status", False), "note": NOTE},
    FormName.RESOLVE: {"note": NOTE, **SKIPPED, "summary": ("Summary", True)},
    FormName.EDIT: {
        "title": ("Title", False),
        "severity": ("Severity", False),
        "priority": ("Priority", False),
        **SKIPPED,
        "summary": ("Summary", True),
    },
    FormName.DELETE: {},
}
FRAMES = {
    FormName.COMMENT: ("Comment on #42", "Comment"),
    FormName.ASSIGN: ("Assign #42", "Assign"),
    FormName.SEVERITY: ("Severity of #42", "Save"),
    FormName.PRIORITY: ("Priority of #42", "Save"),
    FormName.STATUS: ("Status of #42", "Save"),
    FormName.RESOLVE: ("Resolve #42", "Resolve"),
    FormName.EDIT: ("Edit #42", "Save"),
    FormName.DELETE: ("Delete #42", "Delete"),
}
FOCUS = {
    FormName.COMMENT: "comment",
    FormName.ASSIGN: "assignee",
    FormName.SEVERITY: "severity",
    FormName.PRIORITY: "priority",
    FormName.STATUS: "status",
    FormName.RESOLVE: "note",
    FormName.EDIT: "title",
}
BEGUN: dict[FormName, dict[str, Any]] = {
    FormName.COMMENT: {},
    FormName.ASSIGN: {"assignee": "U0BEN"},
    FormName.SEVERITY: {"severity": "sev2"},
    FormName.PRIORITY: {"priority": "p1"},
    FormName.STATUS: {"status": "revert"},
    FormName.RESOLVE: {},
    FormName.EDIT: {
        "title": "Checkout is down",
        "severity": "sev2",
        "priority": "p1",
        "service": "payments",
        "categories": ["api", "web"],
        "assignee": "U0BEN",
        "summary": "since 11:00",
    },
    FormName.DELETE: {},
}
WHOLE = incident(
    status=Status.IN_PROGRESS,
    severity=Severity.SEV2,
    own_priority=Priority.P1,
    service=Service(id=1, name="payments"),
    categories=(Category(id=1, name="api"), Category(id=2, name="web")),
    assignee_id="U0BEN",
    summary="since 11:00",
)
# Every status but the present one that can be reached by a move, and that move.
MOVES = {
    Status.OPEN: [("In progress", "start"), ("Mitigated", "mitigate"), ("Resolved", "resolve")],
    Status.IN_PROGRESS: [("Open", "revert"), ("Mitigated", "mitigate"), ("Resolved", "resolve")],
    Status.MITIGATED: [("In progress", "start"), ("Resolved", "resolve")],
    Status.RESOLVED: [("In progress", "reopen")],
}


def being(status: Status) -> Incident:
    times = {"acknowledged_at": NOON, "resolved_at": NOON} if status is Status.RESOLVED else {}
    return incident(status=status, **times)


def of(name: FormName, about: Incident, **more: Any) -> View:
    return form(name, about, **{"context": Context(number=about.number), **more})


@for_each("name", FormName)
def test_a_form_has_the_fields_of_the_product(name: FormName) -> None:
    view = of(name, incident())

    require_fit_to_open(view)
    assert labels(view) == LABELS[name]
    assert list(inputs(view)) == list(LABELS[name])


@for_each("name", FormName)
def test_a_form_is_headed_and_sent_off_with_the_words_of_the_product(name: FormName) -> None:
    view = of(name, incident())

    assert (view["title"]["text"], view["submit"]["text"]) == FRAMES[name]
    assert (view["close"]["text"], view["callback_id"]) == ("Cancel", f"form:{name}")


@for_each("name", FormName)
def test_a_form_begins_with_what_is_there(name: FormName) -> None:
    assert initial(of(name, WHOLE)) == BEGUN[name]


@for_each("name", FormName)
def test_one_field_is_where_one_begins_to_type(name: FormName) -> None:
    focused = [field for field, block in inputs(of(name, incident())).items() if block["element"].get("focus_on_load")]

    assert focused == ([FOCUS[name]] if name in FOCUS else [])


@for_each("name", FormName)
def test_a_form_says_which_incident_it_is_about_and_remembers_all_it_must(name: FormName) -> None:
    view = of(name, WHOLE, context=FULL)

    assert "#42" in view["title"]["text"]
    assert "Checkout is down" in shown(view["blocks"]) or initial(view)["title"] == "Checkout is down"
    assert Context.model_validate_json(view["private_metadata"]) == FULL
    assert len(view["private_metadata"]) <= 3000


@heavy
@given(st.sampled_from(FormName), incidents())
def test_any_incident_has_forms_slack_opens(name: FormName, about: Incident) -> None:
    require_fit_to_open(form(name, about, context=FULL))


@for_each(("run", "name"), list(product(RUNS, FormName)))
def test_the_fullest_incident_has_forms_slack_opens(run: str, name: FormName) -> None:
    require_fit_to_open(form(name, full(run), context=FULL))


@for_each(
    ("filled", "fields"),
    [
        ({}, ["note", "service", "categories", "assignee", "summary"]),
        ({"service": WHOLE.service}, ["note", "categories", "assignee", "summary"]),
        ({"categories": WHOLE.categories}, ["note", "service", "assignee", "summary"]),
        ({"assignee_id": "U0BEN"}, ["note", "service", "categories", "summary"]),
        ({"summary": "since 11"}, ["note", "service", "categories", "assignee"]),
    ],
)
def test_resolving_asks_only_for_what_opening_skipped(filled: dict[str, Any], fields: list[str]) -> None:
    assert list(inputs(of(FormName.RESOLVE, incident(**filled)))) == fields
    assert list(inputs(of(FormName.RESOLVE, WHOLE))) == ["note"]


@for_each("status", Status)
def test_an_update_is_promised_only_while_it_is_not_over(status: Status) -> None:
    assert ("update_due" in inputs(of(FormName.COMMENT, being(status)))) is (status is not Status.RESOLVED)


@for_each("status", Status)
def test_a_status_is_chosen_among_those_that_are_possible_now(status: Status) -> None:
    view = of(FormName.STATUS, being(status))

    assert offered(view, "status") == MOVES[status]
    assert initial(view) == {"status": MOVES[status][0][1]}


@for_each(("status", "move"), [(status, move) for status in MOVES for _, move in MOVES[status]])
def test_the_status_that_was_asked_for_is_proposed(status: Status, move: str) -> None:
    view = of(FormName.STATUS, being(status), context=Context(number=42, move=Move(move)))

    assert initial(view) == {"status": move}


def test_a_status_that_is_not_possible_any_more_is_not_proposed() -> None:
    view = of(FormName.STATUS, being(Status.RESOLVED), context=Context(number=42, move=Move.MITIGATE))

    assert initial(view) == {"status": "reopen"}


def test_an_own_priority_is_chosen_and_any_other_follows_the_severity() -> None:
    assert initial(of(FormName.PRIORITY, WHOLE)) == {"priority": "p1"}
    assert initial(of(FormName.PRIORITY, replace(WHOLE, own_priority=None))) == {"priority": "auto"}


def test_deleting_asks_and_says_how_it_comes_back() -> None:
    assert shown(of(FormName.DELETE, incident())["blocks"]).split("\n") == [
        "#42 Checkout is down",
        "Delete it, with its comments and its history? It can be restored for 30 days.",
    ]


def test_words_are_as_long_as_slack_takes() -> None:
    limits = {
        (name, field): block["element"]["max_length"]
        for name in FormName
        for field, block in inputs(of(name, incident())).items()
        if block["element"]["type"] == "plain_text_input"
    }

    assert limits == {
        (FormName.COMMENT, "comment"): 3000,
        (FormName.RESOLVE, "summary"): 3000,
        (FormName.EDIT, "title"): 255,
        (FormName.EDIT, "summary"): 3000,
        **{(name, "note"): 3000 for name in FormName if "note" in LABELS[name]},
    }


def test_a_moment_is_chosen_without_a_proposal() -> None:
    """A promise is made, not clicked away."""
    field = inputs(of(FormName.COMMENT, incident(update_due_at=datetime.fromisoformat("2026-11-18T13:00:00+00:00"))))

    assert field["update_due"]["element"] == {"type": "datetimepicker", "action_id": "value"}
    assert field["files"]["element"] == {"type": "file_input", "action_id": "value", "max_files": 10}
