"""The Home tab fits Slack's limits with whatever people wrote, and shows what is chosen."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.groups import COUNTED, Group
from bot.views.blocks import View
from bot.views.home.state import SEARCH_MAX, Spot, State
from bot.views.home.tab import ROWS, Shown, tab
from bot.views.lists import Row
from storage.records import ME, Filter, Page, Position, Severity, Status
from tests.bot.views.hostile import RUNS, full, heavy, incidents, names, words
from tests.bot.views.judging import require_fit_to_show, shown
from tests.making import NOON
from tests.tables import for_each

MENU = ("Show", "Take", "Comment", "Resolve", "Assign")
PLACE = Position(2, NOON, 2**63 - 1)
COUNTS = dict(zip(COUNTED, (3, 0, 1000, 1001), strict=True))


def being(**changes: Any) -> Shown:
    """Return a tab with nothing on it, with these changes."""
    given: dict[str, Any] = {"state": State(), "counts": COUNTS}
    return Shown(**(given | changes))


def elements(view: View, name: str) -> list[dict[str, Any]]:
    """Return what stands in the row of that name."""
    [found] = [block["elements"] for block in view["blocks"] if str(block.get("block_id")).startswith(name)]
    return list(found)


@heavy
@given(
    rows=st.lists(incidents(), min_size=1, max_size=ROWS),
    search=words(SEARCH_MAX),
    service=names(),
    group=st.sampled_from(Group),
    problem=st.none() | words(600),
)
def test_slack_takes_it_whatever_people_wrote(
    rows: list[Any], search: str, service: str, group: Group, problem: str | None
) -> None:
    state = State(group=group, search=search, service=service, assignee="U0BEN", version=2**31 - 2)
    view = tab(
        being(
            state=state,
            wanted=Filter(service=service, severities=tuple(Severity), phrases=(search,) if search else ()),
            typed=tuple(word[:40] for word in search.split()[:8]),
            words=tuple((word * 3)[:80] for word in search.split()[:8]),
            rows=[Row(incident=each, can=MENU, said=search) for each in rows],
            page=Page(tuple(rows), PLACE, PLACE),
            total="1000+ incidents",
            problem=problem,
            offers=[search.strip() or "x", (search.strip() or "x") * 2],
            ways=[("Settings", "settings"), ("People", "users")],
        )
    )

    require_fit_to_show(view)
    assert len(json.dumps(view)) < 100_000
    assert State.read(view["private_metadata"]) == state


@for_each("run", RUNS)
def test_a_full_page_of_the_worst_rows_fits(run: str) -> None:
    rows = [full(run)] * ROWS

    view = tab(being(rows=[Row(incident=each, can=MENU) for each in rows], page=Page(tuple(rows), PLACE, PLACE)))

    require_fit_to_show(view)
    assert sum(block["type"] == "section" for block in view["blocks"]) == ROWS


def test_the_lists_are_buttons_with_counts_and_the_chosen_one_stands_out() -> None:
    groups = elements(tab(being(state=State(group=Group.UNRESOLVED))), "home:groups")

    assert [each["text"]["text"] for each in groups] == [
        "Mine (3)",
        "Unassigned (0)",
        "Unresolved (1000)",
        "Resolved today (1000+)",
    ]
    assert [each.get("style") for each in groups] == [None, None, "primary", None]


MENUS = {
    Group.MINE: ["static_select", "static_select", "external_select", "users_select"],
    Group.UNASSIGNED: ["static_select", "static_select", "external_select"],
    Group.UNRESOLVED: ["static_select", "static_select", "external_select", "users_select"],
    Group.RESOLVED_TODAY: ["static_select", "external_select", "users_select"],
    Group.ALL: ["static_select", "static_select", "external_select", "users_select"],
}


@for_each("group", Group)
def test_each_list_has_the_menus_that_can_narrow_it(group: Group) -> None:
    view = tab(being(state=State(group=group)))

    assert [each["type"] for each in elements(view, "home:filters")] == MENUS[group]


def test_the_menus_show_what_is_chosen_and_what_was_typed() -> None:
    ranks = (Severity.SEV1, Severity.SEV2)
    wanted = Filter(severities=ranks, statuses=(Status.OPEN,), service="payments", assignee="U0BEN")
    view = tab(being(state=State(assignee="U0ANA"), wanted=wanted))
    severity, status, service, assignee, clear = elements(view, "home:filters")

    assert severity["initial_option"]["text"]["text"] == "SEV1 critical or SEV2 major"
    assert severity["initial_option"]["value"] == "sev1,sev2"
    assert status["initial_option"]["text"]["text"] == "Open"
    assert service["initial_option"]["value"] == "payments"
    assert assignee["initial_user"] == "U0BEN"
    assert clear["text"]["text"] == "Clear"


def test_the_menu_shows_the_reader_where_they_typed_themselves() -> None:
    view = tab(being(state=State(assignee="U0BEN"), reader_id="U0ANA", wanted=Filter(assignee=ME)))
    [assignee] = [menu for menu in elements(view, "home:filters") if menu.get("action_id") == "home:assignee"]

    assert assignee["initial_user"] == "U0ANA"


def test_a_click_makes_the_menus_others_and_keeps_the_box() -> None:
    """Slack's client goes on to show what it held in a field that comes back under its old ids."""
    before, after = tab(being(state=State(version=1))), tab(being(state=State(version=2)))
    ids = [{block["block_id"] for block in view["blocks"] if "block_id" in block} for view in (before, after)]

    assert ids[0] - ids[1] == {"home:filters:1"}
    assert tab(being(state=State(rewritten=1)))["blocks"][2]["block_id"] == "home:search:1"


