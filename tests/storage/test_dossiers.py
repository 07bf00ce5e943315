"""Whole incidents: streamed few at a time, and stored with their lives in few statements."""

import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from storage import choices, comments, dossiers, history, incidents, numbers
from storage.records import Category, Change, File, HistoryEntry, Incident, Life, Selection, Service, Status
from tests.making import NOON, TEAM, incident
from tests.storage.conftest import OTHER, new_incident

LATER = NOON + timedelta(hours=1)
LIVED = incident(
    number=3,
    summary="since 11:00",
    status=Status.RESOLVED,
    service=Service(id=0, name="Payments"),
    categories=(Category(id=0, name="api"), Category(id=0, name="Network")),
    assignee_id="U0BEN",
    opened_in=None,
    updated_at=LATER,
    acknowledged_at=NOON,
    resolved_at=LATER,
    last_activity_at=LATER,
)
HAPPENED = (
    HistoryEntry(change=Change.OPENED, new="Checkout is down", actor_id="U0ANA", at=NOON),
    HistoryEntry(change=Change.COMMENTED, said="Looking", actor_id="U0BEN", at=NOON),
    HistoryEntry(change=Change.STATUS, old="open", new="resolved", actor_id=None, at=LATER),
    HistoryEntry(change=Change.COMMENTED, said="Done", actor_id="U0BEN", at=LATER),
)


def _known(one: Incident) -> Incident:
    """Return it without the ids that the database gives."""
    service = replace(one.service, id=0) if one.service else None
    return replace(one, id=0, service=service, categories=tuple(replace(each, id=0) for each in one.categories))


def test_what_was_stored_whole_is_read_whole(tx: Connection) -> None:
    choices.service_named(tx, TEAM, "payments")

    dossiers.add(tx, TEAM, [Life(incident=LIVED, happened=HAPPENED)])
    [found] = dossiers.stream(tx, TEAM, with_details=True)

    assert _known(found.incident) == _known(replace(LIVED, service=Service(id=0, name="payments")))
    assert found.names == {"U0ANA": "ana", "U0BEN": "ben"}
    assert [(one.body, one.author_id, one.created_at) for one in found.comments] == [
        ("Looking", "U0BEN", NOON),
        ("Done", "U0BEN", LATER),
    ]
    ids = [str(comment.id) for comment in found.comments]
    assert [(one.change, one.old, one.new, one.actor_id, one.at) for one in found.history] == [
        (Change.OPENED, None, "Checkout is down", "U0ANA", NOON),
        (Change.COMMENTED, None, ids[0], "U0BEN", NOON),
        (Change.STATUS, "open", "resolved", None, LATER),
        (Change.COMMENTED, None, ids[1], "U0BEN", LATER),
    ]
    assert (found.comment_count, found.history_count) == (2, 4)


def test_many_take_as_many_statements_as_one(tx: Connection, statements: list[str]) -> None:
    dossiers.add(tx, TEAM, [Life(incident=LIVED, happened=HAPPENED)])
    for_one = len(statements)
    many = [Life(incident=replace(LIVED, number=number), happened=HAPPENED) for number in range(10, 110)]

    dossiers.add(tx, TEAM, many)

    assert len(statements) - for_one < for_one


def test_a_name_is_the_same_whatever_its_case(tx: Connection) -> None:
    second = replace(LIVED, number=4, service=Service(id=0, name="PAYMENTS"), categories=(Category(id=0, name="API"),))

    dossiers.add(tx, TEAM, [Life(incident=one, happened=()) for one in (LIVED, second)])

    assert len(choices.service_names(tx, TEAM)) == 1
    assert sorted(name.lower() for name in choices.category_names(tx, TEAM)) == ["api", "network"]


def test_a_name_that_was_removed_comes_back(tx: Connection) -> None:
    choices.service_named(tx, TEAM, "payments")
    tx.execute(text("UPDATE services SET removed_at = now()"))

    dossiers.add(tx, TEAM, [Life(incident=LIVED, happened=())])

    assert choices.service_names(tx, TEAM) == ["payments"]


