"""Incidents that may be the same thing as one about to be opened."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import capabilities, choices, history, incidents
from storage.incidents import Likeness
from storage.incidents.likeness import COMPARED, LOOKED_THROUGH
from storage.records import Change, HistoryEntry, Source, Status
from tests.counting import statements_of
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, new_incident

LIKE = Likeness(title="Checkout is down", service_id=None, since=NOON - timedelta(days=7), reporter_id=None)
SIMILAR = ("Checkout is down", "checkout down", "Is checkout down?", "CHECKOUT is down: 500s in all regions")
FOUND = {
    True: {*SIMILAR, "Chekcout is down", "Checkout is slow"},
    False: {*SIMILAR[:3], "Checkout is slow"},
}
"""By letters, or by words: a slip of the pen is another word, and “down” is too common to be one."""
OTHERS = ("Search is down", "Backup failed", "Payments are down", "It is over", "?!?")


@pytest.fixture(params=[True, False], ids=["letters", "words"])
def finds_similar(request: pytest.FixtureRequest, tx: Connection) -> bool:
    """Give whether titles are compared by their letters, where this server can."""
    if request.param and not capabilities.finds_similar(tx):
        pytest.skip("this server has no pg_trgm")
    return bool(request.param)


def titles(tx: Connection, like: Likeness = LIKE, *, finds_similar: bool, limit: int = 10) -> list[str]:
    return [found.title for found in incidents.alike(tx, TEAM, like, finds_similar=finds_similar, limit=limit)]


def test_similar_titles_are_found_and_others_are_not(tx: Connection, *, finds_similar: bool) -> None:
    for title in (*SIMILAR, "Chekcout is down", "Checkout is slow", *OTHERS):
        incidents.create(tx, new_incident(title=title))

    assert set(titles(tx, finds_similar=finds_similar)) == FOUND[finds_similar]


def test_the_most_similar_comes_first_and_what_is_only_of_the_service_last(
    tx: Connection, *, finds_similar: bool
) -> None:
    payments = choices.service_named(tx, TEAM, "payments")
    for title, service in (
        ("Invoices are late", payments),
        ("Checkout down", None),
        ("Checkout is down", None),
        ("Checkout down", payments),
        ("Refunds fail", payments),
    ):
        incidents.create(tx, new_incident(title=title, service=service, created_at=NOON))
    like = replace(LIKE, service_id=payments.id)

    found = incidents.alike(tx, TEAM, like, finds_similar=finds_similar, limit=10)

    assert [incident.number for incident in found] == [4, 3, 2, 5, 1]
    assert found[0].service == payments
    assert len(incidents.alike(tx, TEAM, like, finds_similar=finds_similar, limit=2)) == 2


def test_only_unresolved_undeleted_recent_ones_of_the_team_that_may_be_seen(
    tx: Connection, *, finds_similar: bool
) -> None:
    fates: tuple[dict[str, Any], ...] = (
        {"status": Status.RESOLVED, "resolved_at": NOON, "acknowledged_at": NOON},
        {"deleted_at": NOON, "deleted_by": "U0ANA"},
        {},
    )
    for number, fate in enumerate(fates):
        incident = incidents.create(tx, new_incident(title=f"Checkout is down {number}"))
        incidents.save(tx, replace(incident, **fate))
    incidents.create(tx, new_incident(created_at=LIKE.since - timedelta(microseconds=1)))
    incidents.create(tx, new_incident(team_id=OTHER))
    incidents.create(tx, new_incident(title="Checkout is down 5", created_at=LIKE.since, reporter_id="U0BEN"))

    assert titles(tx, finds_similar=finds_similar) == ["Checkout is down 2", "Checkout is down 5"]
    assert titles(tx, replace(LIKE, reporter_id="U0BEN"), finds_similar=finds_similar) == ["Checkout is down 5"]


@pytest.mark.parametrize("typed", ["", "?", "%_\\'\"", "the of and", "x" * 10_000, "日本", "Ünïcödé"])
def test_whatever_was_typed_is_compared_in_one_statement(tx: Connection, typed: str, *, finds_similar: bool) -> None:
    incidents.create(tx, new_incident())

    with statements_of(tx) as sent:
        assert titles(tx, replace(LIKE, title=typed), finds_similar=finds_similar) == []

    assert len(sent) == 1


def test_of_a_long_title_its_beginning_is_compared_by_letters(tx: Connection) -> None:
    """Whole, a thousand of the longest take longer than PostgreSQL may be waited for."""
    end = " since the quick brown fox jumps over the lazy dog in Europe and the new checkout is down again"
    incidents.create(tx, new_incident(title="x" * COMPARED + end))

    assert len(titles(tx, replace(LIKE, title="x" * COMPARED + " and nothing else"), finds_similar=True)) == 1
    assert titles(tx, replace(LIKE, title="y" * COMPARED + end), finds_similar=True) == []


def test_no_more_are_looked_through_than_is_quick(
    tx: Connection, monkeypatch: pytest.MonkeyPatch, *, finds_similar: bool
) -> None:
    assert LOOKED_THROUGH == 1000
    monkeypatch.setattr("storage.incidents.likeness.LOOKED_THROUGH", 2)
    for number, title in enumerate(("Checkout is down", "Disk full", "Search is slow")):
        incidents.create(tx, new_incident(title=title, created_at=NOON + timedelta(minutes=number)))

    assert titles(tx, finds_similar=finds_similar) == []


def test_what_was_opened_from_a_message_keeps_it_and_its_history(tx: Connection) -> None:
    source = Source(channel="C0GENERAL", ts="1795000000.000200")
    told = [
        HistoryEntry(change=Change.OPENED, old=source.key, new="x"),
        HistoryEntry(change=Change.ASSIGNEE, new="U0BEN"),
    ]

    with statements_of(tx) as sent:
        opened = incidents.create(tx, new_incident(source=source), told)

    assert len(sent) == 1
    assert incidents.get(tx, TEAM, opened.number) == opened
    entries = history.newest(tx, opened, limit=5)
    assert [(entry.change, entry.old, entry.new, entry.actor_id, entry.at) for entry in reversed(entries)] == [
        (Change.OPENED, "C0GENERAL:1795000000.000200", "x", "U0ANA", NOON),
        (Change.ASSIGNEE, None, "U0BEN", "U0ANA", NOON),
    ]
    assert Source.of(source.key) == source
