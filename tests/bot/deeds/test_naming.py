"""Whom words name: one person, by a word that is in nobody else's name."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection

from bot.deeds import naming
from bot.deeds.outcome import Caller
from bot.errors import Nobody, Refusal
from bot.language import grammar
from storage import choices, people, workspaces
from storage.records import Filter, Person
from tests.making import NOON, TEAM
from tests.tables import for_each

BEN = Caller(team_id=TEAM, person_id="U0BEN", person_name="ben")
NAMES = {"U0ANA": "Ana Torres", "U0LIMA": "Ana Lima", "U0BEN": "Ben O'Brien", "U0CHLOE": "Chloé"}


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a transaction with four people on record, and one whom Slack has not described."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    people.describe(tx, [Person(team_id=TEAM, id=id_, name=name) for id_, name in NAMES.items()], at=NOON)
    people.meet(tx, TEAM, {"U0ZOE": "zoe"})
    return tx


@for_each(
    ("words", "named"),
    [
        (["disk", "BEN"], ("U0BEN", ("disk",))),
        (["o'brien’s", "disk"], ("U0BEN", ("disk",))),
        (["ana", "torres", "disk"], ("U0ANA", ("disk",))),
        (["ana", "disk"], None),
        (["ben", "chloé"], None),
        (["zoe"], None),
        (["ben", "!" * 200_000 + "a", "’s" * 100_000 + "a"], ("U0BEN", ("!" * 200_000 + "a", "’s" * 100_000 + "a"))),
        (["disk"], None),
        ([], None),
    ],
)
def test_one_person_is_named_or_nobody(
    tx: Connection, words: Sequence[str], named: tuple[str, tuple[str, ...]] | None
) -> None:
    found = naming.filters_among(tx, tuple(words), Filter(), TEAM)

    assert (found and (found.wanted.assignee, found.words)) == named


@for_each(
    ("typed", "offered"),
    [
        ("give 42 to ben his area", "assign 42 to <@U0BEN|Ben O'Brien> his area"),
        ("hand chloé 42", "assign <@U0CHLOE|Chloé> 42"),
        ("42 ben please look", "assign 42 <@U0BEN|Ben O'Brien> please look"),
        ("make ben a member", "users <@U0BEN|Ben O'Brien> a member"),
        ("ben unresolved", "list <@U0BEN|Ben O'Brien> unresolved"),
        ("ben's incidents", "list <@U0BEN|Ben O'Brien> incidents"),
        ("incidents of ben", "list incidents of <@U0BEN|Ben O'Brien>"),
        ("show ben", "list <@U0BEN|Ben O'Brien>"),
        ("reported by ben", "list reported by <@U0BEN|Ben O'Brien>"),
        ("resolved this week by ben", "resolved this week by <@U0BEN|Ben O'Brien>"),
        ("payments sev1", "list service:payments sev1"),
        ("what is open on payments?", "list open service:payments"),
        ("what does ben have on payments", "list unresolved <@U0BEN|Ben O'Brien> service:payments"),
        ("what is ben doing", "list unresolved <@U0BEN|Ben O'Brien>"),
        ("assigned to ben", "list unresolved <@U0BEN|Ben O'Brien>"),
    ],
)
def test_a_name_is_offered_in_the_command_that_it_keeps_from_being_understood(
    tx: Connection, typed: str, offered: str
) -> None:
    choices.service_named(tx, TEAM, "payments")
    with pytest.raises(Refusal) as refused:
        grammar.parse(typed)

    assert naming.offering_names(tx, refused.value, typed, by=BEN).offers[0] == offered


@for_each("typed", ["payments is down", "what about payments"])
def test_a_name_is_offered_only_where_that_is_understood(tx: Connection, typed: str) -> None:
    choices.service_named(tx, TEAM, "payments")
    with pytest.raises(Refusal) as refused:
        grammar.parse(typed)

    assert naming.offering_names(tx, refused.value, typed, by=BEN).offers == (f"new {typed}",)


@for_each(("before", "is_offered"), [(2, True), (3, False)])
def test_a_name_is_tried_at_so_many_places_and_no_more(tx: Connection, *, before: int, is_offered: bool) -> None:
    """At each of them all that was typed is read anew, and a message holds thousands."""
    typed = f"new {'x @chlo ' * before}is down @chlo"

    offered = naming.offering_names(tx, Refusal("", unclear=Nobody("@chlo")), typed, by=BEN).offers

    assert offered == ((typed[: -len("@chlo")] + "<@U0CHLOE|Chloé>",) if is_offered else ())
