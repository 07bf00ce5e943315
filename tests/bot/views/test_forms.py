"""Forms: Slack opens them whatever was typed before, and nothing typed is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language.acts import Draft, StartDraft
from bot.language.grammar import parse
from bot.rules import texts
from bot.sandbox.block_kit.objects import MOST_OPTIONS, OPTION
from bot.sandbox.block_kit.shapes import Items
from bot.views import forms
from bot.views.blocks import Block, View
from bot.views.forms import Context
from storage.records import Incident, Priority, Service, Severity
from tests.bot.language.typed import TYPED
from tests.bot.views.hostile import RUNS, full, heavy, incidents, names, paragraphs, summaries, words
from tests.bot.views.judging import require_fit_to_open, shown
from tests.making import incident

RESPONSE_URL = "https://hooks.slack.com/commands/T0ACME000000/1234567890123/" + "x" * 40
DRAFTS = st.builds(
    Draft,
    title=st.none() | words(300),
    summary=st.none() | summaries(),
    severity=st.none() | st.sampled_from(Severity),
    priority=st.none() | st.sampled_from(Priority),
    assignee_id=st.none() | st.just("U0BEN"),
    service=st.none() | names(),
    categories=st.lists(names(), max_size=texts.MOST_CATEGORIES, unique=True).map(tuple),
)


def context_of(draft: Draft, response_url: str = RESPONSE_URL) -> Context:
    """Return what the form for this draft must remember."""
    return Context(response_url=response_url, priority=draft.priority, categories=draft.categories)


def inputs(view: View) -> dict[str, Block]:
    """Return the form's input blocks by the name of their field."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


@heavy
@given(DRAFTS)
def test_any_draft_makes_a_form_slack_opens(draft: Draft) -> None:
    require_fit_to_open(forms.new_incident(draft, context=context_of(draft)))


@heavy
@given(TYPED, paragraphs(3500))
def test_whatever_is_typed_without_a_title_makes_a_form_slack_opens(tokens: str, summary: str) -> None:
    try:
        act = parse(f"new sev1 {tokens}\n{summary}")
        if not isinstance(act, StartDraft):
            return
        texts.summary(act.draft.summary)
    except Refusal:
        return

    require_fit_to_open(forms.new_incident(act.draft, context=context_of(act.draft)))


@pytest.mark.parametrize("run", RUNS)
def test_the_fullest_draft_makes_a_form_slack_opens_with_everything_in_it(run: str) -> None:
    long_names = [f"{number:02}{run * texts.NAME_MAX}"[: texts.NAME_MAX] for number in range(texts.MOST_CATEGORIES)]
    draft = Draft(
        title=(run * 255)[:255],
        summary=(run * 3000)[:3000],
        priority=Priority.P1,
        service=long_names[0],
        categories=tuple(long_names),
    )

    view = forms.new_incident(draft, context=context_of(draft))

    require_fit_to_open(view)
    assert Context.model_validate_json(view["private_metadata"]) == context_of(draft)
    assert inputs(view)["title"]["element"]["initial_value"] == draft.title
    assert inputs(view)["summary"]["element"]["initial_value"] == draft.summary
    assert inputs(view)["service"]["element"]["initial_option"]["value"] == draft.service


def test_a_new_incident_begins_with_what_was_typed() -> None:
    draft = Draft(
        title="Checkout is down",
        summary="since 11:00",
        severity=Severity.SEV1,
        priority=Priority.P2,
        assignee_id="U0BEN",
        service="payments",
        categories=("api", "R&D"),
    )

    view = forms.new_incident(draft, context=context_of(draft))

    elements = {name: block["element"] for name, block in inputs(view).items()}
    assert elements["title"]["initial_value"] == "Checkout is down"
    assert elements["summary"]["initial_value"] == "since 11:00"
    assert elements["severity"]["initial_option"]["value"] == "sev1"
    assert elements["assignee"]["initial_user"] == "U0BEN"
    assert elements["service"]["initial_option"]["value"] == "payments"
    assert "As typed: P2 · api · R&D" in shown(view["blocks"])


