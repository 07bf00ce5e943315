"""Incidents that are selected: each filter alone, in every order, page by page while others come and go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, product

import pytest
from sqlalchemy import Connection, select, update

from storage import choices, comments, incidents
from storage.incidents.selected import conditions, order
from storage.records import (
    MOST_COUNTED,
    UNRESOLVED,
    Counted,
    Incident,
    Measure,
    Page,
    Position,
    Priority,
    Selection,
    Severity,
    Sort,
    Span,
    Status,
)
from storage.tables import incidents as table
from tests.counting import statements_of
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, copy_many, new_incident

HOUR = timedelta(hours=1)


def numbers(page: Page) -> list[int]:
    return [incident.number for incident in page.incidents]


def resolve(tx: Connection, number: int, status: Status = Status.RESOLVED) -> None:
    """Let an incident have another status, an hour after the newest was opened."""
    resolved_at = NOON if status is Status.RESOLVED else None
    tx.execute(
        update(table)
        .where(table.c.team_id == TEAM, table.c.number == number)
        .values(
            status=status,
            acknowledged_at=NOON,
            mitigated_at=NOON,
            resolved_at=resolved_at,
            updated_at=NOON + HOUR,
        )
    )


@pytest.fixture
def five(tx: Connection) -> list[Incident]:
    """Store #1 to #5 of one workspace, an hour apart, each unlike the others, and one of the other workspace."""
    pay, search = (choices.service_named(tx, TEAM, name) for name in ("payments", "search"))
    api, eu = choices.categories_named(tx, TEAM, ["api", "eu"])
    made = [
        incidents.create(tx, new)
        for new in (
            new_incident(created_at=NOON - 4 * HOUR, severity=Severity.SEV2, service=pay, title="Disk full on db1"),
            new_incident(created_at=NOON - 3 * HOUR, severity=Severity.SEV1, categories=(api, eu), assignee_id="U0BEN"),
            new_incident(created_at=NOON - 2 * HOUR, reporter_id="U0BEN", service=search, own_priority=Priority.P1),
            new_incident(created_at=NOON - HOUR, severity=Severity.SEV1, categories=(api,), summary="at\nnoon, 100%"),
            new_incident(created_at=NOON, severity=Severity.SEV4, reporter_id="U0BEN", assignee_id="U0ANA"),
        )
    ]
    incidents.create(tx, new_incident(team_id=OTHER, reporter_id="U0EVE"))
    comments.add(tx, made[4], "The disk is  full again", author_id="U0ANA", at=NOON)
    resolve(tx, 1)
    resolve(tx, 2, Status.IN_PROGRESS)
    return made


