"""The form for a new incident: Slack opens it whatever was typed before, and nothing typed is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language.acts import Draft, StartDraft
from bot.language.grammar import parse
from bot.rules import texts
from bot.views.blocks import Block, View
from bot.views.forms.context import Context
from bot.views.forms.opening import new_incident
from storage.records import Priority, Severity
from tests.bot.language.typed import TYPED
from tests.bot.views.forms.reading import FULL, initial, inputs, labels, offered
from tests.bot.views.hostile import RUNS, heavy, names, paragraphs, summaries, titles
from tests.bot.views.judging import require_fit_to_open
from tests.tables import for_each

DRAFTS = st.builds(
    Draft,
    title=st.none() | titles(),
    summary=st.none() | summaries(),
    severity=st.none() | st.sampled_from(Severity),
    priority=st.none() | st.sampled_from(Priority),
    assignee_id=st.none() | st.just("U0BEN"),
    service=st.none() | names(),
    categories=st.lists(names().filter(lambda name: "," not in name), max_size=texts.MOST_CATEGORIES).map(
        texts.categories
    ),
)
WHOLE = Draft(
    title="Checkout is down",
    summary="since 11:00",
    severity=Severity.SEV1,
    priority=Priority.P2,
    assignee_id="U0BEN",
    service="payments",
    categories=("api", "R&D"),
)


def form(draft: Draft, *, context: Context | None = None, has_more: bool = False) -> View:
    return new_incident(draft, context=context or Context(), has_more=has_more)


def buttons(view: View) -> list[Block]:
    return [element for block in view["blocks"] if block["type"] == "actions" for element in block["elements"]]


@heavy
@given(draft=DRAFTS, has_more=st.booleans())
def test_any_draft_makes_a_form_slack_opens_and_nothing_of_it_is_lost(draft: Draft, *, has_more: bool) -> None:
    view = form(draft, context=FULL, has_more=has_more)

    require_fit_to_open(view)
    begun = initial(view)
    assert begun.get("title") == draft.title
    assert begun.get("summary") == draft.summary
    assert begun["severity"] == (draft.severity or "sev3")
    assert begun.get("service") == draft.service
    assert begun.get("assignee") == draft.assignee_id
    if has_more:
        assert begun["priority"] == (draft.priority or "auto")
        assert tuple(begun.get("categories", ())) == draft.categories


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

    require_fit_to_open(form(act.draft, context=FULL, has_more=True))


@for_each("run", RUNS)
@for_each("has_more", [True, False])
def test_the_fullest_draft_makes_a_form_slack_opens(run: str, *, has_more: bool) -> None:
    name = (run * 60)[:60].strip()
    draft = Draft(
        title=(run * 255)[:255].strip(),
        summary=(run * 3000)[:3000].strip(),
        service=name,
        categories=tuple(f"{number}{name}"[:60] for number in range(10)),
    )

    require_fit_to_open(form(draft, context=FULL, has_more=has_more))


def test_it_begins_with_what_was_typed() -> None:
    assert initial(form(WHOLE, has_more=True)) == {
        "title": "Checkout is down",
        "severity": "sev1",
        "service": "payments",
        "assignee": "U0BEN",
        "summary": "since 11:00",
        "priority": "p2",
        "categories": ["api", "R&D"],
    }


@for_each(("has_more", "begun"), [(False, {"severity": "sev3"}), (True, {"severity": "sev3", "priority": "auto"})])
def test_an_empty_draft_proposes_sev3_and_nothing_else(begun: dict[str, str], *, has_more: bool) -> None:
    view = form(Draft(), has_more=has_more)

    require_fit_to_open(view)
    assert initial(view) == begun


FEW = {
    "title": ("Title", False),
    "severity": ("Severity", False),
    "service": ("Service", True),
    "assignee": ("Assignee", True),
    "summary": ("Summary", True),
}


def test_the_fields_of_a_new_incident_are_the_products() -> None:
    view = form(Draft())

    assert labels(view) == FEW
    assert list(inputs(view)) == list(FEW)
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"], view["callback_id"]) == (
        *("New incident", "Open incident", "Cancel", "form:new"),
    )


def test_more_shows_what_is_seldom_needed() -> None:
    view = form(Draft(), has_more=True)

    assert labels(view) == {**FEW, "priority": ("Priority", False), "categories": ("Categories", True)}
    assert buttons(view) == []


def test_a_button_asks_for_more() -> None:
    [more] = buttons(form(Draft()))

    assert (more["text"]["text"], more["action_id"], more["value"]) == ("More", "form:more", "more")


def test_the_menus_are_the_products() -> None:
    view = form(Draft(), has_more=True)

    assert offered(view, "severity") == [
        ("SEV1 critical", "sev1"),
        ("SEV2 major", "sev2"),
        ("SEV3 minor", "sev3"),
        ("SEV4 low", "sev4"),
    ]
    assert offered(view, "priority") == [
        ("Follows the severity", "auto"),
        ("P1", "p1"),
        ("P2", "p2"),
        ("P3", "p3"),
        ("P4", "p4"),
    ]


def test_inputs_stop_people_where_the_rules_would() -> None:
    fields = inputs(form(Draft(), has_more=True))

    assert fields["title"]["element"]["max_length"] == 255
    assert fields["summary"]["element"]["max_length"] == 3000
    assert fields["categories"]["element"]["max_selected_items"] == 10


def test_the_title_is_where_one_begins_to_type() -> None:
    fields = inputs(form(Draft(), has_more=True))

    assert [name for name, block in fields.items() if block["element"].get("focus_on_load")] == ["title"]
