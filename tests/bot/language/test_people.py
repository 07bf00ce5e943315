"""People and roles after `users`, in whichever order they are typed."""

import pytest

from bot.errors import Refusal
from bot.language.grammar import parse
from bot.language.workspace_acts import SetRole, ShowPeople, ShowPerson
from storage.records import Role
from tests.tables import for_each

ANA, BEN = "<@U0ANA|ana>", "<@U0BEN|ben>"


@for_each(
    ("typed", "act"),
    [
        ("", ShowPeople()),
        (ANA, ShowPerson("U0ANA")),
        ("<@U0ANA>", ShowPerson("U0ANA")),
        (f"{ANA}, {ANA}", ShowPerson("U0ANA")),
        ("me", ShowPerson(None)),
        ("@me", ShowPerson(None)),
        ("@myself", ShowPerson(None)),
        (f"{ANA} member", SetRole("U0ANA", Role.MEMBER)),
        (f"{ANA} ADMIN", SetRole("U0ANA", Role.ADMIN)),
        (f"responder {ANA}", SetRole("U0ANA", Role.RESPONDER)),
        (f"make {ANA} an admin", SetRole("U0ANA", Role.ADMIN)),
        (f"{ANA} default", SetRole("U0ANA", None)),
        ("me responder", SetRole(None, Role.RESPONDER)),
        (f"after 3 {ANA}", ShowPeople(after=(3, "U0ANA"))),
        (f"before 0 {ANA}", ShowPeople(before=(0, "U0ANA"))),
    ],
)
def test_what_is_understood(typed: str, act: object) -> None:
    assert parse(f"users {typed}") == act


@for_each(
    ("typed", "said"),
    [
        (f"{ANA} {BEN} admin", "One person at a time; you named @ana and @ben."),
        (f"{ANA} admin member", "A person has one role; you named admin and member."),
        ("admin", "Who is to be admin?"),
        (f"{ANA} owner", "There is no role “owner”: roles are member, responder and admin, or default."),
        ("@zed", "“@zed” is nobody here. Choose somebody from the list Slack shows as you type @."),
        ("after", "Beside whom?"),
        ("after 3", "Beside whom?"),
        (f"after {'9' * 40} {ANA}", "Beside whom?"),
        (f"before x {ANA}", "Beside whom?"),
    ],
)
def test_what_is_not_is_refused_with_the_usage(typed: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(f"users {typed}")

    assert str(refused.value) == f"{said} Usage: `/incident users [@ana] [role]`"
