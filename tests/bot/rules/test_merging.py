"""What somebody wants changed in a form others overtook: what they touched alone, and only what is not so already."""

from itertools import product
from typing import Any

from bot.rules.changes import told
from bot.rules.merging import FIELDS, NOTHING, STAYS, Edit, merge
from storage.records import Category, Change, Priority, Service, Severity
from tests.making import incident
from tests.tables import for_each

# Of each field three values: in an edit, in an incident, and in the words of history.
VALUES: dict[Change, tuple[str, list[tuple[Any, Any]]]] = {
    Change.TITLE: ("title", [("one", "one"), ("two", "two"), ("three", "three")]),
    Change.SEVERITY: ("severity", [(each, each) for each in (Severity.SEV1, Severity.SEV2, Severity.SEV3)]),
    Change.SUMMARY: ("summary", [(None, None), ("two", "two"), ("three", "three")]),
    Change.PRIORITY: ("own_priority", [(None, None), (Priority.P1, Priority.P1), (Priority.P3, Priority.P3)]),
    Change.SERVICE: (
        "service",
        [(None, None), ("pay", Service(id=1, name="pay")), ("search", Service(id=2, name="search"))],
    ),
    Change.CATEGORIES: (
        "categories",
        [
            ((), ()),
            (("Web", "api"), (Category(id=1, name="api"), Category(id=2, name="Web"))),
            (("web",), (Category(id=3, name="web"),)),
        ],
    ),
    Change.ASSIGNEE: ("assignee_id", [(None, None), ("U0ANA", "U0ANA"), ("U0BEN", "U0BEN")]),
}
# What was shown, what is there now, what the form brings: is it changed, and did somebody else change it as well?
CASES = {
    (0, 0, 0): (False, False),
    (0, 0, 1): (True, False),
    (0, 1, 0): (False, False),
    (0, 1, 1): (False, False),
    (0, 1, 2): (True, True),
}


def words(change: Change, value: Any) -> dict[Change, str | None]:
    """Return what history says of an incident with this value."""
    return told(incident(**{VALUES[change][0]: value}))


def test_every_field_of_an_edit_is_in_the_table() -> None:
    assert set(VALUES) == set(FIELDS)
    assert {FIELDS[change] for change in FIELDS} == set(Edit.__slots__)


@for_each(("change", "case"), list(product(VALUES, CASES)))
def test_a_field_is_changed_when_its_reader_touched_it_and_it_is_not_so_already(
    change: Change, case: tuple[int, int, int]
) -> None:
    field, values = FIELDS[change], VALUES[change][1]
    shown, present, brought = (values[place] for place in case)
    edit = Edit(**{field: brought[0]})

    wanted, contested = merge(edit, shown=words(change, shown[1]), present=words(change, present[1]))

    is_changed, is_contested = CASES[case]
    assert wanted == (edit if is_changed else NOTHING)
    assert contested == ({change} if is_contested else set())


@for_each("change", VALUES)
def test_what_the_form_does_not_bring_stays(change: Change) -> None:
    shown, present, _ = (words(change, value) for _, value in VALUES[change][1])

    assert merge(NOTHING, shown=shown, present=present) == (NOTHING, frozenset())


def test_each_field_is_judged_by_itself() -> None:
    shown, present = told(incident()), told(incident(severity=Severity.SEV1, assignee_id="U0BEN"))
    edit = Edit(title="Login is down", severity=Severity.SEV3, summary=None, assignee_id="U0CHLOE")

    wanted, contested = merge(edit, shown=shown, present=present)

    assert wanted == Edit(title="Login is down", assignee_id="U0CHLOE")
    assert wanted.severity is STAYS
    assert contested == {Change.ASSIGNEE}


def test_a_priority_equal_to_the_severity_s_is_a_choice_of_its_own() -> None:
    wanted, _ = merge(Edit(priority=Priority.P3), shown=told(incident()), present=told(incident()))

    assert wanted == Edit(priority=Priority.P3)
