"""Bad input gets a sentence that says what is wrong and what is possible, in the place where it was made."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, func, select, text

from bot.sandbox import Person, Sandbox
from storage.tables import history, incidents
from tests.journeys.seeing import INCIDENTS, card, form_of, has_form, types, until_told

Settle = Callable[[], None]


def _count(engine: Engine) -> int:
    with engine.connect() as tx:
        return tx.execute(select(func.count()).select_from(incidents)).scalar_one()


REFUSED = [
    ("statrt 1", "Did you mean `/incident start`?"),
    ("banana", "`/incident help` lists them all."),
    ("take", "Usage: `/incident take 42 [note]`"),
    ("take everything", "“everything” is not an incident's number."),
    ("show 1 2", "Usage: `/incident show 42`"),
    ("take 99", "There is no #99 here."),
    ("new ab", "A title has 3 to 255 characters"),
    ("new " + "x" * 256, "this one has 256"),
    ("new Disk full @ana @ben", "An incident has one assignee; you named @ana and @ben."),
    ("new sev5 x down", "severities are sev1 to sev4"),
    ("new sev1 x down sev2", "one severity"),
    ("new Disk full @eva", "@eva is deactivated"),
    ("new Disk full @dev", "@dev is a guest"),
]


def test_a_refusal_says_what_is_possible_and_changes_nothing(
    ana: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for typed, words in REFUSED:
        with subtests.test(typed=typed):
            answer = types(ana, f"/incident {typed}")

            assert words.replace("`", "") in answer
            assert f"You typed: /incident {typed}"[:200] in answer
            assert _count(clean_engine) == 0


def test_a_forbidden_move_names_the_status_and_what_is_possible(ana: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Slow search")

    answer = types(ana, "/incident reopen 1")

    assert "#1 is Open, so you can't reopen it. Possible now: take 1, start 1, mitigate 1, resolve 1." in answer
    with clean_engine.connect() as tx:
        assert tx.execute(select(func.count()).select_from(history)).scalar_one() == 1


def test_taking_what_is_mine_is_answered_not_done(ana: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    card(ana, 1).press("Take")
    all_is_said()

    card(ana, 1).press("Take")

    until_told(ana, "You already have #1.")


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({"Title": "ab"}, "Title", "A title has 3 to 255 characters"),
        ({"Title": "Disk full", "Assignee": "eva"}, "Assignee", "@eva is deactivated"),
        ({"Title": "Disk full", "Assignee": "dev"}, "Assignee", "@dev is a guest"),
    ],
)
def test_an_error_stands_under_its_field_and_the_form_keeps_its_text(
    ana: Person, clean_engine: Engine, filled: dict[str, str], field: str, words: str
) -> None:
    ana.type(INCIDENTS, "/incident new")
    form = form_of(ana)
    for label, value in filled.items():
        form.fill(label, value)

    form.submit("Open incident")

    assert has_form(ana)
    assert list(form.errors) == [field]
    assert words in form.errors[field]
    assert form.value("Title") == filled["Title"]
    assert _count(clean_engine) == 0
    form.fill("Title", "Disk full again")
    if "Assignee" in filled:
        form.fill("Assignee", "ben")
    form.submit("Open incident")
    assert not has_form(ana)
    assert _count(clean_engine) == 1


def test_a_near_service_is_taken_for_a_slip_in_one_line_but_not_in_the_form(ana: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new service:checkout Error 500")

    assert "Did you mean service:checkout?" in types(ana, "/incident new service:chekcout Error 501")
    ana.type(INCIDENTS, "/incident new")
    form = form_of(ana)
    form.fill("Title", "Error 502")
    form.suggestions("Service", "chekcout")
    form.fill("Service", "Create “chekcout”")
    form.submit("Open incident")

    assert _count(clean_engine) == 2


def test_a_guest_sees_only_what_they_reported(acme: Sandbox, ana: Person) -> None:
    dev = acme.person("dev")
    types(ana, "/incident new Slow search")
    types(dev, "/incident new Door is stuck", channel="#general")

    assert "There is no #1 here." in types(dev, "/incident 1", channel="#general")
    assert "There is no #1 here." in types(dev, "/incident take 1", channel="#general")
    assert "There is no #1 here." in types(dev, "/incident comment 1 hello", channel="#general")
    listed = types(dev, "/incident list", channel="#general")
    assert "#2" in listed
    assert "#1" not in listed


def test_a_bug_is_answered_with_a_reference_that_is_also_in_the_log(
    ana: Person, clean_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("ALTER TABLE history RENAME TO history_elsewhere"))
    try:
        answer = types(ana, "/incident new Slow search")
    finally:
        with clean_engine.begin() as tx:
            tx.execute(text("ALTER TABLE history_elsewhere RENAME TO history"))

    reference = answer.split("reference ")[1].split(".")[0]
    assert f"unexpected error, reference {reference}" in caplog.text
    assert "history" in caplog.text
    assert _count(clean_engine) == 0
