"""Who may do what: every right, role and relation against a table written by hand."""

from collections.abc import Callable

import pytest

from bot.errors import Refusal
from bot.rules.permissions import (
    Right,
    may,
    may_see,
    require,
    right_to_assign,
    role_of,
    sees_only_own,
    why_not_assignable,
)
from storage.records import Incident, Person, Role
from tests.making import incident, person, workspace
from tests.tables import for_each

ME, ELSE = "U0ME", "U0ELSE"

# R: what I reported. A: what is assigned to me. O: what others have. +: what concerns no incident.
TABLE = """
              member  responder  admin  owner  guest  unknown  bot   deactivated
OPEN          RAO+    RAO+       RAO+   RAO+   R..+   R..+     ....  ....
READ          RAO+    RAO+       RAO+   RAO+   R..+   R..+     ....  ....
COMMENT       RAO+    RAO+       RAO+   RAO+   R..+   R..+     ....  ....
FOLLOW        RAO+    RAO+       RAO+   RAO+   R..+   R..+     ....  ....
CHANGE        RA..    RAO+       RAO+   RAO+   R...   R...     ....  ....
RESOLVE       RA..    RAO+       RAO+   RAO+   R...   R...     ....  ....
ASSIGN        ....    RAO+       RAO+   RAO+   ....   ....     ....  ....
ADD_TO_LISTS  ....    RAO+       RAO+   RAO+   ....   ....     ....  ....
EDIT_LISTS    ....    ....       RAO+   RAO+   ....   ....     ....  ....
WITHDRAW      R...    R...       R...   R...   R...   R...     ....  ....
DELETE        ....    ....       RAO+   RAO+   ....   ....     ....  ....
RESTORE       ....    ....       RAO+   RAO+   ....   ....     ....  ....
SET_ROLES     ....    ....       RAO+   RAO+   ....   ....     ....  ....
SET_SETTINGS  ....    ....       RAO+   RAO+   ....   ....     ....  ....
"""
PEOPLE: dict[str, Person] = {
    "member": person(id=ME, role=Role.MEMBER),
    "responder": person(id=ME, role=Role.RESPONDER),
    "admin": person(id=ME, role=Role.ADMIN),
    "owner": person(id=ME, is_workspace_admin=True),
    "guest": person(id=ME, is_guest=True),
    "unknown": person(id=ME, is_known=False),
    "bot": person(id=ME, is_bot=True),
    "deactivated": person(id=ME, is_active=False),
}
INCIDENTS: dict[str, Incident | None] = {
    "R": incident(reporter_id=ME, assignee_id=ELSE),
    "A": incident(reporter_id=ELSE, assignee_id=ME),
    "O": incident(reporter_id=ELSE, assignee_id=ELSE),
    "+": None,
}


WHO, *ROWS = (line.split() for line in TABLE.strip().splitlines())
Decides = Callable[[Right, Person, Incident | None], bool]


def _drawn(right: str, decides: Decides) -> list[str]:
    """The row of the table as it would be if it were made from what is decided."""
    return [
        right,
        *(
            "".join(letter if decides(Right[right], PEOPLE[who], INCIDENTS[letter]) else "." for letter in INCIDENTS)
            for who in WHO
        ),
    ]


def _is_not_refused(right: Right, who: Person, about: Incident | None) -> bool:
    try:
        require(right, who, workspace(), about)
    except Refusal:
        return False
    return True


def test_the_table_has_every_right_and_everybody() -> None:
    assert [row[0] for row in ROWS] == [right.name for right in Right]
    assert list(PEOPLE) == WHO


@for_each("row", ROWS)
def test_a_right_is_what_the_table_says(row: list[str]) -> None:
    assert _drawn(row[0], lambda right, who, about: may(right, who, workspace(), about)) == row


@for_each("row", ROWS)
def test_requiring_refuses_exactly_what_one_may_not(row: list[str]) -> None:
    assert _drawn(row[0], _is_not_refused) == row


@for_each(
    ("who", "own", "default", "counts"),
    [
        ({}, None, Role.MEMBER, Role.MEMBER),
        ({}, None, Role.RESPONDER, Role.RESPONDER),
        ({}, None, Role.ADMIN, Role.ADMIN),
        ({}, Role.MEMBER, Role.RESPONDER, Role.MEMBER),
        ({}, Role.MEMBER, Role.ADMIN, Role.MEMBER),
        ({}, Role.RESPONDER, Role.MEMBER, Role.RESPONDER),
        ({}, Role.ADMIN, Role.MEMBER, Role.ADMIN),
        ({"is_workspace_admin": True}, None, Role.MEMBER, Role.ADMIN),
        ({"is_workspace_admin": True}, Role.MEMBER, Role.MEMBER, Role.ADMIN),
        ({"is_guest": True}, None, Role.RESPONDER, Role.MEMBER),
        ({"is_guest": True}, None, Role.ADMIN, Role.MEMBER),
        ({"is_guest": True}, Role.ADMIN, Role.ADMIN, Role.MEMBER),
        ({"is_guest": True, "is_workspace_admin": True}, None, Role.ADMIN, Role.MEMBER),
        ({"is_known": False}, None, Role.ADMIN, Role.MEMBER),
        ({"is_known": False}, Role.ADMIN, Role.ADMIN, Role.MEMBER),
        ({"is_active": False}, Role.ADMIN, Role.ADMIN, None),
        ({"is_active": False, "is_workspace_admin": True}, None, Role.ADMIN, None),
        ({"is_active": False, "is_guest": True}, None, Role.ADMIN, None),
        ({"is_active": False, "is_known": False}, None, Role.ADMIN, None),
        ({"is_bot": True}, Role.ADMIN, Role.ADMIN, None),
        ({"is_bot": True, "is_workspace_admin": True}, None, Role.ADMIN, None),
    ],
)
def test_the_role_that_counts(who: dict[str, bool], own: Role | None, default: Role, counts: Role | None) -> None:
    assert role_of(person(role=own, **who), workspace(default_role=default)) == counts


