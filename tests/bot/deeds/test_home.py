"""The Home tab for whoever opens it: what each list holds, who sees it, what clicks make of it, and what it costs."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, text, update

from bot.deeds import home
from bot.errors import Refusal
from bot.rules.groups import Group
from bot.views.blocks import View
from bot.views.home import tab
from bot.views.home.state import Spot, State
from storage import choices
from storage.records import Severity, Status
from storage.tables import incidents
from storage.tables import people as table
from tests.bot.deeds.homes import by, clicks, counts, in_group, opens, resolved, row, searching, titles, turning
from tests.bot.views.judging import shown
from tests.counting import statements_of
from tests.making import NOON, TEAM
from tests.slack_reference.block_kit import HOME
from tests.slack_reference.payloads import view_problems

Draws = Callable[[], View]
MOST_STATEMENTS = 5
MOST_WHERE_NOTHING_SAYS_IT = 7
NOWHERE = ("slip", "nothing")
MANY = """
    INSERT INTO incidents
        (team_id, number, title, severity, status, service_id, reporter_id, created_at, updated_at, last_activity_at)
    SELECT :team, 1000000 + n, :title, 'sev' || n % 4 + 1, 'open', :service, 'U0BEN',
        timestamptz '2026-11-18' - n * interval '1 second', now(), now()
    FROM generate_series(1, 10000) n
