"""The search box of the Home tab: what it takes for a slip of the pen, what it looks for instead, and says so."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, update

from bot.deeds import home
from bot.rules.groups import Group
from bot.views.home.state import State
from storage import choices
from storage.records import Severity, Status
from storage.tables import incidents
from tests.bot.deeds.homes import clicks, headline, in_group, offers, opens, resolved, row, searching, titles, turning
from tests.bot.views.judging import shown
from tests.counting import statements_of
from tests.making import NOON, TEAM

PUT_RIGHT = {
    "checkout": (["Checkout is down", "Checkout is slow"], "*Unresolved* · 2 incidents · “checkout” · best first"),
    "chekout": (["Checkout is down", "Checkout is slow"], "Nothing says “chekout” · 2 incidents · “checkout”"),
    "serch slow": (["Slow search"], "Nothing says “serch slow” · 1 incident · “search slow” · best first"),
    "chekout sev1": (["Checkout is slow"], "Nothing says “chekout” · 1 incident · “checkout” · SEV1"),
    "chekout service:paym": (["Checkout is slow"], "1 incident · “checkout” · service payments · best"),
    "chekout reporter:me": ([], "Nothing in *Unresolved* is like this: “chekout” · reported by you."),
    "chekout sort:created asc": (["Checkout is slow", "Checkout is down"], "“checkout” · oldest first"),
    "mitigatd": ([], "Nothing in *Unresolved* is like this: “mitigatd”."),
    "is": (["Checkout is slow", "Checkout is down"], "*Unresolved* · 2 incidents · “is” · worst first"),
    "is sev2": (["Checkout is down"], "*Unresolved* · 1 incident · SEV2 · “is” · worst first"),
    "zzz": ([], "Nothing in *Unresolved* is like this: “zzz”."),
}


def test_slips_are_put_right_beside_filters_and_the_tab_says_what_it_looked_for(
    team: Connection, subtests: pytest.Subtests
) -> None:
    service = choices.service_named(team, TEAM, "payments")
    team.execute(
        insert(incidents),
        [
            row("Checkout is slow", severity="sev1", service_id=service.id, created_at=NOON - timedelta(hours=1)),
            row("Checkout is down", severity="sev2", created_at=NOON - timedelta(minutes=1)),
            row("Slow search", severity="sev3"),
            row("A ticket mitigated itself", severity="sev4"),
            resolved("Checkout was odd", at=NOON),
        ],
    )
    view = clicks(team, opens(team), in_group(Group.UNRESOLVED))
    for typed, (found, said) in PUT_RIGHT.items():
        with subtests.test(typed=typed):
            view = clicks(team, view, searching(typed))

            assert titles(view) == found
            assert said in headline(view)
            assert ("Nothing says" in headline(view)) is (bool(found) and typed.startswith(("chekout", "serch")))
            assert State.read(view["private_metadata"]).search == typed

    view = clicks(team, view, searching("chekout"))
    narrowed = clicks(team, view, lambda state: state.with_severities((Severity.SEV2,)))
    assert titles(narrowed) == ["Checkout is down"]
    assert "Nothing says “chekout” · 1 incident · “checkout” · SEV2" in headline(narrowed)
    mine = clicks(team, narrowed, in_group(Group.MINE))
    assert headline(mine) == "Nothing in *Mine* is like this: “chekout” · SEV2."


def test_where_nothing_is_open_it_says_what_else_is_unresolved_and_looks_for_that(team: Connection) -> None:
    team.execute(insert(incidents), [row("Checkout is down", status="in_progress", acknowledged_at=NOON)])
    view = clicks(team, opens(team), in_group(Group.UNRESOLVED))

    chosen = clicks(team, view, lambda state: state.with_statuses((Status.OPEN,)))
    typed = clicks(team, view, searching("open sev:1-3"))
    wider = clicks(team, typed, lambda state: state.searching_instead(*offers(typed)))
    none = clicks(team, view, searching("open sev4"))

    for view, like in ((chosen, "Open"), (typed, "Open · SEV1 or SEV2 or SEV3")):
        said = f"Nothing in *Unresolved* is like this: {like}. But 1 incident is unresolved: In progress or Mitigated."
        assert headline(view) == said
    assert [offers(chosen), offers(typed)] == [["unresolved"], ["unresolved sev:1,2,3"]]
    assert titles(wider) == ["Checkout is down"]
    assert (headline(none), offers(none)) == ("Nothing in *Unresolved* is like this: Open · SEV4.", [])


def test_only_words_that_nothing_says_and_names_of_people_cost_more(team: Connection) -> None:
    team.execute(insert(incidents), [row("Checkout is down", assignee_id="U0BEN")])
    view = clicks(team, opens(team), in_group(Group.UNRESOLVED))
    cost = {}
    for typed in ("", "checkout", "chekout", "zzz", "checkout @u0ben"):
        with statements_of(team) as statements:
            view = clicks(team, view, searching(typed))
        cost[typed] = len(statements)
    with statements_of(team) as statements:
        clicks(team, view, lambda state: state.with_severities((Severity.SEV3,)))
    cost["a menu beside @u0ben"] = len(statements)

    assert cost == {"": 4, "checkout": 4, "chekout": 6, "zzz": 7, "checkout @u0ben": 5, "a menu beside @u0ben": 5}


def test_a_slip_is_looked_at_again_whenever_the_tab_is_drawn(team: Connection) -> None:
    team.execute(insert(incidents), [row("Checkout is down")])
    view = clicks(team, opens(team), in_group(Group.UNRESOLVED))
    view = clicks(team, view, searching("chekout"))

    same = home.drawn(team, TEAM, "U0ANA", now=NOON, finds_similar=True)
    assert same is not None
    assert same.view == view == opens(team)

    team.execute(insert(incidents), [row("Chekout, as they spell it")])
    again = home.drawn(team, TEAM, "U0ANA", now=NOON, finds_similar=True)
    assert again is not None
    assert titles(again.view) == ["Chekout, as they spell it"]
    assert "Nothing says" not in headline(again.view)


def test_a_guests_slip_is_not_put_right_with_words_they_may_not_see(team: Connection) -> None:
    """What it would be put right to is of the same stem as a word of theirs, so they would find that, and read it."""
    team.execute(
        insert(incidents), [row("Connections are lost", reporter_id="U0GUS"), row("The guest is not connected")]
    )
    view = clicks(team, opens(team, "U0GUS"), in_group(Group.UNRESOLVED), "U0GUS")

    for typed in ("conected", "guest", "is"):
        view = clicks(team, view, searching(typed), "U0GUS")
        assert headline(view) == f"Nothing in *Unresolved* is like this: “{typed}”."
    assert titles(clicks(team, view, searching("connected"), "U0GUS")) == ["Connections are lost"]


@pytest.mark.parametrize(("typed", "said"), [("chekout", "Nothing says “chekout” · 45 incidents"), ("is", "“is”")])
def test_the_pages_of_what_was_put_right_go_on_with_it(team: Connection, typed: str, said: str) -> None:
    """Even where somebody has used the words as they were typed since."""
    team.execute(
        insert(incidents), [row(f"checkout {n} is slow", created_at=NOON - timedelta(minutes=n)) for n in range(45)]
    )
    view = clicks(team, opens(team), in_group(Group.UNRESOLVED))
    first = clicks(team, view, searching(typed))
    team.execute(insert(incidents), [row("Chekout", created_at=NOON - timedelta(hours=2))])

    second = clicks(team, first, turning(first, "Next"))
    drawn = home.drawn(team, TEAM, "U0ANA", now=NOON, finds_similar=True)
    third = clicks(team, second, turning(second, "Next"))
    back = clicks(team, third, turning(third, "Previous"))

    pages = [first, second, third]
    assert [title for page in pages for title in titles(page)] == [f"checkout {n} is slow" for n in range(45)]
    assert all(said in headline(page) for page in pages)
    assert titles(back) == titles(second)
    assert drawn is not None
    assert drawn.view == second
    assert State.read(third["private_metadata"]).search == typed
    anew = clicks(team, third, lambda state: state.with_severities((Severity.SEV3,)))
    assert titles(anew) == (["Chekout"] if typed == "chekout" else titles(first))


OFFERED = {
    "service:paymnets": ["service:payments"],
    "disk service:pay sev1 reporter:me": [
        "disk sev1 service:payments reporter:me",
        "disk sev1 service:payroll reporter:me",
    ],
    "dsik cat:databse cat:eu": ["dsik cat:database cat:eu"],
    "sev5 service:paymnets": [],
    "service:zzz": [],
}


def test_a_name_there_is_not_is_refused_with_what_may_have_been_meant(
    team: Connection, subtests: pytest.Subtests
) -> None:
    for name in ("payments", "payroll"):
        choices.service_named(team, TEAM, name)
    choices.categories_named(team, TEAM, ["database", "eu"])
    view = clicks(team, opens(team), in_group(Group.UNASSIGNED))
    for typed, offered in OFFERED.items():
        with subtests.test(typed=typed):
            refused = clicks(team, view, searching(typed))

            assert ":warning:" in shown(refused["blocks"])
            assert offers(refused) == offered
            for offer in offered:
                taken = clicks(team, refused, lambda state, to=offer: state.searching_instead(to))  # type: ignore[misc]
                assert headline(taken).startswith("Nothing in *Unassigned* is like this: ")
                assert State.read(taken["private_metadata"]).search == offer
    chosen = clicks(team, view, lambda state: state.with_service("paymnets"))
    assert offers(chosen) == ["service:payments"]


def test_a_page_whose_words_are_gone_is_of_no_others(team: Connection) -> None:
    team.execute(insert(incidents), [row("disk full") for _ in range(21)])
    first = clicks(team, clicks(team, opens(team), in_group(Group.UNRESOLVED)), searching("disk"))
    second = clicks(team, first, turning(first, "Next"))
    assert len(titles(second)) == 1
    team.execute(update(incidents).values(title="desk full"))

    drawn = home.drawn(team, TEAM, "U0ANA", now=NOON, finds_similar=True)

    assert drawn is not None
    assert headline(drawn.view) == "Nothing in *Unresolved* is like this: “disk”."
