"""Which role can be given to whom, by a table written by hand: Slack's word comes first."""

from typing import Any

import pytest

from bot.errors import Refusal
from bot.rules.roles import require_settable, settable
from storage.records import Role
from tests.making import person
from tests.tables import for_each

ROLES: tuple[Role | None, ...] = (*Role, None)
# member, responder, admin, default: + can be set, = is so already, g for guests, s by Slack, ? not known yet, - never
TABLE: list[tuple[dict[str, Any], str]] = [
    ({}, "+++="),
    ({"role": Role.MEMBER}, "=+++"),
    ({"role": Role.RESPONDER}, "+=++"),
    ({"role": Role.ADMIN}, "++=+"),
    ({"is_guest": True}, "+gg="),
    ({"is_guest": True, "role": Role.ADMIN}, "+gg+"),
    ({"is_guest": True, "is_workspace_admin": True}, "+gg="),
    ({"is_workspace_admin": True}, "ssss"),
    ({"is_workspace_admin": True, "role": Role.MEMBER}, "ssss"),
    ({"is_known": False}, "????"),
    ({"is_bot": True}, "----"),
    ({"is_active": False}, "----"),
    ({"is_active": False, "is_known": False}, "----"),
]
SAYS = {
    "already": "=",
    "guests are members at most": "g",
    "owner or admin of this Slack workspace": "s",
    "has not told me yet": "?",
    "is a bot": "-",
    "is deactivated": "-",
}


def _outcome(who: dict[str, Any], role: Role | None) -> str:
    try:
        require_settable(person(**who), role)
    except Refusal as refusal:
        [sign] = [sign for words, sign in SAYS.items() if words in str(refusal)]
        return sign
    return "+"


@for_each(("who", "signs"), TABLE)
def test_who_can_have_which_role(who: dict[str, Any], signs: str) -> None:
    assert "".join(_outcome(who, role) for role in ROLES) == signs


@for_each(("who", "signs"), TABLE)
def test_offered_is_what_changes_something(who: dict[str, Any], signs: str) -> None:
    possible = (
        () if who.get("is_guest") else tuple(role for role, sign in zip(ROLES, signs, strict=True) if sign == "+")
    )

    assert settable(person(**who)) == possible


def test_a_refusal_names_the_person() -> None:
    with pytest.raises(Refusal, match=r"^@ana has the role admin already\.$"):
        require_settable(person(role=Role.ADMIN), Role.ADMIN)
    with pytest.raises(Refusal, match=r"^@ana has the default role already\.$"):
        require_settable(person(), None)