def test_a_number_that_is_used_is_refused(tx: Connection) -> None:
    dossiers.add(tx, TEAM, [Life(incident=LIVED, happened=())])

    with pytest.raises(IntegrityError):
        dossiers.add(tx, TEAM, [Life(incident=LIVED, happened=())])


def test_counts_come_without_the_details(tx: Connection) -> None:
    dossiers.add(tx, TEAM, [Life(incident=LIVED, happened=HAPPENED)])

    [found] = dossiers.stream(tx, TEAM)

    assert (found.comment_count, found.history_count, found.comments, found.history) == (2, 4, (), ())


def test_files_come_with_their_comments(tx: Connection) -> None:
    opened = incidents.create(tx, new_incident())
    graph = File(id="F1", name="graph.png", link="https://files.example/F1")
    comments.add(tx, opened, "See", author_id="U0BEN", at=NOON, files=(graph,))

    [found] = dossiers.stream(tx, TEAM, with_details=True)

    assert [one.files for one in found.comments] == [(graph,)]


def test_deleted_incidents_comments_and_other_workspaces_are_left_out(tx: Connection) -> None:
    first, gone = (incidents.create(tx, new_incident()) for _ in range(2))
    incidents.create(tx, new_incident(team_id=OTHER, reporter_id="U0EVE"))
    incidents.save(tx, replace(gone, deleted_at=NOON, deleted_by="U0ANA"))
    comments.add(tx, first, "Gone", author_id="U0BEN", at=NOON)
    tx.execute(text("UPDATE comments SET deleted_at = now()"))

    [found] = dossiers.stream(tx, TEAM, with_details=True)

    assert (found.incident.number, found.comment_count, found.comments) == (1, 0, ())


def test_those_that_are_selected_can_be_had_alone(tx: Connection) -> None:
    incidents.create(tx, new_incident())
    incidents.create(tx, new_incident(reporter_id="U0BEN"))

    bens = Selection(reporter_id="U0BEN")
    assert [one.incident.number for one in dossiers.stream(tx, TEAM, bens)] == [2]
    assert dossiers.exist(tx, TEAM, bens)
    assert not dossiers.exist(tx, TEAM, Selection(reporter_id="U0EVE"))


def test_only_few_are_in_memory_however_many_there_are(tx: Connection) -> None:
    """All of them would take more than 4 MB; and the server keeps what was not fetched yet."""
    tx.execute(
        text(
            "INSERT INTO incidents (team_id, number, title, summary, severity, status, reporter_id, created_at, "
            "updated_at, last_activity_at) SELECT 'T0ACME', number, 'Checkout is down', repeat('x', 3000), 'sev3', "
            "'open', 'U0ANA', now(), now(), now() FROM generate_series(1, 1500) AS number"
        )
    )
    found = dossiers.stream(tx, TEAM)
    assert next(found).incident.number == 1

    tracemalloc.start()
    last = 0
    for dossier in found:
        last = dossier.incident.number
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert last == 1500
    assert most < 3_000_000


def test_the_server_keeps_what_was_not_fetched_yet(tx: Connection) -> None:
    incidents.create(tx, new_incident())
    found = dossiers.stream(tx, TEAM)
    next(found)

    assert tx.execute(text("SELECT count(*) FROM pg_cursors")).scalar_one() == 1


def test_numbers_are_taken_passed_over_and_known(tx: Connection) -> None:
    incidents.create(tx, new_incident())

    assert numbers.take(tx, TEAM, 3) == range(2, 5)
    numbers.pass_over(tx, TEAM, 40)
    numbers.pass_over(tx, TEAM, 7)
    assert incidents.create(tx, new_incident()).number == 41
    assert numbers.used(tx, TEAM, [1, 2, 41]) == {1, 41}
    assert numbers.take(tx, OTHER, 1) == range(1, 2)


def test_those_opened_at_a_moment_are_known_by_their_titles(tx: Connection) -> None:
    opened = incidents.create(tx, new_incident())

    assert dossiers.opened_at(tx, TEAM, [NOON, LATER]) == {("Checkout is down", NOON): opened.number}
    assert [entry.change for entry in history.newest(tx, opened, limit=1)] == []
