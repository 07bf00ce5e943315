"""A form that opens again because others were faster: what was typed survives, and what they did is said first."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.language.acts import FormName
from bot.rules.merging import Edit
from bot.views.blocks import View
from bot.views.forms.changing import form
from bot.views.forms.context import Context
from storage.records import Incident, Priority, Severity
from tests.bot.views.forms.reading import FULL, initial, inputs
from tests.bot.views.hostile import heavy, incidents, names, summaries, titles
from tests.bot.views.judging import require_fit_to_open, shown
from tests.making import incident
from tests.tables import for_each

WHOLE = incident(severity=Severity.SEV2, own_priority=Priority.P1, assignee_id="U0BEN")


def of(name: FormName, about: Incident, **more: Any) -> View:
    return form(name, about, **{"context": Context(number=about.number), **more})


def edits() -> st.SearchStrategy[Edit]:
    """Draw what was filled in before, every field of it."""
    return st.builds(
        Edit,
        title=titles(),
        severity=st.sampled_from(Severity),
        summary=st.none() | summaries(),
        priority=st.none() | st.sampled_from(Priority),
        service=st.none() | names(),
        categories=st.lists(names(), max_size=10, unique_by=str.lower).map(tuple),
        assignee_id=st.none() | st.just("U0CHLOE"),
    )


@heavy
@given(st.sampled_from(FormName), incidents(), edits())
def test_slack_opens_it_whatever_was_typed_and_however_much_others_did(
    name: FormName, about: Incident, edit: Edit
) -> None:
    sentences = [f"<@U0BEN> changed title “{'x' * 200}” → “{'y' * 200}”"] * 50

    require_fit_to_open(form(name, about, context=FULL, edit=edit, meanwhile=sentences))


@heavy
@given(incidents(), edits())
def test_what_was_typed_survives_in_a_form_that_opens_again(about: Incident, edit: Edit) -> None:
    begun = initial(of(FormName.EDIT, about, edit=edit))

    assert begun["title"] == edit.title
    assert begun["severity"] == edit.severity
    assert begun["priority"] == (edit.priority or "auto")
    assert begun.get("service") == edit.service
    assert tuple(begun.get("categories", ())) == edit.categories
    assert begun.get("assignee") == edit.assignee_id
    assert begun.get("summary") == edit.summary


@for_each(
    ("name", "edit", "begun"),
    [
        (FormName.ASSIGN, Edit(assignee_id="U0CHLOE"), {"assignee": "U0CHLOE"}),
        (FormName.ASSIGN, Edit(assignee_id=None), {}),
        (FormName.SEVERITY, Edit(severity=Severity.SEV4), {"severity": "sev4"}),
        (FormName.PRIORITY, Edit(priority=Priority.P4), {"priority": "p4"}),
        (FormName.PRIORITY, Edit(priority=None), {"priority": "auto"}),
    ],
)
def test_what_was_chosen_survives_in_a_form_that_opens_again(name: FormName, edit: Edit, begun: dict[str, str]) -> None:
    assert initial(of(name, WHOLE, edit=edit)) == begun


def test_what_was_filled_in_while_resolving_survives() -> None:
    edit = Edit(service="search", categories=("api",), assignee_id="U0CHLOE", summary="since 11")

    begun = initial(of(FormName.RESOLVE, incident(), edit=edit))

    assert begun == {"service": "search", "categories": ["api"], "assignee": "U0CHLOE", "summary": "since 11"}


@for_each("name", FormName)
def test_a_form_that_opens_again_says_first_what_others_did_and_asks_whether_to_go_on(name: FormName) -> None:
    view = of(name, incident(), meanwhile=["<@U0BEN> resolved this"])

    asked = {FormName.DELETE: "Delete", FormName.ASSIGN: "Assign"}.get(name, "Save")
    assert [block["type"] for block in view["blocks"][:2]] == ["alert", "section"]
    assert shown(view["blocks"][:2]) == (
        f"This changed while the form was open. {asked} it all the same?\n• <@U0BEN> resolved this."
    )


@for_each("name", FormName)
def test_fields_come_back_under_other_ids_when_others_changed_something_but_for_the_note(name: FormName) -> None:
    """Slack's client keeps what is in a field that comes back under the same ids: right for what was typed alone."""
    first, again = (
        {field: block["element"]["action_id"] for field, block in inputs(view).items()}
        for view in (of(name, incident()), of(name, incident(), meanwhile=["<@U0BEN> resolved this"]))
    )

    assert first.keys() == again.keys()
    assert {field for field in first if first[field] == again[field]} == first.keys() & {"note"}
    assert all(again[field].startswith(first[field]) for field in first)
