"""People, what they have, and their roles: seen by all, set by admins, with Slack's word first."""

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from storage import people
from storage.engine import Engines
from storage.records import Role
from tests.counting import statements_of
from tests.journeys.seeing import (
    answer_to,
    audited,
    private_answers,
    types,
    until_told,
)


def role_of(engine: Engine, person_id: str) -> Role | None:
    with engine.connect() as tx:
        return people.get(tx, "T0ACME", person_id).role


def test_everybody_sees_who_has_what_the_most_loaded_first(acme: Sandbox, ana: Person, ben: Person) -> None:
    for severity in ("sev3", "sev1"):
        types(ana, f"/incident new Slow search {severity} @ben")
    types(ben, "/incident new Disk full @ana")

    shown = answer_to(ana, "/incident users")

    assert shown.seen_text.splitlines()[1:] == [
        "@ben · responder, by default · 2 unresolved",
        "Show",
        "@ana · responder, by default · 1 unresolved",
        "Show",
        "@chloe · admin, by Slack · none unresolved",
        "Show",
        "@dev · member, as a guest · none unresolved",
        "Show",
    ]
    shown.press("Show", near="<@U0BEN>")
    until_told(ana, "#2 SEV1 — Slow search")
    own = types(ben, "/incident users me")
    assert own.startswith("@ben · responder, by default · 2 unresolved\n#2 SEV1 — Slow search")
    assert types(ana, "/incident users @chloe") == "@chloe · admin, by Slack · none unresolved"
    dev = acme.person("dev")
    seen = types(dev, "/incident users @ben", channel="#general")
    assert seen.startswith("@ben · responder, by default · none unresolved")
    assert "Slow search" not in seen
    listed = types(dev, "/incident users", channel="#general")
    assert listed.startswith("People, with their roles and how many of the incidents you reported they have")
    assert "· 2 unresolved" not in listed


def test_an_admin_sets_a_role_from_the_row_and_by_verb_and_takes_it_back(
    ana: Person, ben: Person, chloe: Person, clean_engine: Engine
) -> None:
    shown = answer_to(chloe, "/incident users")

    shown.choose("Make admin", near="<@U0ANA>")

    until_told(chloe, "@ana is now an admin (before: responder, by default).")
    assert role_of(clean_engine, "U0ANA") is Role.ADMIN
    assert shown.seen_text.startswith("People, with their roles")
    assert types(ana, "/incident users @ben member").startswith("@ben is now a member (before: responder, by default).")
    assert "Responders may; @Ana Torres or @Chloe Martin can make you a responder." in types(
        ben, "/incident services add payments"
    )
    refused = answer_to(ben, "/incident new Refunds are stuck sev3 @ben service:refunds cat:money")
    assert "can make you a responder. Nothing was opened." in refused.seen_text
    refused.press("new Refunds are stuck sev3 @Ben Okafor")
    until_told(ben, "Opened #1 SEV3 · P3 · @ben — Refunds are stuck")
    answer = answer_to(ana, "/incident users @ben responder")
    answer.press("Undo")
    until_told(ana, "@ben is now a member (before: responder).")
    assert "is now a responder, by default (before: member)" in types(ana, "/incident users default @ben")
    assert audited(clean_engine) == [
        ("U0CHLOE", "role", "U0ANA", None, "admin"),
        ("U0ANA", "role", "U0BEN", None, "member"),
        ("U0ANA", "role", "U0BEN", "member", "responder"),
        ("U0ANA", "role", "U0BEN", "responder", "member"),
        ("U0ANA", "role", "U0BEN", "member", None),
    ]
    own = answer_to(ana, "/incident users me responder")
    assert own.seen_text == "@ana is now a responder (before: admin)."
    assert own.labels == []
    assert "You may not set roles" in types(ana, "/incident users me admin")


REFUSED = [
    ("users @dev responder", "@Dev Patel is a guest, and guests are members at most."),
    (
        "users @chloe member",
        "@Chloe Martin is an owner or admin of this Slack workspace, and by that an admin here: nothing was",
    ),
    ("users me responder", "@Chloe Martin is an owner or admin of this Slack workspace"),
    ("users @eva admin", "@Eva Lind is deactivated."),
    ("users @incident-tracker admin", "@Incident Tracker is a bot."),
    ("users @ana default", "@Ana Torres has the default role already."),
    ("users @ana boss", "There is no role “boss”: roles are member, responder and admin, or default."),
]


def test_a_refusal_says_why_and_changes_nothing(
    ana: Person, chloe: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for typed, said in REFUSED:
        with subtests.test(typed=typed):
            assert types(chloe, f"/incident {typed}").startswith(said)
    with subtests.test("by whom"):
        assert types(ana, "/incident users @ana admin").startswith("You may not set roles. Ask @Chloe Martin.")

    assert audited(clean_engine) == []
    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT count(*) FROM people WHERE role IS NOT NULL")).scalar() == 0


def test_a_crowd_is_paged_in_two_statements_a_page(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, both_engines: Engines
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO people (team_id, id, name, described_at) SELECT 'T0ACME', 'U1' || n, 'p' || n, now() "
                "FROM generate_series(1, 100) n"
            )
        )
    types(ana, "/incident new Slow search @ben")
    with statements_of(both_engines.interactive) as statements:
        shown = answer_to(chloe, "/incident users")
        assert len(statements) == 2, statements
        assert shown.labels[-1] == "Next"

        shown.press("Next")

        chloe.wait_for(lambda: shown.labels[-2:] == ["Next", "Previous"])
        assert "@ben" not in shown.seen_text
        assert len(statements) == 4, statements
        shown.press("Previous")
        chloe.wait_for(lambda: "@ben" in shown.seen_text)
        assert len(private_answers(chloe)) == 1
        statements.clear()
        types(chloe, "/incident users @ana member")
        assert len(statements) <= 6, statements
        statements.clear()
        types(chloe, "/incident users @ben")
        assert len(statements) <= 3, statements
