"""What somebody looks at on their Home tab: kept as text, and changed by clicks."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.rules.groups import Group
from bot.views.blocks import VALUE_MAX
from bot.views.home.state import SEARCH_MAX, Spot, State
from storage.records import Filter, Person, Position, Severity, Status
from tests.bot.views.hostile import names, words
from tests.making import NOON
from tests.tables import for_each

SPOT = Spot.of(Position(2, NOON, 7))
SPOTS = st.builds(
    Spot.of,
    st.just(Position(-1000, NOON, 2**63 - 1)),
    words=st.lists(st.text("aé日\U0001f525", max_size=90) | words(90), max_size=9),
)
"""Places with more words, and longer ones, than a search takes."""


@given(
    state=st.builds(
        State,
        group=st.sampled_from(Group),
        severities=st.lists(st.sampled_from(Severity), unique=True).map(tuple),
        statuses=st.lists(st.sampled_from(Status), unique=True).map(tuple),
        service=st.none() | names(),
        assignee=st.none() | st.just("U0BEN"),
        search=words(SEARCH_MAX),
        page=st.none() | SPOTS,
        is_back=st.booleans(),
        version=st.integers(0, 10**6),
    )
)
def test_what_is_kept_is_read_again_and_never_too_long(state: State) -> None:
    packed = state.packed()

    assert State.read(packed) == state
    assert len(packed) <= 3000


@given(spot=SPOTS)
def test_a_place_with_whatever_words_fits_into_a_button(spot: Spot) -> None:
    assert Spot.model_validate_json(spot.packed()) == spot
    assert len(spot.packed()) <= VALUE_MAX


@given(packed=st.text() | st.sampled_from(["[]", "7", '{"search": 7}', '{"page": {"rank": 1}}', '{"version": 1e99}']))
def test_what_is_not_ours_is_the_beginning(packed: str) -> None:
    assert State.read(packed) == State()


@for_each(
    "spot",
    [
        '{"rank": 99999, "at": "2026-11-18T12:00:00Z", "id": 1}',
        '{"rank": 0, "at": "2026-11-18T12:00:00", "id": 1}',
        '{"rank": 0, "at": "2026-11-18T12:00:00Z", "id": 9223372036854775808}',
        '{"rank": 0, "at": "2026-11-18T12:00:00Z", "id": -1}',
        '{"rank": 0, "at": "2026-11-18T12:00:00Z", "id": 1, "words": ["a", "b", "c", "d", "e", "f", "g", "h", "i"]}',
        f'{{"rank": 0, "at": "2026-11-18T12:00:00Z", "id": 1, "words": ["{"x" * 81}"]}}',
    ],
)
def test_a_place_that_cannot_be_is_refused(spot: str) -> None:
    with pytest.raises(ValueError, match="Spot"):
        Spot.model_validate_json(spot)


def test_words_nobody_types_are_not_kept_with_a_place() -> None:
    """The database takes no NUL, and what Slack keeps of a tab has room for 3000 characters: a control takes six."""
    forged = {"rank": 0, "at": "2026-11-18T12:00:00Z", "id": 1, "words": ["\0disk", *["\x01" * 80] * 7]}

    spot = Spot.model_validate_json(json.dumps(forged))

    assert spot.words == ("disk", *[""] * 7)
    assert len(State(search='"' * SEARCH_MAX).turned(spot, is_back=False).packed()) <= 3000


def test_every_click_but_a_turn_begins_at_the_first_page() -> None:
    turned = State(severities=(Severity.SEV1,)).turned(SPOT, is_back=True)
    assert (turned.place, turned.is_back) == (Position(2, NOON, 7), True)

    for changed in (
        turned.in_group(Group.ALL),
        turned.searching("disk"),
        turned.with_severities(()),
        turned.with_statuses((Status.OPEN,)),
        turned.with_service("payments"),
        turned.with_assignee(None),
        turned.from_the_start(),
        turned.cleared(),
    ):
        assert (changed.place, changed.is_back) == (None, False)


def test_another_list_keeps_what_narrows_it_and_clearing_keeps_the_list() -> None:
    state = State(severities=(Severity.SEV1,), search="disk", version=3)

    assert state.in_group(Group.ALL) == State(group=Group.ALL, severities=(Severity.SEV1,), search="disk", version=3)
    assert state.in_group(Group.ALL).cleared() == State(group=Group.ALL, rewritten=1, version=3)


def test_what_was_typed_counts_before_the_menus() -> None:
    chosen = State(
        severities=(Severity.SEV1,), statuses=(Status.OPEN,), service="payments", assignee="U0BEN", search="disk full"
    )

    assert chosen.wanted() == (("disk", "full"), chosen.chosen)
    words, wanted = chosen.searching("sev3 mitigated service:search unassigned disk").wanted()
    assert words == ("disk",)
    assert wanted == Filter(
        severities=(Severity.SEV3,), statuses=(Status.MITIGATED,), service="search", is_unassigned=True
    )


TYPED = State(search="sev1 open service:pay since:7d disk")
CHOSEN: dict[str, tuple[State, Filter]] = {
    "severity": (TYPED.with_severities((Severity.SEV2,)), replace(TYPED.wanted()[1], severities=(Severity.SEV2,))),
    "status": (TYPED.with_statuses((Status.MITIGATED,)), replace(TYPED.wanted()[1], statuses=(Status.MITIGATED,))),
    "service": (TYPED.with_service("search"), replace(TYPED.wanted()[1], service="search")),
    "any service": (TYPED.with_service(None), replace(TYPED.wanted()[1], service=None)),
}


@for_each("menu", CHOSEN)
def test_what_is_chosen_afterwards_takes_the_place_of_what_was_typed(menu: str) -> None:
    changed, expected = CHOSEN[menu]

    assert changed.wanted() == (("disk",), expected)
    assert changed.rewritten == 1


def test_whom_the_box_names_stays_as_typed_until_the_menu_chooses_another() -> None:
    people = (Person(team_id="T", id="U0ANA", name="Ana Torres"), Person(team_id="T", id="U0BEN", name="Ben Okafor"))
    state = State(search="disk @ana sev1 reporter:okafor", people=people)
    assert state.wanted()[1] == Filter(severities=(Severity.SEV1,), assignee="U0ANA", reporter="U0BEN")

    assert state.with_severities(()).search == "disk @ana reporter:@okafor"
    assert state.searching("sev1 mine @ana").with_severities(()).search == "mine @ana"
    chosen = state.with_assignee("U0BEN")

    assert chosen.search == "disk sev1 reporter:@okafor"
    assert chosen.wanted()[1].assignee == "U0BEN"
    assert State.read(chosen.packed()).people == ()


def test_a_choice_leaves_other_words_alone() -> None:
    state = State(search="disk  full")

    assert state.with_severities((Severity.SEV1,)) == State(search="disk  full", severities=(Severity.SEV1,))


def test_what_cannot_be_read_stays_in_the_box_and_is_refused() -> None:
    state = State(search="sev7 disk").with_severities((Severity.SEV1,))

    assert state.search == "sev7 disk"
    with pytest.raises(Refusal, match="sev1 to sev4"):
        state.wanted()