SELECTED: list[tuple[Selection, list[int]]] = [
    (Selection(), [5, 4, 3, 2, 1]),
    (Selection(statuses=(Status.OPEN,)), [5, 4, 3]),
    (Selection(statuses=UNRESOLVED), [5, 4, 3, 2]),
    (Selection(severities=(Severity.SEV1, Severity.SEV4)), [5, 4, 2]),
    (Selection(priorities=(Priority.P1,)), [4, 3, 2]),
    (Selection(assignee_id="U0BEN"), [2]),
    (Selection(reporter_id="U0BEN"), [5, 3]),
    (Selection(is_unassigned=True), [4, 3, 1]),
    (Selection(concerned_id="U0ANA"), [5, 4, 2, 1]),
    (Selection(concerned_id="U0BEN"), [5, 3, 2]),
    (Selection(visible_to="U0BEN"), [5, 3]),
    (Selection(visible_to="U0BEN", concerned_id="U0ANA"), [5]),
    (Selection(opened_from=NOON - HOUR), [5, 4]),
    (Selection(opened_before=NOON - HOUR), [3, 2, 1]),
    (Selection(opened_from=NOON - 3 * HOUR, opened_before=NOON), [4, 3, 2]),
    (Selection(resolved_from=NOON), [1]),
    (Selection(resolved_from=NOON + HOUR), []),
    (Selection(resolved_before=NOON + HOUR), [1]),
    (Selection(resolved_before=NOON), []),
    (Selection(phrases=("disk full",)), [1]),
    (Selection(phrases=("DISK is full",)), [5]),
    (Selection(phrases=("at noon, 100%",)), [4]),
    (Selection(phrases=("checkout", "is down")), [5, 4, 3, 2]),
    (Selection(phrases=("IS down",), visible_to="U0BEN"), [5, 3]),
    (Selection(phrases=("disks full",)), []),
    (Selection(phrases=("%",)), [4]),
    (Selection(sort=Sort.CREATED, is_descending=False), [1, 2, 3, 4, 5]),
    (Selection(sort=Sort.UPDATED), [2, 1, 5, 4, 3]),
    (Selection(sort=Sort.UPDATED, is_descending=False), [3, 4, 5, 1, 2]),
    (Selection(sort=Sort.SEVERITY), [4, 2, 1, 3, 5]),
    (Selection(sort=Sort.SEVERITY, is_descending=False), [5, 3, 1, 4, 2]),
    (Selection(sort=Sort.SEVERITY, severities=(Severity.SEV2, Severity.SEV3)), [1, 3]),
    (Selection(sort=Sort.STATUS, is_descending=False), [5, 4, 3, 2, 1]),
    (Selection(sort=Sort.STATUS), [1, 2, 5, 4, 3]),
    (Selection(sort=Sort.STATUS, statuses=(Status.RESOLVED,)), [1]),
    (Selection(sort=Sort.UNRESOLVED), [4, 2, 3, 5, 1]),
    (Selection(sort=Sort.UNRESOLVED, is_descending=False), [1, 5, 3, 4, 2]),
    (Selection(sort=Sort.UNRESOLVED, statuses=UNRESOLVED, severities=(Severity.SEV1, Severity.SEV2)), [4, 2]),
    (Selection(sort=Sort.STATUS, statuses=(Status.MITIGATED,)), []),
]


def test_each_filter_finds_what_the_table_says_and_counts_it_in_a_statement_each(
    tx: Connection, five: list[Incident], subtests: pytest.Subtests
) -> None:
    for selection, expected in SELECTED:
        with subtests.test(selection=selection):
            with statements_of(tx) as sent:
                assert numbers(incidents.page(tx, TEAM, selection, limit=10)) == expected
                assert incidents.count(tx, TEAM, selection) == len(expected)

            assert len(sent) == 2


def test_services_and_categories_are_found_by_their_ids(tx: Connection, five: list[Incident]) -> None:
    services, categories = choices.all_named(tx, TEAM)
    service_ids = {service.name: service.id for service in services}
    ids = {category.name: category.id for category in categories}

    def found(**wanted: object) -> list[int]:
        return numbers(incidents.page(tx, TEAM, replace(Selection(), **wanted), limit=10))  # type: ignore[arg-type]

    assert found(service_id=service_ids["payments"]) == [1]
    assert found(category_ids=(ids["api"],)) == [4, 2]
    assert found(category_ids=(ids["api"], ids["eu"])) == [2]
    assert found(service_id=0) == []


def test_what_is_deleted_or_was_said_and_deleted_is_not_found(tx: Connection, five: list[Incident]) -> None:
    tx.execute(update(table).where(table.c.number == 4).values(deleted_at=NOON, deleted_by="U0ANA"))
    tx.exec_driver_sql("UPDATE comments SET deleted_at = now()")

    assert numbers(incidents.page(tx, TEAM, Selection(), limit=10)) == [5, 3, 2, 1]
    assert incidents.count(tx, TEAM, Selection()) == 4
    assert numbers(incidents.page(tx, TEAM, Selection(phrases=("disk is full",)), limit=10)) == []


ORDERS = [Selection(sort=sort, is_descending=down) for sort, down in product(Sort, (True, False))]


def walk(tx: Connection, wanted: Selection, limit: int, meanwhile: Callable[[], object] = lambda: None) -> list[Page]:
    """Turn every page to the last; something happens between each two."""
    pages = [incidents.page(tx, TEAM, wanted, limit=limit)]
    while place := pages[-1].next:
        meanwhile()
        pages.append(incidents.page(tx, TEAM, wanted, limit=limit, place=place))
    return pages


