"""What history says: one entry for each field that changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.rules.changes import between, opening, told
from storage.records import Category, Change, HistoryEntry, Priority, Service, Severity, Status
from tests.making import NOON, incident
from tests.tables import for_each

LATER = NOON + timedelta(hours=1)
DELETED = {"deleted_at": NOON, "deleted_by": "U0BEN"}
PAYMENTS, SEARCH = Service(id=1, name="payments"), Service(id=2, name="search")
API, WEB = Category(id=1, name="api"), Category(id=2, name="web")


@for_each(
    ("before", "after", "entries"),
    [
        ({}, {}, []),
        ({}, {"status": Status.RESOLVED}, [(Change.STATUS, "open", "resolved")]),
        ({}, {"assignee_id": "U0BEN"}, [(Change.ASSIGNEE, None, "U0BEN")]),
        ({"assignee_id": "U0ANA"}, {"assignee_id": "U0BEN"}, [(Change.ASSIGNEE, "U0ANA", "U0BEN")]),
        ({"assignee_id": "U0ANA"}, {"assignee_id": None}, [(Change.ASSIGNEE, "U0ANA", None)]),
        ({}, {"own_priority": Priority.P1}, [(Change.PRIORITY, None, "p1")]),
        ({"own_priority": Priority.P1}, {"own_priority": None}, [(Change.PRIORITY, "p1", None)]),
        ({}, {"own_priority": Priority.P3}, [(Change.PRIORITY, None, "p3")]),
        ({"own_priority": Priority.P1}, {"severity": Severity.SEV2}, [(Change.SEVERITY, "sev3", "sev2")]),
        ({}, {"title": "Login is down"}, [(Change.TITLE, "Checkout is down", "Login is down")]),
        ({}, {"summary": "since 11"}, [(Change.SUMMARY, None, "since 11")]),
        ({"summary": "since 11"}, {"summary": None}, [(Change.SUMMARY, "since 11", None)]),
        ({}, {"service": PAYMENTS}, [(Change.SERVICE, None, "payments")]),
        ({"service": PAYMENTS}, {"service": SEARCH}, [(Change.SERVICE, "payments", "search")]),
        ({"service": PAYMENTS}, {"service": None}, [(Change.SERVICE, "payments", None)]),
        ({}, {"categories": (API, WEB)}, [(Change.CATEGORIES, None, "api, web")]),
        ({"categories": (API, WEB)}, {"categories": (WEB,)}, [(Change.CATEGORIES, "api, web", "web")]),
        ({"categories": (API,)}, {"categories": ()}, [(Change.CATEGORIES, "api", None)]),
        ({}, {"update_due_at": LATER}, [(Change.UPDATE_DUE, None, "2026-11-18T13:00:00+00:00")]),
        (
            {"update_due_at": NOON},
            {"update_due_at": LATER},
            [(Change.UPDATE_DUE, "2026-11-18T12:00:00+00:00", "2026-11-18T13:00:00+00:00")],
        ),
        ({"update_due_at": NOON}, {"update_due_at": None}, [(Change.UPDATE_DUE, "2026-11-18T12:00:00+00:00", None)]),
        (
            {"update_due_at": NOON},
            {"status": Status.RESOLVED, "update_due_at": None},
            [(Change.STATUS, "open", "resolved")],
        ),
        ({}, DELETED, [(Change.DELETED, None, None)]),
        (DELETED, {"deleted_at": None, "deleted_by": None}, [(Change.RESTORED, None, None)]),
        (DELETED, DELETED, []),
    ],
)
def test_one_entry_for_each_field_that_changed(
    before: dict[str, Any], after: dict[str, Any], entries: list[tuple[Change, str | None, str | None]]
) -> None:
    first = incident(**before)

    found = between(first, replace(first, **after))

    assert [(entry.change, entry.old, entry.new) for entry in found] == entries


def test_a_priority_that_follows_the_severity_is_no_change_of_its_own() -> None:
    assert between(incident(), incident(severity=Severity.SEV1)) == (
        HistoryEntry(change=Change.SEVERITY, old="sev3", new="sev1"),
    )


def test_everything_at_once_is_told_status_first() -> None:
    after = incident(
        status=Status.IN_PROGRESS,
        assignee_id="U0BEN",
        severity=Severity.SEV1,
        own_priority=Priority.P4,
        title="Login is down",
        summary="since 11",
        service=PAYMENTS,
        categories=(API,),
        update_due_at=LATER,
        deleted_at=LATER,
        deleted_by="U0BEN",
    )

    entries = between(incident(), after)

    assert [entry.change for entry in entries] == [
        Change.STATUS,
        Change.ASSIGNEE,
        Change.SEVERITY,
        Change.PRIORITY,
        Change.TITLE,
        Change.SUMMARY,
        Change.SERVICE,
        Change.CATEGORIES,
        Change.UPDATE_DUE,
        Change.DELETED,
    ]


def test_times_and_the_cards_place_are_no_history() -> None:
    times = dict.fromkeys(("updated_at", "last_activity_at", "acknowledged_at", "mitigated_at"), LATER)
    after = incident(**times, card_channel="C1", card_ts="1.0")

    assert between(incident(), after) == ()


def test_history_says_each_field_in_its_own_words() -> None:
    full = incident(
        status=Status.IN_PROGRESS,
        assignee_id="U0BEN",
        summary="since 11",
        service=PAYMENTS,
        categories=(API, WEB),
        update_due_at=LATER,
    )

    assert told(full) == {
        Change.STATUS: "in_progress",
        Change.ASSIGNEE: "U0BEN",
        Change.SEVERITY: "sev3",
        Change.PRIORITY: None,
        Change.TITLE: "Checkout is down",
        Change.SUMMARY: "since 11",
        Change.SERVICE: "payments",
        Change.CATEGORIES: "api, web",
        Change.UPDATE_DUE: "2026-11-18T13:00:00+00:00",
    }


def test_history_says_none_of_what_is_empty() -> None:
    assert {change for change, words in told(incident()).items() if words is None} == {
        Change.ASSIGNEE,
        Change.PRIORITY,
        Change.SUMMARY,
        Change.SERVICE,
        Change.CATEGORIES,
        Change.UPDATE_DUE,
    }


def test_an_opening_tells_the_title() -> None:
    assert opening(incident()) == (HistoryEntry(change=Change.OPENED, new="Checkout is down"),)


def test_an_opening_tells_who_was_given_it() -> None:
    assert opening(incident(assignee_id="U0BEN")) == (
        HistoryEntry(change=Change.OPENED, new="Checkout is down"),
        HistoryEntry(change=Change.ASSIGNEE, new="U0BEN"),
    )
