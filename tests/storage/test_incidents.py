"""Incidents come back as they were stored, each under a number of its own, and one change at a time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import Connection, Engine, delete, func, select, text, update
from sqlalchemy.exc import OperationalError

from storage import choices, incidents, reminders
from storage.incidents import IncidentNotFound
from storage.records import Incident, Priority, Selection, Severity, Status
from storage.tables import incident_categories
from storage.tables import incidents as table
from tests import making
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, Rival, new_incident

LATER = NOON + timedelta(minutes=5)
Read = Callable[[Connection, str, int], object]
READERS: list[Read] = [incidents.get, incidents.lock, reminders.lock]


def numbers(found: Sequence[Incident]) -> list[int]:
    return [incident.number for incident in found]


def full(tx: Connection) -> Incident:
    """Store an incident that has everything one can have when it is opened."""
    new = new_incident(
        title="It's <b>“down”</b> & 100 % :x 🔥",
        summary="Since noon\n\\o/",
        severity=Severity.SEV1,
        own_priority=Priority.P4,
        assignee_id="U0BEN",
        service=choices.service_named(tx, TEAM, "Checkout"),
        categories=choices.categories_named(tx, TEAM, ["apple", "Banana", "cherry"]),
        opened_in="C0GENERAL",
    )
    return incidents.create(tx, new)


def test_numbers_count_from_one_in_each_workspace(tx: Connection) -> None:
    teams = [TEAM, TEAM, OTHER, TEAM, OTHER]

    created = [incidents.create(tx, new_incident(team_id=team)) for team in teams]

    assert numbers(created) == [1, 2, 1, 3, 2]
    assert len({incident.id for incident in created}) == len(teams)


def test_those_who_open_at_once_get_consecutive_numbers(clean_engine: Engine) -> None:
    def open_ten(_: int) -> list[int]:
        opened = []
        for _ in range(10):
            with clean_engine.begin() as tx:
                opened.append(incidents.create(tx, new_incident()).number)
        return opened

    with ThreadPoolExecutor(8) as threads:
        by_thread = list(threads.map(open_ten, range(8)))

    assert sorted(number for opened in by_thread for number in opened) == list(range(1, 81))
    assert by_thread == [sorted(opened) for opened in by_thread]


def test_a_number_that_was_rolled_back_is_given_to_who_waited_for_it(clean_engine: Engine, rival: Rival) -> None:
    with clean_engine.connect() as ours:
        assert incidents.create(ours, new_incident()).number == 1
        theirs = rival.must_wait(lambda tx: incidents.create(tx, new_incident()))
        ours.rollback()

        assert theirs.result(timeout=10).number == 1


def test_one_workspace_does_not_wait_for_another(clean_engine: Engine) -> None:
    with clean_engine.connect() as ours, clean_engine.connect() as theirs:
        incidents.create(ours, new_incident())

        assert incidents.create(theirs, new_incident(team_id=OTHER)).number == 1


def test_what_was_stored_is_what_was_returned(tx: Connection) -> None:
    bare, whole = incidents.create(tx, new_incident()), full(tx)

    assert [incidents.get(tx, TEAM, 1), incidents.get(tx, TEAM, 2)] == [bare, whole]
    assert [incidents.lock(tx, TEAM, 1), incidents.lock(tx, TEAM, 2)] == [bare, whole]
    assert [incidents.get_by_id(tx, TEAM, bare.id), incidents.get_by_id(tx, TEAM, whole.id)] == [bare, whole]
    assert bare == making.incident(id=bare.id, number=1, opened_in=None)


def test_categories_come_in_the_order_of_the_alphabet(tx: Connection) -> None:
    chosen = choices.categories_named(tx, TEAM, ["cherry", "Banana", "apple"])
    incidents.create(tx, new_incident(categories=chosen))

    assert incidents.get(tx, TEAM, 1).categories == tuple(reversed(chosen))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("number", [2, 0, -1, 2**31, 10**30])
def test_a_number_that_was_never_given_is_not_found(tx: Connection, read: Read, number: int) -> None:
    incidents.create(tx, new_incident())

    with pytest.raises(IncidentNotFound, match=rf"^There is no #{number} here\.$") as missing:
        read(tx, TEAM, number)

    assert missing.value.number == number


@pytest.mark.parametrize("read", READERS)
def test_another_workspaces_number_is_not_found(tx: Connection, read: Read) -> None:
    incidents.create(tx, new_incident(team_id=OTHER))

    with pytest.raises(IncidentNotFound):
        read(tx, TEAM, 1)


@pytest.mark.parametrize("read", READERS)
def test_a_deleted_incident_is_not_found(tx: Connection, read: Read) -> None:
    deleted, kept = [incidents.create(tx, new_incident()) for _ in range(2)]
    tx.execute(update(table).where(table.c.id == deleted.id).values(deleted_at=NOON, deleted_by="U0BEN"))

    with pytest.raises(IncidentNotFound):
        read(tx, TEAM, deleted.number)

    withdrawn = replace(deleted, deleted_at=NOON, deleted_by="U0BEN")
    assert incidents.get_by_id(tx, TEAM, deleted.id) == withdrawn
    assert incidents.get_by_id(tx, OTHER, deleted.id) is None
    assert incidents.get_even_deleted(tx, TEAM, deleted.number) == withdrawn
    assert incidents.lock_even_deleted(tx, TEAM, deleted.number) == withdrawn
    assert incidents.page(tx, TEAM, Selection(), limit=10).incidents == (kept,)
    assert incidents.create(tx, new_incident()).number == 3


def test_what_another_makes_of_it_is_seen_once_it_is_ours(clean_engine: Engine, rival: Rival) -> None:
    """Also in the tables beside it: a statement that waited for the lock would show those as they were before."""
    with clean_engine.begin() as tx:
        before = full(tx)
        search = choices.service_named(tx, TEAM, "Search")

    with clean_engine.connect() as ours:
        locked = incidents.lock(ours, TEAM, 1)
        theirs = rival.must_wait(lambda tx: incidents.lock(tx, TEAM, 1))
        incidents.save(ours, replace(locked, service=search, title="Search is down"))
        ours.execute(delete(incident_categories).where(incident_categories.c.category_id == before.categories[0].id))
        ours.commit()

        after = replace(before, service=search, title="Search is down", categories=before.categories[1:])
        assert theirs.result(timeout=10) == after


def test_one_deleted_while_we_waited_is_not_found(clean_engine: Engine, rival: Rival) -> None:
    with clean_engine.begin() as tx:
        incidents.create(tx, new_incident())

    with clean_engine.connect() as ours:
        incidents.lock(ours, TEAM, 1)
        theirs = rival.must_wait(lambda tx: incidents.lock(tx, TEAM, 1))
        ours.execute(update(table).values(deleted_at=NOON, deleted_by="U0BEN"))
        ours.commit()

        with pytest.raises(IncidentNotFound):
            theirs.result(timeout=10)


def test_a_lock_is_waited_for_no_longer_than_the_limit(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        incidents.create(tx, new_incident())

    with clean_engine.connect() as ours, clean_engine.connect() as theirs:
        incidents.lock(ours, TEAM, 1)
        theirs.execute(text("SET LOCAL lock_timeout = '10ms'"))

        with pytest.raises(OperationalError, match="LockNotAvailable 55P03"):
            incidents.lock(theirs, TEAM, 1)


def test_a_lock_keeps_nobody_from_reading_it_or_from_other_incidents(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        first, second = full(tx), full(tx)

    with clean_engine.connect() as ours, clean_engine.connect() as theirs:
        incidents.lock(ours, TEAM, 1)

        assert incidents.get(theirs, TEAM, 1) == first
        assert incidents.lock(theirs, TEAM, 2) == second


def test_everything_that_may_change_is_saved_and_only_there(tx: Connection) -> None:
    before, neighbour = full(tx), full(tx)
    after = replace(
        before,
        title="Search is slow",
        summary="Better",
        severity=Severity.SEV4,
        own_priority=Priority.P1,
        status=Status.RESOLVED,
        service=choices.service_named(tx, TEAM, "Search"),
        assignee_id="U0ANA",
        updated_at=LATER,
        acknowledged_at=LATER + timedelta(minutes=1),
        mitigated_at=LATER + timedelta(minutes=2),
        resolved_at=LATER + timedelta(minutes=3),
        last_activity_at=LATER + timedelta(minutes=4),
        update_due_at=LATER + timedelta(minutes=5),
        reminders_stopped=True,
        deleted_at=LATER + timedelta(minutes=6),
        deleted_by="U0BEN",
    )

    incidents.save(tx, after)

    assert incidents.get_even_deleted(tx, TEAM, 1) == after
    assert incidents.get(tx, TEAM, 2) == neighbour
    unchanged = {field.name for field in fields(Incident) if getattr(before, field.name) == getattr(after, field.name)}
    assert unchanged == {
        *("id", "team_id", "number", "reporter_id", "opened_in", "created_at"),
        *("categories", "card_channel", "card_ts", "source", "is_reminded"),
    }


def test_everything_that_may_be_taken_away_is(tx: Connection) -> None:
    before = full(tx)
    incidents.save(
        tx, replace(before, status=Status.RESOLVED, acknowledged_at=NOON, mitigated_at=NOON, resolved_at=NOON)
    )
    bare = replace(before, summary=None, own_priority=None, service=None, assignee_id=None)

    incidents.save(tx, bare)

    assert incidents.get(tx, TEAM, 1) == bare


def test_saving_leaves_the_card_to_delivery(tx: Connection) -> None:
    """Delivery posts the card while a deed holds what it read before."""
    before = incidents.create(tx, new_incident())
    incidents.set_card(tx, before.id, channel="C0INCIDENTS", ts="1763467200.000100")

    incidents.save(tx, replace(before, title="Search is down"))

    after = replace(before, title="Search is down", card_channel="C0INCIDENTS", card_ts="1763467200.000100")
    assert incidents.get(tx, TEAM, 1) == after


def test_the_table_and_the_record_agree_on_priority(tx: Connection) -> None:
    either = product(Severity, (None, *Priority))
    records = [incidents.create(tx, new_incident(severity=severity, own_priority=own)) for severity, own in either]

    stored = dict(tx.execute(select(table.c.number, table.c.priority)).all())
    assert stored == {record.number: record.priority for record in records}


def test_words_of_title_and_summary_are_found(tx: Connection) -> None:
    for title, summary in (("Payments", "They failed"), ("Payments", None), ("Failing payment", None)):
        incidents.create(tx, new_incident(title=title, summary=summary))

    found = select(table.c.number).where(table.c.search.op("@@")(func.to_tsquery("english", "payment & fail")))

    assert tx.execute(found.order_by(table.c.number)).scalars().all() == [1, 3]


@pytest.mark.parametrize(
    ("act", "limit"),
    [
        (lambda tx: incidents.create(tx, new_incident()), 1),
        (full, 1 + 1 + 2),
        (lambda tx: incidents.get(tx, TEAM, 1), 1),
        (lambda tx: incidents.lock(tx, TEAM, 1), 2),
        (lambda tx: incidents.get_by_id(tx, TEAM, incidents.get(tx, TEAM, 1).id), 2),
        (lambda tx: incidents.save(tx, making.incident()), 1),
        (lambda tx: incidents.page(tx, TEAM, Selection(), limit=20), 1),
    ],
)
def test_the_number_of_statements_does_not_grow(
    tx: Connection, statements: list[str], act: Callable[[Connection], object], limit: int
) -> None:
    for _ in range(5):
        full(tx)
    statements.clear()

    act(tx)

    assert len(statements) == limit
