"""What a picker finds: by number or by words of the title, and nothing anybody types does harm."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from storage import choices, incidents
from storage.incidents.many import LOOKED_THROUGH
from storage.records import Among, Incident, Status
from storage.tables import incidents as table
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, copy_many, new_incident
from tests.tables import for_each

TITLES = {
    1: "Checkout is down",
    2: "Payments fail at checkout",
    3: "Search is slow",
    4: "The größe of 42 disks",
    5: "日本語 page of a_b is down",
}


@pytest.fixture
def tx(tx: Connection) -> Connection:
    """Give a transaction in which five incidents were opened, a minute after each other."""
    for number, title in TITLES.items():
        at = NOON + timedelta(minutes=number)
        reporter_id = "U0BEN" if number % 2 else "U0ANA"
        incidents.create(tx, new_incident(title=title, created_at=at, reporter_id=reporter_id))
    return tx


def find(tx: Connection, **asked: Any) -> list[int]:
    """Return the numbers of what is found, asked as a picker for any verb asks."""
    return [found.number for found in found_by(tx, **asked)]


def found_by(tx: Connection, *, team_id: str = TEAM, **asked: Any) -> list[Incident]:
    usual: dict[str, Any] = {"number": None, "words": [], "among": Among(), "reporter_id": None, "limit": 50}
    return incidents.find(tx, team_id, **(usual | asked))


def change(tx: Connection, number: int, **values: Any) -> None:
    tx.execute(update(table).where(table.c.team_id == TEAM, table.c.number == number).values(**values))


def test_without_words_everything_is_found_newest_first(tx: Connection) -> None:
    assert find(tx) == [5, 4, 3, 2, 1]


def test_those_of_one_moment_never_change_places(tx: Connection) -> None:
    tx.execute(update(table).values(created_at=NOON))

    assert find(tx) == [5, 4, 3, 2, 1]


@for_each("limit", [1, 3, 5, 9])
def test_no_more_are_found_than_there_is_room_for(tx: Connection, limit: int) -> None:
    assert find(tx, limit=limit) == [5, 4, 3, 2, 1][:limit]


BY_WORDS: list[tuple[list[str], list[int]]] = [
    (["checkout"], [2, 1]),
    (["CHECKOUT"], [2, 1]),
    (["ch"], [3, 2, 1]),
    (["heckout"], [2, 1]),
    (["payment"], [2]),
    (["checkout", "fail"], [2]),
    (["fail", "checkout"], [2]),
    (["checkout", "search"], []),
    (["the"], [4]),
    (["is", "down"], [5, 1]),
    (["GRÖSSE"], []),
    (["GRÖ"], [4]),
    (["日本語"], [5]),
    (["本"], [5]),
    (["42"], [4]),
    (["a_b"], [5]),
    (["banana"], []),
]


def test_titles_that_hold_all_the_words_are_found(tx: Connection, subtests: pytest.Subtests) -> None:
    for words, numbers in BY_WORDS:
        with subtests.test(words=words):
            assert find(tx, words=words) == numbers


def test_every_letter_typed_finds_no_more_than_the_one_before(tx: Connection) -> None:
    change(tx, 2, title="Payments failing at checkout")

    found = [find(tx, words=["failing"[:letters]]) for letters in range(3, 8)]

    assert found == [[2]] * 5


@for_each(
    ("number", "words", "numbers"),
    [
        (2, [], [2, 5, 4, 3, 1]),
        (2, ["2"], [2, 4]),
        (42, ["42"], [4]),
        (1, ["search"], [1, 3]),
        (1, ["banana"], [1]),
        (10**30 - 1, ["9" * 30], []),
        (0, ["0"], []),
    ],
)
def test_the_incident_of_the_number_comes_before_those_that_hold_the_words(
    tx: Connection, number: int, words: Sequence[str], numbers: list[int]
) -> None:
    assert find(tx, number=number, words=words) == numbers


def test_the_incident_of_the_number_has_room_where_there_is_room_for_one(tx: Connection) -> None:
    assert find(tx, number=1, words=["down"], limit=1) == [1]


HARMLESS = [
    "%",
    "%%",
    "_",
    "\\",
    "'",
    "'; --",
    ":*",
    "&",
    "(",
    "__init__",
    "a_b",
    "²",
    "½",
    "٤٢",
    "ªº",
    "ǅ",
    "ﬁ",
    "𝟜𝟚",
    "नमस्ते",
    "e\u0301",
    "ß" * 500,
    "x" * 3000,
    "ⅷ",
    "ʼ",
]


def test_no_word_does_harm(tx: Connection, subtests: pytest.Subtests) -> None:
    for word in HARMLESS:
        with subtests.test(word=word):
            assert find(tx, words=[word]) == [number for number in (5, 4, 3, 2, 1) if word in TITLES[number]]
            assert find(tx, words=["checkout", word]) == []


@pytest.mark.parametrize(
    ("statuses", "numbers"),
    [
        ((Status.OPEN,), [5, 4]),
        ((Status.IN_PROGRESS,), [3]),
        ((Status.MITIGATED, Status.RESOLVED), [2, 1]),
        ((Status.RESOLVED, Status.OPEN, Status.IN_PROGRESS), [5, 4, 3, 1]),
        ((), []),
    ],
)
def test_only_those_of_the_statuses_are_found(tx: Connection, statuses: tuple[Status, ...], numbers: list[int]) -> None:
    change(tx, 1, status="resolved", acknowledged_at=NOON, resolved_at=NOON)
    change(tx, 2, status="mitigated", mitigated_at=NOON)
    change(tx, 3, status="in_progress")

    assert find(tx, among=Among(statuses=statuses)) == numbers
    assert find(tx, among=Among(statuses=statuses), number=1) == sorted(numbers, key=lambda number: number != 1)


def test_the_deleted_are_found_alone_or_not_at_all(tx: Connection) -> None:
    change(tx, 1, deleted_at=NOON, deleted_by="U0BEN")
    change(tx, 3, deleted_at=NOON, deleted_by="U0BEN")

    assert find(tx) == [5, 4, 2]
    assert find(tx, among=Among(is_deleted=True)) == [3, 1]
    assert find(tx, among=Among(is_deleted=True), words=["checkout"]) == [1]
    assert find(tx, number=1, words=["checkout"]) == [2]


def test_only_those_somebody_has_can_be_asked_for(tx: Connection) -> None:
    change(tx, 2, assignee_id="U0BEN")

    assert find(tx, among=Among(has_assignee=True)) == [2]
    assert find(tx, among=Among(has_assignee=True), number=1) == [2]


def test_words_are_looked_for_among_the_newest_alone(tx: Connection) -> None:
    times = dict.fromkeys(("created_at", "updated_at", "last_activity_at"), NOON + timedelta(days=1))
    copy_many(tx, LOOKED_THROUGH - 1, title="Later", **times)

    assert find(tx, words=["down"]) == [5]
    assert find(tx, number=1, words=["down"]) == [1, 5]


def test_somebodys_own_can_be_asked_for(tx: Connection) -> None:
    assert find(tx, reporter_id="U0ANA") == [4, 2]
    assert find(tx, reporter_id="U0ANA", words=["checkout"]) == [2]
    assert find(tx, reporter_id="U0ANA", words=["1"], number=1) == []


def test_each_workspace_finds_its_own(tx: Connection) -> None:
    theirs = incidents.create(tx, new_incident(team_id=OTHER, title="Checkout is theirs"))

    assert found_by(tx, team_id=OTHER) == [theirs]
    assert found_by(tx, team_id=OTHER, words=["1"], number=1) == [theirs]
    assert find(tx, words=["checkout"]) == [2, 1]


def test_services_and_categories_come_in_one_statement(tx: Connection, statements: list[str]) -> None:
    whole = incidents.create(
        tx,
        new_incident(
            created_at=NOON + timedelta(hours=1),
            service=choices.service_named(tx, TEAM, "checkout"),
            categories=choices.categories_named(tx, TEAM, ["network", "storage"]),
        ),
    )
    statements.clear()

    assert found_by(tx)[0] == whole
    assert len(statements) == 1
