"""What fields offer while somebody types, and what a form that opens again says first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.merging import STAYS
from bot.views.blocks import modal
from bot.views.forms.fields import changed_meanwhile, incident_options, named_options, typed
from storage.records import Incident, Severity, Status
from tests.bot.views.hostile import RUNS, full, heavy, incidents, names, words
from tests.bot.views.judging import require_fit_to_open, shown
from tests.making import incident
from tests.slack_reference.payloads import options_answer_problems
from tests.tables import for_each


@heavy
@given(st.lists(names(), max_size=99, unique=True), words(100))
def test_any_names_are_options_slack_shows(found: list[str], query: str) -> None:
    options = named_options(found, typed=query, may_create=True)

    assert options_answer_problems({"options": options}) == []
    assert [option["value"] for option in options][: len(found)] == found


@for_each(
    ("found", "query", "labels"),
    [
        ([], "", []),
        ([], "  ", []),
        (["payments"], "", ["payments"]),
        (["payments"], "pay", ["payments", "Create “pay”"]),
        (["payments"], " PAYMENTS ", ["payments"]),
        ([], "a   b", ["Create “a b”"]),
        ([], "R&D <b>", ["Create “R&D <b>”"]),
        ([], "x" * 60, [f"Create “{'x' * 60}”"]),
        ([], "x" * 61, []),
    ],
)
def test_what_was_typed_can_be_created_unless_it_is_there(found: list[str], query: str, labels: list[str]) -> None:
    assert [option["text"]["text"] for option in named_options(found, typed=query, may_create=True)] == labels


@for_each(
    ("found", "query", "labels"),
    [
        ([], "", []),
        (["payments"], "pay", ["payments"]),
        ([], "a   b", ["“a b” is not in the list; responders may add it"]),
        ([], "x" * 31, [f"“{'x' * 31}” is not in the list; responders may add it"]),
        ([], "x" * 32, [f"“{'x' * 30}…” is not in the list; responders may add it"]),
        ([], "x" * 61, []),
    ],
)
def test_who_may_not_create_reads_so_where_nothing_fits(found: list[str], query: str, labels: list[str]) -> None:
    options = named_options(found, typed=query, may_create=False)

    assert [option["text"]["text"] for option in options] == labels
    assert options_answer_problems({"options": options}) == []


def test_what_is_created_has_the_name_that_was_typed() -> None:
    assert named_options([], typed=" a  b ", may_create=True)[0]["value"] == "a b"
    assert named_options([], typed="x" * 60, may_create=False)[0]["value"] == "x" * 60


@settings(heavy, max_examples=20)
@given(st.lists(incidents(), max_size=10, unique_by=lambda each: each.number))
def test_any_incidents_are_options_slack_shows(found: list[Incident]) -> None:
    options = incident_options(found)

    assert options_answer_problems({"options": options}) == []
    assert [option["value"] for option in options] == [str(each.number) for each in found]


@for_each("run", RUNS)
def test_the_longest_title_is_an_option_slack_shows(run: str) -> None:
    assert options_answer_problems({"options": incident_options([full(run)])}) == []


def test_an_incident_is_picked_by_number_and_title() -> None:
    [found] = incident_options([incident(title="R&D <b> is down", severity=Severity.SEV2, status=Status.RESOLVED)])

    assert (found["text"]["text"], found["value"]) == ("#42 R&D <b> is down", "42")
    assert found["description"]["text"] == "SEV2 · Resolved"


def test_a_form_nobody_interfered_with_says_nothing() -> None:
    assert changed_meanwhile([], "Go on?") == []


def test_a_form_that_opens_again_says_what_others_did_and_asks_whether_to_go_on() -> None:
    blocks = changed_meanwhile(
        ["<@U0BEN> changed severity SEV3 → SEV1", "<@U0CHLOE> deleted this"], "Delete it all the same?"
    )

    assert [block["type"] for block in blocks] == ["alert", "section"]
    assert blocks[0]["level"] == "warning"
    assert shown(blocks) == (
        "This changed while the form was open. Delete it all the same?\n"
        "• <@U0BEN> changed severity SEV3 → SEV1.\n"
        "• <@U0CHLOE> deleted this."
    )


@for_each("count", [1, 50])
def test_however_much_others_did_slack_opens_the_form(count: int) -> None:
    blocks = changed_meanwhile([f"<@U0BEN> changed title “{'x' * 200}” → “{'y' * 200}”"] * count, "Go on?")

    require_fit_to_open(modal("Edit #42", *blocks, id="form:edit", submit="Save", metadata="{}"))


@for_each(("said", "kept"), [("new", "new"), (None, None), ("", "")])
def test_what_was_said_counts_even_when_it_empties_a_field(said: str | None, kept: str | None) -> None:
    assert typed(said, "present") == kept


def test_where_nothing_was_said_what_is_there_stays() -> None:
    assert typed(STAYS, "present") == "present"