def test_what_is_looked_for_in_the_place_of_what_was_typed_is_said_and_goes_on_beside() -> None:
    rows = [Row(incident=full("x"), can=MENU)]
    some: dict[str, Any] = {"rows": rows, "page": Page((full("x"),), None, PLACE), "total": "34 incidents"}
    as_typed, meant, exact = (
        tab(being(**some, **words))
        for words in (
            {"typed": ("disk",), "words": ("disk",)},
            {"typed": ("dsik", "<b>"), "words": ("disk", "<b>"), "is_best_first": True},
            {"typed": ("is",), "words": (), "wanted": Filter(phrases=("is",))},
        )
    )
    beside = [Spot.model_validate_json(elements(view, "home:pages")[0]["value"]) for view in (as_typed, meant, exact)]

    assert beside == [Spot.of(PLACE, words=words) for words in (("disk",), ("disk", "<b>"), ())]
    assert "*Mine* · 34 incidents · “disk” · newest first" in shown(as_typed["blocks"])
    assert "*Mine* · Nothing says “dsik <b>” · 34 incidents · “disk <b>” · best first" in shown(meant["blocks"])
    assert "*Mine* · 34 incidents · “is” · newest first" in shown(exact["blocks"])


def test_what_may_have_been_meant_is_offered_where_the_box_has_room_for_it() -> None:
    longest = "x" * SEARCH_MAX
    view = tab(being(problem="There is no service “x”.", offers=["service:x", longest, longest + "x"]))

    assert [each["value"] for each in elements(view, "home:instead")] == ["service:x", longest]
    assert not [each for each in tab(being(problem="No."))["blocks"] if each.get("block_id") == "home:instead"]


def test_an_empty_list_says_what_to_do() -> None:
    assert "Nothing is unresolved." in shown(tab(being(state=State(group=Group.UNRESOLVED)))["blocks"])
    only = Filter(severities=(Severity.SEV2,))
    narrowed = tab(being(state=NARROWED, wanted=only, typed=("disk",), words=("disk",)))
    assert "Nothing in *Unresolved* is like this: “disk” · SEV2." in shown(narrowed["blocks"])
    assert "Nothing is like this." in shown(tab(being(state=NARROWED.in_group(Group.ALL)))["blocks"])


NARROWED = State(group=Group.UNRESOLVED, search="disk")
FURTHER = [
    (NARROWED, ["Clear", "Look in all incidents"]),
    (State(service="payments"), ["Clear", "Look in all incidents"]),
    (NARROWED.in_group(Group.ALL), ["Clear"]),
    (State(group=Group.UNRESOLVED), []),
    (State(group=Group.ALL), []),
]


@for_each("rows", [0, 1])
@for_each(("state", "offered"), FURTHER)
def test_what_narrows_a_list_is_cleared_once_and_looked_for_beyond_it(
    state: State, offered: list[str], rows: int
) -> None:
    view = tab(being(state=state, rows=[Row(incident=full("x"), can=MENU)] * rows))

    buttons = [
        each["text"]["text"] for block in view["blocks"] for each in block.get("elements", ()) if "value" in each
    ]
    assert [label for label in buttons if label in {"Clear", "Look in all incidents"}] == offered
