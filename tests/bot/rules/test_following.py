"""Whom a change concerns, and for whom it is a main one, against a table written by hand."""

from typing import Any

from bot.rules import changes
from bot.rules.following import audience
from storage.records import Category, Change, HistoryEntry, Incident, Keys, Service, Severity, Status
from tests.making import NOON, incident
from tests.tables import for_each

PAY, SEARCH = Service(id=1, name="payments"), Service(id=2, name="search")
API, DB = Category(id=3, name="api"), Category(id=4, name="db")
BEFORE = incident(assignee_id="U0BEN", service=PAY, categories=(API,))
ALL = {"incident:7", "person:U0ANA", "person:U0BEN", "service:1", "category:3"}
RESOLVED = {"status": Status.RESOLVED, "acknowledged_at": NOON, "resolved_at": NOON}

# What changes; what the incident comes to by it, whose followers are told; what it leaves or has, but for ALL.
TABLE: dict[str, tuple[dict[str, Any], set[str], set[str]]] = {
    "resolved": (RESOLVED, ALL, set()),
    "severity": ({"severity": Severity.SEV1}, ALL, set()),
    "started": ({"status": Status.IN_PROGRESS}, set(), set()),
    "mitigated": ({"status": Status.MITIGATED}, set(), set()),
    "priority and title": ({"own_priority": "p1", "title": "Another"}, set(), set()),
    "assigned": ({"assignee_id": "U0CHLOE"}, {"person:U0CHLOE"}, {"person:U0CHLOE"}),
    "assigned to its reporter": ({"assignee_id": "U0ANA"}, set(), set()),
    "released": ({"assignee_id": None}, set(), set()),
    "another service": ({"service": SEARCH}, {"service:2"}, {"service:2"}),
    "one category more": ({"categories": (API, DB)}, {"category:4"}, {"category:4"}),
    "no category": ({"categories": ()}, set(), set()),
    "resolved in another service": (
        {**RESOLVED, "service": SEARCH},
        ALL - {"service:1"} | {"service:2"},
        {"service:2"},
    ),
}


def named(keys: Keys) -> set[str]:
    return {f"{topic}:{key}" for topic, found in keys.items() for key in found}


def change(**changed: Any) -> tuple[Incident, tuple[HistoryEntry, ...]]:
    after = incident(**{"assignee_id": "U0BEN", "service": PAY, "categories": (API,), **changed})
    return after, changes.between(BEFORE, after)


@for_each("name", TABLE)
def test_a_change_concerns_those_of_before_and_after(name: str) -> None:
    changed, main, more = TABLE[name]
    after, entries = change(**changed)

    found = audience(BEFORE, after, entries, besides=["U0BEN"])

    assert found
    assert found.incident == after
    assert found.besides == {"U0BEN"}
    assert named(found.main) == main
    assert named(found.concerned) == ALL | more


def test_reopening_is_a_main_change() -> None:
    before = incident(**RESOLVED)
    after = incident(status=Status.IN_PROGRESS, acknowledged_at=NOON)

    found = audience(before, after, changes.between(before, after), besides=())

    assert found
    assert named(found.main) == {"incident:7", "person:U0ANA"}


def test_opening_is_a_main_change_for_all_it_has_to_do_with() -> None:
    found = audience(None, BEFORE, changes.opening(BEFORE), besides=())

    assert found
    assert named(found.main) == named(found.concerned) == ALL


def test_a_comment_concerns_all_and_is_no_main_change() -> None:
    found = audience(BEFORE, BEFORE, [HistoryEntry(change=Change.COMMENTED, new="1")], besides=())

    assert found
    assert (named(found.main), named(found.concerned)) == (set(), ALL)


@for_each("happened", [(), (Change.DELETED,), (Change.RESTORED,), (Change.STATUS, Change.DELETED)])
def test_of_deleting_restoring_and_nothing_at_all_nobody_is_told(happened: tuple[Change, ...]) -> None:
    assert audience(BEFORE, BEFORE, [HistoryEntry(change=each) for each in happened], besides=()) is None
