"""Every act of an admin is in the audit log; what was refused, repeated or done by others is not."""

from sqlalchemy import Engine

from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import answer_to, audited, form_after, has_form, types


def test_deleting_and_restoring_are_audited_and_taking_back_is_not(
    ana: Person, chloe: Person, clean_engine: Engine
) -> None:
    answer_to(ana, "/incident new Slow search").press("Undo")
    types(ana, "/incident new Disk full")
    types(ana, "/incident restore 2")
    types(chloe, "/incident restore 2")
    assert audited(clean_engine) == []

    form_after(chloe, "/incident delete 2").submit("Delete")
    types(chloe, "/incident restore 2")

    assert audited(clean_engine) == [
        ("U0CHLOE", "incident_deleted", "2", None, None),
        ("U0CHLOE", "incident_restored", "2", None, None),
    ]


def test_what_arrives_twice_is_done_and_audited_once_and_answered_each_time(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident services add payments")
    acme.faults.deliver_twice(times=10_000)

    for typed, said in (
        ("categories add billing", "Added the category “billing”."),
        ("services rename payments -> cards", "Renamed the service “payments” to “cards”."),
        ("services remove cards", "Removed the service “cards”."),
        ("users @ana admin", "@ana is now an admin"),
    ):
        acme.faults.lose_acks()
        assert types(chloe, f"/incident {typed}").startswith(said)
    form = form_after(chloe, "/incident settings")
    form.fill("Default role", "Member")
    acme.faults.lose_acks()
    form.submit("Save")

    assert not has_form(chloe)
    assert [(row[1], row[3]) for row in audited(clean_engine)] == [
        ("category_added", "billing"),
        ("service_renamed", "payments"),
        ("service_removed", "cards"),
        ("role", None),
        ("setting", "responder"),
    ]
