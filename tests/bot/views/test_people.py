"""People with their roles and load: fit to send, and what stands beside a row does what it says."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.grammar import parse
from bot.language.workspace_acts import SetRole, ShowPeople, ShowPerson
from bot.views import people
from bot.views.blocks import Block, Message
from bot.views.paging import Page, cut
from storage.records import Incident, Loaded, Role
from tests.bot.views.hostile import RUNS, full, heavy, incidents
from tests.bot.views.judging import require_fit_to_send, shown
from tests.bot.views.test_panel import buttons
from tests.making import incident, person, workspace
from tests.tables import for_each

ANA = Loaded(person=person(), load=3)


def beside(message: Message) -> list[dict[str, object]]:
    """Return what can be done beside each row: the acts by their labels."""
    found = [block["accessory"] for block in message.blocks if "accessory" in block]
    return [{label: parse(value) for label, value in _choices(element)} for element in found]


def _choices(element: Block) -> list[tuple[str, str]]:
    options: list[Block] = element.get("options", [element])
    return [(option["text"]["text"], option["value"]) for option in options]


WORDS: list[tuple[dict[str, Any], str]] = [
    ({}, "responder, by default"),
    ({"role": Role.RESPONDER}, "responder"),
    ({"role": Role.ADMIN}, "admin"),
    ({"role": Role.ADMIN, "is_guest": True}, "member, as a guest"),
    ({"is_known": False}, "member, until Slack says who this is"),
    ({"is_workspace_admin": True, "role": Role.MEMBER}, "admin, by Slack"),
    ({"is_active": False, "role": Role.ADMIN}, "deactivated"),
    ({"is_bot": True}, "bot"),
]


@for_each(("who", "words"), WORDS)
def test_a_row_says_the_role_that_counts_and_why(who: dict[str, Any], words: str) -> None:
    message = people.page(
        cut([Loaded(person=person(**who), load=0)]), workspace(), are_all_counted=True, may_set_roles=True
    )

    require_fit_to_send(message)
    assert f"<@U0ANA> · {words} · none unresolved" in message.text
    assert f"<@U0ANA> · {words} · none unresolved" in shown(message.blocks)


def test_beside_a_row_stands_what_the_reader_may_do() -> None:
    rows = [ANA, Loaded(person=person(id="U0CHLOE", is_workspace_admin=True), load=0)]
    page = cut(rows)
    show: dict[str, object] = {"Show": ShowPerson("U0ANA")}
    roles = {
        "Make member": SetRole("U0ANA", Role.MEMBER),
        "Make responder": SetRole("U0ANA", Role.RESPONDER),
        "Make admin": SetRole("U0ANA", Role.ADMIN),
    }

    assert beside(people.page(page, workspace(), are_all_counted=True, may_set_roles=False))[0] == show
    for_admins = people.page(page, workspace(), are_all_counted=True, may_set_roles=True)
    assert beside(for_admins) == [show | roles, {"Show": ShowPerson("U0CHLOE")}]
    admin = replace(ANA, person=person(role=Role.ADMIN))
    alone = people.one(admin, workspace(), [], are_all_counted=True, may_set_roles=True)
    assert beside(alone) == [
        {
            "Make member": SetRole("U0ANA", Role.MEMBER),
            "Make responder": SetRole("U0ANA", Role.RESPONDER),
            "Default role": SetRole("U0ANA", None),
        }
    ]
    assert beside(people.one(admin, workspace(), [], are_all_counted=True, may_set_roles=False)) == []


def test_pages_lead_on_by_load_and_person() -> None:
    ben = Loaded(person=person(id="U0BEN"), load=0)

    message = people.page(
        Page([ANA, ben], is_first=False, is_last=False), workspace(), are_all_counted=True, may_set_roles=True
    )

    require_fit_to_send(message)
    assert [(label, parse(value)) for label, value in buttons(message)] == [
        ("Next", ShowPeople(after=(0, "U0BEN"))),
        ("Previous", ShowPeople(before=(3, "U0ANA"))),
    ]
    assert message.text.endswith(" There are more.")


@settings(heavy, max_examples=25)
@given(has=st.lists(incidents(), max_size=10), load=st.integers(0, 2**31), are_all_counted=st.booleans())
def test_whatever_somebody_has_is_fit_to_send(has: list[Incident], load: int, *, are_all_counted: bool) -> None:
    loaded = replace(ANA, load=load)

    require_fit_to_send(people.one(loaded, workspace(), has, are_all_counted=are_all_counted, may_set_roles=True))


@for_each("run", RUNS)
def test_the_fullest_page_of_what_somebody_has_names_them_all(run: str) -> None:
    message = people.one(replace(ANA, load=99), workspace(), [full(run)] * 10, are_all_counted=True, may_set_roles=True)

    require_fit_to_send(message)
    assert message.text.count("#2147483647") == 10
    assert message.text.endswith("The worst 10; there are more.")


def test_what_somebody_has_is_in_words_and_in_rows() -> None:
    message = people.one(
        replace(ANA, load=1), workspace(), [incident(assignee_id="U0ANA")], are_all_counted=False, may_set_roles=False
    )

    assert message.text.startswith("<@U0ANA> · responder, by default · 1 unresolved. #42, SEV3 minor, Open, <@U0ANA>")
    assert message.text.endswith("Counted are the incidents you reported.")
    assert "*#42* SEV3 — Checkout is down" in shown(message.blocks)
    assert "there are more" not in message.text


@for_each(
    ("now", "before", "words", "undone"),
    [
        (Role.ADMIN, None, "an admin (before: responder, by default)", SetRole("U0ANA", None)),
        (Role.MEMBER, Role.ADMIN, "a member (before: admin)", SetRole("U0ANA", Role.ADMIN)),
        (None, Role.MEMBER, "a responder, by default (before: member)", SetRole("U0ANA", Role.MEMBER)),
    ],
)
def test_what_became_of_a_role_is_said_and_can_be_undone(
    now: Role | None, before: Role | None, words: str, undone: SetRole
) -> None:
    message = people.role_set(person(role=now), workspace(), before=before, may_undo=True)

    require_fit_to_send(message)
    assert message.text == f"<@U0ANA> is now {words}."
    assert [(label, parse(value)) for label, value in buttons(message)] == [("Undo", undone)]
    assert buttons(people.role_set(person(role=now), workspace(), before=before, may_undo=False)) == []


MEMBER = "open and read incidents; comment and follow; change and resolve what you reported or are assigned"
RESPONDER = (
    "open and read incidents; comment and follow; change, resolve and assign any incident; add services and categories"
)
ADMIN = (
    "open, read, delete and restore incidents; comment and follow; change, resolve and assign any incident; "
    "add services and categories; rename or remove services or categories; set roles; change settings"
)


@for_each(
    ("role", "default", "words"),
    [
        (Role.MEMBER, Role.ADMIN, f"made you a member of Incident Tracker. You may now {MEMBER}."),
        (Role.RESPONDER, Role.MEMBER, f"made you a responder of Incident Tracker. You may now {RESPONDER}."),
        (Role.ADMIN, Role.MEMBER, f"made you an admin of Incident Tracker. You may now {ADMIN}."),
        (None, Role.MEMBER, f"gave you the default role in Incident Tracker: member. You may now {MEMBER}."),
        (None, Role.RESPONDER, f"gave you the default role in Incident Tracker: responder. You may now {RESPONDER}."),
        (None, Role.ADMIN, f"gave you the default role in Incident Tracker: admin. You may now {ADMIN}."),
    ],
)
def test_who_gets_a_role_is_told_by_whom_and_all_that_they_may_do(role: Role | None, default: Role, words: str) -> None:
    message = people.role_given(person(role=role), workspace(default_role=default), actor_id="U0CHLOE")

    require_fit_to_send(message)
    assert message.text == shown(message.blocks) == f"<@U0CHLOE> {words}"
    assert len(message.text) < 400


def test_who_may_nothing_has_no_role_to_be_told() -> None:
    with pytest.raises(ValueError, match="no role"):
        people.role_given(person(is_active=False), workspace(), actor_id="U0BEN")