"""


def test_each_list_holds_what_it_is_called(team: Connection) -> None:
    team.execute(
        insert(incidents),
        [
            row("mine by report", reporter_id="U0ANA", severity="sev4"),
            row("mine to do", assignee_id="U0ANA", severity="sev2", status="in_progress", acknowledged_at=NOON),
            row("nobody's", severity="sev1"),
            row("ben's", assignee_id="U0BEN", status="mitigated", mitigated_at=NOON),
            resolved("mine, over", at=NOON) | {"reporter_id": "U0ANA"},
            resolved("over long ago", at=NOON - timedelta(days=2)),
        ],
    )
    team.execute(insert(incidents), [row("deleted", reporter_id="U0ANA", deleted_at=NOON, deleted_by="U0BEN")])
    view = opens(team)

    assert counts(view) == ["Mine (2)", "Unassigned (2)", "Unresolved (4)", "Resolved today (1)"]
    assert titles(view) == ["mine to do", "mine by report"]
    lists = {group: titles(clicks(team, view, in_group(group))) for group in Group}
    assert lists == {
        Group.MINE: ["mine to do", "mine by report"],
        Group.UNASSIGNED: ["nobody's", "mine by report"],
        Group.UNRESOLVED: ["nobody's", "mine to do", "ben's", "mine by report"],
        Group.RESOLVED_TODAY: ["mine, over"],
        Group.ALL: lists[Group.ALL],
    }
    assert sorted(lists[Group.ALL]) == sorted([*lists[Group.UNRESOLVED], *lists[Group.RESOLVED_TODAY], "over long ago"])


ZONES = {
    "U0ANA": ["11:30", "10:30", "07:30", "00:30"],
    "U0AUCKLAND": ["11:30"],
    "U0ANGELES": ["11:30", "10:30"],
    "U0NOWHERE": ["11:30", "10:30", "07:30", "00:30"],
}
"""Noon in UTC is one in the morning of the next day in Auckland, and four in the morning in Los Angeles."""


def test_resolved_today_is_the_readers_own_day(team: Connection) -> None:
    times = ["2026-11-17T23:30", "2026-11-18T00:30", "2026-11-18T07:30", "2026-11-18T10:30", "2026-11-18T11:30"]
    team.execute(insert(incidents), [resolved(at[-5:], at=datetime.fromisoformat(f"{at}+00:00")) for at in times])

    for person_id, expected in ZONES.items():
        view = opens(team, person_id)
        today = clicks(team, view, in_group(Group.RESOLVED_TODAY), person_id)
        assert titles(today) == expected, person_id
        assert counts(today)[3] == f"Resolved today ({len(expected)})"
    tomorrow = clicks(team, opens(team), in_group(Group.RESOLVED_TODAY), now=NOON + timedelta(days=1))
    assert titles(tomorrow) == []
    assert "Nothing was resolved today." in shown(tomorrow["blocks"])


def test_a_time_of_resolution_in_the_box_narrows_the_lists(team: Connection) -> None:
    team.execute(insert(incidents), [resolved(f"{ago} h ago", at=NOON - timedelta(hours=ago)) for ago in (1, 3, 48)])
    view = clicks(team, opens(team), in_group(Group.RESOLVED_TODAY))

    for typed, expected in {
        "2h": ["1 h ago"],
        "7d": ["1 h ago", "3 h ago"],
        "7d resolved-until:2026-11-17": [],
    }.items():
        view = clicks(team, view, searching(f"resolved-since:{typed}"))
        assert titles(view) == expected, typed
    view = clicks(team, clicks(team, view, searching("resolved-since:7d")), in_group(Group.ALL))
    assert len(titles(view)) == 3
    assert titles(clicks(team, view, lambda state: state.with_statuses((Status.OPEN,)))) == []


def test_a_guest_sees_what_they_reported_whatever_they_ask_for(team: Connection) -> None:
    team.execute(insert(incidents), [row("the guest's", reporter_id="U0GUS"), row("secret", assignee_id="U0GUS")])
    view = opens(team, "U0GUS")

    assert counts(view) == ["Mine (1)", "Unassigned (1)", "Unresolved (1)", "Resolved today (0)"]
    for change in (in_group(Group.UNRESOLVED), in_group(Group.ALL), searching("secret"), searching("@U0BEN secret")):
        view = clicks(team, view, change, "U0GUS")
        assert "secret" not in titles(view)


def test_who_is_deactivated_gets_nothing(team: Connection) -> None:
    team.execute(insert(incidents), [row("secret")])

    assert home.opened(team, by=by("U0DEE"), now=NOON, finds_similar=True) is None
    assert home.drawn(team, TEAM, "U0DEE", now=NOON, finds_similar=True) is None
    opens(team, "U0BEN")
    team.execute(update(table).where(table.c.id == "U0BEN").values(is_active=False))
    assert home.drawn(team, TEAM, "U0BEN", now=NOON, finds_similar=True) is None
    with pytest.raises(Refusal, match="You may not read incidents"):
        home.clicked(team, in_group(Group.ALL), State(), by=by("U0DEE"), now=NOON, finds_similar=True)


def test_a_tab_that_was_never_opened_is_not_drawn(team: Connection) -> None:
    assert home.drawn(team, TEAM, "U0ANA", now=NOON, finds_similar=True) is None


def test_what_was_looked_at_is_drawn_again(team: Connection) -> None:
    team.execute(insert(incidents), [row("one"), row("two", severity="sev1")])
    nobodys = clicks(team, opens(team), in_group(Group.UNASSIGNED))
    clicked = clicks(team, nobodys, lambda state: state.with_severities((Severity.SEV1,)))

    drawn = home.drawn(team, TEAM, "U0ANA", now=NOON, finds_similar=True)

    assert drawn is not None
    assert drawn.view == clicked
    assert titles(drawn.view) == ["two"]


def test_a_click_that_is_heard_twice_turns_one_page(team: Connection) -> None:
    team.execute(insert(incidents), [row(f"one {number}") for number in range(tab.ROWS + 1)])
    seen = clicks(team, opens(team), in_group(Group.ALL))
    [button] = [each for each in seen["blocks"][-1]["elements"] if each["action_id"] == "home:next"]
    page = Spot.model_validate_json(button["value"])

    once, again = (clicks(team, seen, lambda state: state.turned(page, is_back=False)) for _ in range(2))

    assert once == again
    assert len(titles(again)) == 1


def test_two_quick_clicks_both_count(team: Connection) -> None:
    """The second was made before the first was answered: it carries the tab as it was."""
    team.execute(insert(incidents), [row("one"), row("two", severity="sev1"), row("three", assignee_id="U0BEN")])
    seen = opens(team)
    first = clicks(team, seen, in_group(Group.UNASSIGNED))

    second = clicks(team, seen, lambda state: state.with_severities((Severity.SEV1,)))

    assert titles(first) == ["two", "one"]
    assert titles(second) == ["two"]
    drawn = home.drawn(team, TEAM, "U0ANA", now=NOON, finds_similar=True)
    assert drawn is not None
    assert (drawn.view, drawn.version) == (second, 2)


@pytest.mark.parametrize("metadata", ["", "{}", "null", "[1]", '{"group": "theirs"}', '{"version": -5}', "x" * 3000])
def test_a_tab_that_is_not_ours_any_more_begins_anew(team: Connection, metadata: str) -> None:
    team.execute(insert(incidents), [row("one")])
    opens(team)

    view = home.clicked(
        team, in_group(Group.UNASSIGNED), State.read(metadata), by=by("U0ANA"), now=NOON, finds_similar=True
    )

    assert titles(view) == ["one"]


def test_what_is_typed_narrows_the_list_and_a_menu_counts_more(team: Connection) -> None:
    service = choices.service_named(team, TEAM, "payments")
    team.execute(
        insert(incidents),
        [
            row("Checkout is slow", severity="sev1", service_id=service.id),
            row("Checkout is down", severity="sev2"),
            row("Disk full", severity="sev2", assignee_id="U0BEN"),
        ],
    )
    view = clicks(team, opens(team), in_group(Group.UNRESOLVED))

    assert titles(clicks(team, view, searching("checkout"))) == ["Checkout is down", "Checkout is slow"]
    assert titles(view := clicks(team, view, searching("checkout sev2"))) == ["Checkout is down"]
    assert titles(view := clicks(team, view, lambda state: state.with_severities((Severity.SEV1,)))) == [
        "Checkout is slow"
    ]
    assert State.read(view["private_metadata"]).search == "checkout"
    assert titles(view := clicks(team, view, lambda state: state.with_service("payments"))) == ["Checkout is slow"]
    assert sorted(titles(view := clicks(team, view, State.cleared))) == [
        "Checkout is down",
        "Checkout is slow",
        "Disk full",
    ]
    assert titles(clicks(team, view, lambda state: state.with_assignee("U0BEN"))) == ["Disk full"]
    assert titles(clicks(team, view, lambda state: state.with_statuses((Status.RESOLVED,)))) == []


REFUSED = {
    "sev5": "Severities are",
    "service:chekcout": "There is no service “chekcout”",
    "since:2026-11-20 until:2026-11-10": "leave nothing",
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cannot_be_looked_for_is_said_and_kept_in_the_box(team: Connection, typed: str) -> None:
    team.execute(insert(incidents), [row("one", reporter_id="U0ANA")])

    view = clicks(team, opens(team), searching(typed))

    assert REFUSED[typed].lower() in shown(view["blocks"]).lower()
    assert titles(view) == []
    assert State.read(view["private_metadata"]).search == typed
    assert titles(clicks(team, view, State.cleared)) == ["one"]


def test_pages_stay_while_others_come(team: Connection) -> None:
    team.execute(insert(incidents), [row(f"number {n}", created_at=NOON - timedelta(minutes=n)) for n in range(45)])
    first = clicks(team, opens(team), in_group(Group.UNRESOLVED))
    second = clicks(team, first, turning(first, "Next"))
    team.execute(insert(incidents), [row("new", severity="sev1"), row("newer", created_at=NOON + timedelta(hours=1))])

    third = clicks(team, second, turning(second, "Next"))
    back = clicks(team, third, turning(third, "Previous"))
    begin = clicks(team, back, turning(back, "Previous"))

    assert titles(first) == [f"number {n}" for n in range(20)]
    assert titles(second) == [f"number {n}" for n in range(20, 40)]
    assert titles(third) == [f"number {n}" for n in range(40, 45)]
    assert titles(back) == titles(second)
    assert titles(begin)[-1] == "number 19"
    assert "Next" not in shown(third["blocks"]).splitlines()


def test_ten_thousand_unresolved_cost_a_handful_of_statements_and_fit(
    team: Connection, subtests: pytest.Subtests
) -> None:
    service = choices.service_named(team, TEAM, "<&>" * 20)
    team.execute(text(MANY), {"team": TEAM, "title": ("<!channel> & *_~`" * 16)[:255], "service": service.id})
    team.execute(text("ANALYZE incidents"))
    view = clicks(team, opens(team), in_group(Group.UNRESOLVED))
    acts: dict[str, Draws] = {
        "open": lambda: opens(team),
        "group": lambda: clicks(team, view, in_group(Group.UNASSIGNED)),
        "page": lambda: clicks(team, view, turning(view, "Next")),
        "severity": lambda: clicks(team, view, lambda state: state.with_severities((Severity.SEV1,))),
        "service": lambda: clicks(team, view, lambda state: state.with_service(service.name)),
        "search": lambda: clicks(team, view, searching("channel")),
        "slip": lambda: clicks(team, view, searching("chanel")),
        "nothing": lambda: clicks(team, view, searching("zzz")),
    }
    for act, do in acts.items():
        with subtests.test(act=act), team.begin_nested() as savepoint:
            with statements_of(team) as statements:
                drawn = do()
            savepoint.rollback()

            assert len(statements) <= (MOST_WHERE_NOTHING_SAYS_IT if act in NOWHERE else MOST_STATEMENTS), statements
            assert counts(drawn) == ["Mine (0)", "Unassigned (1000+)", "Unresolved (1000+)", "Resolved today (0)"]
            assert view_problems(drawn, HOME) == []
            assert len(json.dumps(drawn)) < 100_000