def test_an_empty_draft_proposes_sev3_and_nothing_else() -> None:
    view = forms.new_incident(Draft(), context=Context())

    require_fit_to_open(view)
    elements = {name: block["element"] for name, block in inputs(view).items()}
    initial = {name: key for name, element in elements.items() for key in element if key.startswith("initial_")}
    assert initial == {"severity": "initial_option"}
    assert elements["severity"]["initial_option"]["value"] == "sev3"
    assert "As typed" not in shown(view["blocks"])


def test_the_fields_of_a_new_incident_are_the_products() -> None:
    view = forms.new_incident(Draft(), context=Context())

    labels = {name: (block["label"]["text"], block["optional"]) for name, block in inputs(view).items()}
    assert labels == {
        "title": ("Title", False),
        "severity": ("Severity", False),
        "service": ("Service", True),
        "assignee": ("Assignee", True),
        "summary": ("Summary", True),
    }
    assert (view["title"]["text"], view["submit"]["text"]) == ("New incident", "Open incident")


def test_inputs_stop_people_where_the_rules_would() -> None:
    view = forms.new_incident(Draft(), context=Context())

    assert inputs(view)["title"]["element"]["max_length"] == 255
    assert inputs(view)["summary"]["element"]["max_length"] == 3000


@heavy
@given(incidents())
def test_any_incident_has_forms_slack_opens(incident: Incident) -> None:
    context = Context(number=incident.number, response_url=RESPONSE_URL)

    require_fit_to_open(forms.comment(incident, context=context))
    require_fit_to_open(forms.resolve(incident, context=context))


@pytest.mark.parametrize("run", RUNS)
def test_the_fullest_incident_has_forms_slack_opens(run: str) -> None:
    fullest = replace(full(run), number=10**18 - 1)

    require_fit_to_open(forms.comment(fullest, context=Context(number=fullest.number)))
    require_fit_to_open(forms.resolve(replace(fullest, service=None), context=Context(number=fullest.number)))


def test_a_form_says_which_incident_it_is_about() -> None:
    context = Context(number=42, response_url=RESPONSE_URL)

    for view in (forms.comment(incident(), context=context), forms.resolve(incident(), context=context)):
        assert "#42 Checkout is down" in shown(view["blocks"])
        assert Context.model_validate_json(view["private_metadata"]) == context


def test_a_comment_is_needed_and_a_note_is_not() -> None:
    comment = forms.comment(incident(), context=Context(number=42))
    resolve = forms.resolve(incident(), context=Context(number=42))

    assert inputs(comment)["comment"]["optional"] is False
    assert inputs(resolve)["note"]["optional"] is True


@pytest.mark.parametrize(("service", "fields"), [(None, ["note", "service"]), (Service(id=1, name="pay"), ["note"])])
def test_resolving_asks_for_the_service_only_where_there_is_none(service: Service | None, fields: list[str]) -> None:
    view = forms.resolve(incident(service=service), context=Context(number=42))

    assert list(inputs(view)) == fields


@heavy
@given(st.lists(names(), max_size=99, unique=True), words(100))
def test_any_options_are_options_slack_shows(found: list[str], typed: str) -> None:
    options = forms.service_options(found, typed=typed)

    assert list(Items(OPTION, MOST_OPTIONS, 0).problems(options, "", "modal")) == []
    assert [option["value"] for option in options][: len(found)] == found


@pytest.mark.parametrize(
    ("found", "typed", "labels"),
    [
        ([], "", []),
        ([], "  ", []),
        (["payments"], "", ["payments"]),
        (["payments"], "pay", ["payments", "Create “pay”"]),
        (["payments"], " PAYMENTS ", ["payments"]),
        ([], "a   b", ["Create “a b”"]),
        ([], "x" * 60, [f"Create “{'x' * 60}”"]),
        ([], "x" * 61, []),
    ],
)
def test_what_was_typed_can_be_created_unless_it_is_there(found: list[str], typed: str, labels: list[str]) -> None:
    options = forms.service_options(found, typed=typed)

    assert [option["text"]["text"] for option in options] == labels


def test_a_created_service_has_the_name_that_was_typed() -> None:
    assert forms.service_options([], typed=" a  b ")[0]["value"] == "a b"