@pytest.mark.parametrize("wanted", ORDERS, ids=lambda wanted: f"{wanted.sort} {wanted.is_descending}")
def test_pages_of_any_size_and_order_show_everything_once_and_turn_back(
    tx: Connection, five: list[Incident], wanted: Selection
) -> None:
    everything = numbers(incidents.page(tx, TEAM, wanted, limit=10))
    at_once = select(table.c.number).where(table.c.team_id == TEAM).order_by(*order(wanted))
    assert [*tx.scalars(at_once)] == everything
    for limit in (1, 2, 5):
        pages = walk(tx, wanted, limit)

        assert [number for page in pages for number in numbers(page)] == everything
        assert pages[0].previous is None
        for before, page in pairwise(pages):
            assert page.previous is not None
            assert incidents.page(tx, TEAM, wanted, limit=limit, place=page.previous, backwards=True) == before


def test_what_is_opened_or_resolved_meanwhile_moves_nothing_else(tx: Connection, five: list[Incident]) -> None:
    first = incidents.page(tx, TEAM, Selection(statuses=UNRESOLVED), limit=2)
    incidents.create(tx, new_incident(created_at=NOON + HOUR))
    resolve(tx, 5)

    second = incidents.page(tx, TEAM, Selection(statuses=UNRESOLVED), limit=2, place=first.next)
    assert second.previous is not None
    back = incidents.page(tx, TEAM, Selection(statuses=UNRESOLVED), limit=2, place=second.previous, backwards=True)

    assert (numbers(first), numbers(second), numbers(back)) == ([5, 4], [3, 2], [6, 4])
    assert (back.previous, back.next) == (None, Position(0, NOON - HOUR, five[3].id))


def test_every_page_shows_something_while_each_turn_brings_a_new_one(tx: Connection, five: list[Incident]) -> None:
    new = iter(range(1, 100))

    pages = walk(
        tx,
        Selection(),
        1,
        lambda: incidents.create(tx, new_incident(created_at=NOON + next(new) * HOUR)),
    )

    assert [numbers(page) for page in pages] == [[5], [4], [3], [2], [1]]


def test_of_one_moment_the_last_is_the_newest_also_at_the_cut(tx: Connection, five: list[Incident]) -> None:
    for _ in range(3):
        incidents.create(tx, new_incident(created_at=NOON))
    first = incidents.page(tx, TEAM, Selection(), limit=2)
    incidents.create(tx, new_incident(created_at=NOON))

    second = incidents.page(tx, TEAM, Selection(), limit=3, place=first.next)

    assert (numbers(first), numbers(second)) == ([8, 7], [6, 5, 4])


def test_services_and_categories_come_with_the_page(tx: Connection, five: list[Incident]) -> None:
    assert incidents.page(tx, TEAM, Selection(sort=Sort.SEVERITY), limit=2).incidents[0] == five[3]
    assert incidents.page(tx, TEAM, Selection(is_descending=False), limit=1).incidents[0].service == five[0].service


def test_where_nothing_is_left_behind_a_page_the_last_one_is_shown(tx: Connection, five: list[Incident]) -> None:
    first = incidents.page(tx, TEAM, Selection(), limit=3)
    tx.execute(update(table).where(table.c.number.in_([1, 2])).values(deleted_at=NOON, deleted_by="U0ANA"))

    page = incidents.page(tx, TEAM, Selection(), limit=2, place=first.next)

    assert numbers(page) == [5, 4]


def test_a_count_ends_where_it_tells_no_more(tx: Connection, five: list[Incident]) -> None:
    copy_many(tx, MOST_COUNTED)

    assert incidents.count(tx, TEAM, Selection()) == MOST_COUNTED + 1
    assert incidents.count(tx, OTHER, Selection()) == 1


def test_every_field_of_a_selection_is_a_condition() -> None:
    full = Selection(
        statuses=(Status.OPEN,),
        severities=(Severity.SEV1,),
        priorities=(Priority.P1,),
        assignee_id="U0ANA",
        reporter_id="U0ANA",
        is_unassigned=True,
        concerned_id="U0ANA",
        visible_to="U0ANA",
        service_id=1,
        category_ids=(1,),
        opened_from=NOON,
        opened_before=NOON,
        resolved_from=NOON,
        resolved_before=NOON,
        phrases=("x",),
        counted=Counted(Measure.OPENED, Span(NOON, NOON)),
    )

    assert len(conditions(TEAM, full)) == 2 + 16
