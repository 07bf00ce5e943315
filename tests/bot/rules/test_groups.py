"""What each list of the Home tab holds, by a table written by hand."""

from bot.rules.groups import COUNTED, GROUPS, Group, within
from storage.records import UNRESOLVED, Filter, Severity, Sort, Status
from tests.tables import for_each

HOLDS: dict[Group, Filter] = {
    Group.MINE: Filter(statuses=UNRESOLVED, is_mine=True, sort=Sort.SEVERITY),
    Group.UNASSIGNED: Filter(statuses=UNRESOLVED, is_unassigned=True, sort=Sort.SEVERITY),
    Group.UNRESOLVED: Filter(statuses=UNRESOLVED, sort=Sort.SEVERITY),
    Group.RESOLVED_TODAY: Filter(statuses=(Status.RESOLVED,), sort=Sort.UPDATED),
    Group.ALL: Filter(sort=Sort.CREATED),
}
# Whether Open, In progress, Mitigated and Resolved can be asked for.
POSSIBLE = {
    Group.MINE: "++++",
    Group.UNASSIGNED: "+++-",
    Group.UNRESOLVED: "+++-",
    Group.RESOLVED_TODAY: "---+",
    Group.ALL: "++++",
}


@for_each("group", Group)
def test_each_list_holds_what_the_table_says(group: Group) -> None:
    assert within(group, Filter()) == HOLDS[group]
    possible = "".join("-" if within(group, Filter(statuses=(status,))) is None else "+" for status in Status)
    assert possible == POSSIBLE[group]


def test_what_is_asked_for_is_added_to_what_a_list_holds() -> None:
    asked = Filter(statuses=(Status.OPEN, Status.RESOLVED), severities=(Severity.SEV1,), sort=Sort.CREATED)

    assert within(Group.UNASSIGNED, asked) == Filter(
        statuses=(Status.OPEN,), severities=(Severity.SEV1,), is_unassigned=True, sort=Sort.CREATED
    )
    assert within(Group.ALL, Filter(is_mine=True, is_unassigned=True)) == Filter(
        is_mine=True, is_unassigned=True, sort=Sort.CREATED
    )


def test_only_one_list_is_of_today_and_all_but_one_have_a_button() -> None:
    assert [group for group in Group if GROUPS[group].is_today] == [Group.RESOLVED_TODAY]
    assert {*Group} - {*COUNTED} == {Group.ALL}
