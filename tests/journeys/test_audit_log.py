"""Every act of an admin is in the audit log; what was refused, repeated or done by others is not."""

from sqlalchemy import Engine

from bot.sandbox import Person
from tests.journeys.seeing import answer_to, audited, form_after, types


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
