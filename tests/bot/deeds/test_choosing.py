"""Categories that a form names, which may have been renamed while it was open."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.deeds.choosing import Choosing
from bot.deeds.participants import Participants
from storage import audit_log, choices, lists, people, workspaces
from storage.records import AuditAct, AuditEntry, NameList
from tests.making import NOON, TEAM, person, workspace

CATEGORIES = NameList.CATEGORIES
ANA = Participants(workspace(), person(), {})


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a workspace in which the category b is called c by now, and another is called b."""
    workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
    people.describe(tx, [person()], at=NOON)
    choices.categories_named(tx, TEAM, ["b"])
    named = lists.find(tx, CATEGORIES, TEAM, "b")
    assert named is not None
    lists.rename(tx, CATEGORIES, named, "c")
    entry = AuditEntry(act=AuditAct.CATEGORY_RENAMED, subject=str(named.id), old="b", new="c")
    audit_log.add(tx, TEAM, [entry], actor_id="U0ANA", at=NOON)
    return tx


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a"), ("a", "b", "d")])
def test_a_name_that_is_there_is_not_taken_for_one_that_was_renamed(tx: Connection, names: tuple[str, ...]) -> None:
    choices.categories_named(tx, TEAM, ["b"])

    found = Choosing(tx, ANA, NOON, NOON - timedelta(minutes=1)).categories(names)

    assert {category.name for category in found} == set(names)


def test_a_name_that_was_renamed_means_the_same_still(tx: Connection) -> None:
    found = Choosing(tx, ANA, NOON, NOON - timedelta(minutes=1)).categories(("a", "B"))

    assert {category.name for category in found} == {"a", "c"}