def test_everyone_begins_as_a_responder() -> None:
    assert role_of(person(), workspace()) is Role.RESPONDER


@for_each(
    ("who", "sees"),
    [
        ("member", "RAO"),
        ("responder", "RAO"),
        ("admin", "RAO"),
        ("owner", "RAO"),
        ("guest", "R"),
        ("unknown", "R"),
        ("bot", ""),
        ("deactivated", ""),
    ],
)
def test_guests_see_only_what_they_reported(who: str, sees: str) -> None:
    seen = {
        relation for relation, one in INCIDENTS.items() if one is not None and may_see(PEOPLE[who], workspace(), one)
    }

    assert seen == set(sees)


@for_each("who", PEOPLE)
def test_guests_and_strangers_see_only_their_own(who: str) -> None:
    assert sees_only_own(PEOPLE[who]) is (who in {"guest", "unknown"})


@for_each(("assignee_id", "right"), [(ME, Right.CHANGE), (None, Right.CHANGE), (ELSE, Right.ASSIGN)])
def test_taking_and_releasing_are_changes_and_giving_it_to_somebody_is_assigning(
    assignee_id: str | None, right: Right
) -> None:
    assert right_to_assign(assignee_id, actor_id=ME) is right


@for_each(
    ("who", "reporter_id", "problem"),
    [
        ("member", ELSE, None),
        ("responder", ELSE, None),
        ("owner", ELSE, None),
        ("unknown", ELSE, None),
        ("guest", ELSE, "is a guest and would not see this incident"),
        ("guest", ME, None),
        ("bot", ME, "is a bot"),
        ("bot", ELSE, "is a bot"),
        ("deactivated", ME, "is deactivated"),
        ("deactivated", ELSE, "is deactivated"),
    ],
)
def test_who_can_be_the_assignee(who: str, reporter_id: str, problem: str | None) -> None:
    assert why_not_assignable(PEOPLE[who], reporter_id=reporter_id) == problem


def test_a_deactivated_bot_is_deactivated_first() -> None:
    assert why_not_assignable(person(is_active=False, is_bot=True), reporter_id=ELSE) == "is deactivated"


@for_each(
    ("right", "words"),
    [
        (Right.CHANGE, "You may not change this incident. Its reporter, its assignee and responders may"),
        (Right.RESOLVE, "You may not resolve this incident. Its reporter, its assignee and responders may"),
        (Right.ASSIGN, "You may not assign this incident. Responders may"),
        (Right.ADD_TO_LISTS, "You may not add services and categories. Responders may"),
        (Right.EDIT_LISTS, "You may not rename or remove services or categories. Ask an admin"),
        (Right.WITHDRAW, "You may not withdraw this incident. Only its reporter may"),
        (Right.DELETE, "You may not delete incidents. Ask an admin"),
        (Right.RESTORE, "You may not restore incidents. Ask an admin"),
        (Right.SET_SETTINGS, "You may not change settings. Ask an admin"),
    ],
)
def test_a_refusal_says_what_and_who_can_help(right: Right, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        require(right, PEOPLE["member"], workspace(), INCIDENTS["O"])

    assert str(refused.value).startswith(words)


def test_a_refusal_stands_under_the_field_it_is_about() -> None:
    with pytest.raises(Refusal) as refused:
        require(Right.ASSIGN, PEOPLE["member"], workspace(), INCIDENTS["O"], field="assignee")

    assert list(refused.value.fields) == ["assignee"]


def test_nobody_can_help_someone_deactivated() -> None:
    with pytest.raises(Refusal, match=r"^You may not open incidents\.$"):
        require(Right.OPEN, PEOPLE["deactivated"], workspace())


def test_somebody_slack_has_not_described_is_asked_to_wait() -> None:
    with pytest.raises(Refusal, match="Try again in a few seconds"):
        require(Right.ASSIGN, PEOPLE["unknown"], workspace(), INCIDENTS["R"])


def test_someone_deactivated_is_not_asked_to_wait() -> None:
    with pytest.raises(Refusal, match=r"^You may not"):
        require(Right.OPEN, person(is_active=False, is_known=False), workspace())
