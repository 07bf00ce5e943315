"""A name is one thing whatever its case, is made when it is first used, and comes back when it was removed."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from storage import choices
from storage.records import Category, Service
from storage.tables import categories, services
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, Rival


def names(found: tuple[Category, ...]) -> list[str]:
    return [category.name for category in found]


def test_a_service_is_made_once_whatever_its_case(tx: Connection) -> None:
    made = choices.service_named(tx, TEAM, "Checkout")

    assert made.name == "Checkout"
    assert choices.service_named(tx, TEAM, "CHECKOUT") == made
    assert choices.service_named(tx, TEAM, "checkout") == made


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("éclair", "ÉCLAIR"),
        ("istanbul", "İstanbul"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Straße", "Straße"),
        ("a%b:c'd\\", "A%B:C'D\\"),
    ],
)
def test_the_database_says_which_names_are_the_same(tx: Connection, first: str, second: str) -> None:
    """Python lowers some letters differently; whichever is asked, the name is found or made."""
    is_same = tx.execute(select(func.lower(first) == func.lower(second))).scalar_one()

    one, other = choices.service_named(tx, TEAM, first), choices.service_named(tx, TEAM, second)

    assert (one == other) is is_same
    assert other.name == (first if is_same else second)


def test_each_workspace_has_its_own(tx: Connection) -> None:
    ours, theirs = choices.service_named(tx, TEAM, "checkout"), choices.service_named(tx, OTHER, "checkout")

    assert ours != theirs
    assert choices.service_names(tx, TEAM) == ["checkout"]


def test_services_and_categories_are_apart(tx: Connection) -> None:
    choices.categories_named(tx, TEAM, ["network"])

    assert choices.service_names(tx, TEAM) == []


def test_a_removed_service_comes_back_when_it_is_named(tx: Connection) -> None:
    checkout, search = choices.service_named(tx, TEAM, "checkout"), choices.service_named(tx, TEAM, "search")
    tx.execute(update(services).values(removed_at=NOON))
    assert choices.service_names(tx, TEAM) == []

    assert choices.service_named(tx, TEAM, "Checkout") == Service(id=checkout.id, name="checkout")

    assert choices.service_names(tx, TEAM) == ["checkout"]
    assert choices.service_named(tx, TEAM, "search") == search


def test_removed_categories_come_back_when_they_are_named(tx: Connection) -> None:
    both = choices.categories_named(tx, TEAM, ["network", "storage"])
    tx.execute(update(categories).values(removed_at=NOON))

    assert choices.categories_named(tx, TEAM, ["Network", "fresh"])[0] == both[0]

    still_removed = select(categories.c.name).where(categories.c.removed_at.is_not(None))
    assert tx.execute(still_removed).scalars().all() == ["storage"]


def test_names_are_listed_by_the_alphabet_whatever_their_case(tx: Connection) -> None:
    for name in ("cherry", "Banana", "apple", "Date"):
        choices.service_named(tx, TEAM, name)

    assert choices.service_names(tx, TEAM) == ["apple", "Banana", "cherry", "Date"]


def test_categories_are_listed_likewise_and_without_those_removed(tx: Connection) -> None:
    choices.categories_named(tx, TEAM, ["cherry", "Banana", "apple", "Date"])
    choices.categories_named(tx, OTHER, ["theirs"])
    choices.service_named(tx, TEAM, "checkout")
    tx.execute(update(categories).where(categories.c.name == "cherry").values(removed_at=NOON))

    assert choices.category_names(tx, TEAM) == ["apple", "Banana", "Date"]


def test_a_service_is_found_whatever_its_case_where_it_can_be_chosen(tx: Connection) -> None:
    checkout = choices.service_named(tx, TEAM, "Checkout")
    choices.service_named(tx, OTHER, "theirs")

    assert choices.find_service(tx, TEAM, "CHECKOUT") == checkout
    assert choices.find_service(tx, TEAM, "Check") is None
    assert choices.find_service(tx, TEAM, "theirs") is None
    tx.execute(update(services).values(removed_at=NOON))
    assert choices.find_service(tx, TEAM, "Checkout") is None


def test_categories_are_found_whatever_their_case_where_they_can_be_chosen(tx: Connection) -> None:
    choices.categories_named(tx, TEAM, ["cherry", "Banana", "apple", "gone"])
    choices.categories_named(tx, OTHER, ["theirs"])
    tx.execute(update(categories).where(categories.c.name == "gone").values(removed_at=NOON))

    found = choices.find_categories(tx, TEAM, ["CHERRY", "banana", "theirs", "gone", "fresh", "cherry"])

    assert names(found) == ["Banana", "cherry"]
    assert choices.find_categories(tx, TEAM, []) == ()
    assert choices.category_names(tx, TEAM) == ["apple", "Banana", "cherry"]


def test_categories_come_in_the_order_they_were_named(tx: Connection) -> None:
    known = choices.categories_named(tx, TEAM, ["m", "B"])

    found = choices.categories_named(tx, TEAM, ["z", "b", "Y", "M", "a"])

    assert names(found) == ["z", "B", "Y", "m", "a"]
    assert (found[3], found[1]) == known
    assert len({category.id for category in found}) == 5


def test_a_category_named_twice_is_one(tx: Connection) -> None:
    assert names(choices.categories_named(tx, TEAM, ["b", "a", "B", "A"])) == ["b", "a"]
    assert names(choices.categories_named(tx, TEAM, ["A", "B", "a"])) == ["a", "b"]


def test_names_that_are_the_same_to_the_database_alone_can_be_given_together(tx: Connection) -> None:
    same = tx.execute(select(func.lower("istanbul") == func.lower("İstanbul"))).scalar_one()

    found = choices.categories_named(tx, TEAM, ["istanbul", "İstanbul"])

    assert len(found) == (1 if same else 2)


def test_no_categories_are_no_statement(tx: Connection, statements: list[str]) -> None:
    assert choices.categories_named(tx, TEAM, []) == ()
    assert statements == []


def test_any_number_of_categories_is_one_statement(tx: Connection, statements: list[str]) -> None:
    choices.categories_named(tx, TEAM, [f"name {number}" for number in range(20)])

    assert len(statements) == 1


@pytest.mark.parametrize(("end", "is_theirs"), [(Connection.commit, False), (Connection.rollback, True)])
def test_one_made_meanwhile_is_the_one_that_is_found(
    clean_engine: Engine, rival: Rival, end: Callable[[Connection], None], is_theirs: object
) -> None:
    with clean_engine.connect() as ours:
        made = choices.service_named(ours, TEAM, "Checkout")
        found = rival.must_wait(lambda tx: choices.service_named(tx, TEAM, "checkout"))
        end(ours)

        assert found.result(timeout=10).name == ("checkout" if is_theirs else "Checkout")
        assert (found.result() != made) is is_theirs


def test_the_same_names_in_opposite_order_at_once_are_made_once_and_do_not_deadlock(
    clean_engine: Engine, rival: Rival, second_rival: Rival
) -> None:
    """One is held between its first name and its last, while the other begins from the far end."""

    def name_and_commit(tx: Connection, wanted: list[str]) -> tuple[Category, ...]:
        found = choices.categories_named(tx, TEAM, wanted)
        tx.commit()
        return found

    with clean_engine.connect() as ours:
        made = choices.categories_named(ours, TEAM, ["m"])
        forth = rival.must_wait(lambda tx: name_and_commit(tx, ["a", "M", "z"]))
        back = second_rival.must_wait(lambda tx: name_and_commit(tx, ["Z", "m", "A"]))
        ours.commit()

        assert forth.result(timeout=10) == back.result(timeout=10)[::-1]
        assert forth.result()[1:2] == made
