"""Speed that is counted, not timed: statements in the transaction an ack waits for."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from storage.engine import Engines
from tests.counting import statements_of
from tests.journeys.before import did
from tests.journeys.seeing import answer_to, card, form_after, form_of, has_form, types, until_told

Settle = Callable[[], None]


@pytest.fixture
def statements(both_engines: Engines, tracker: Tracker) -> Iterator[list[str]]:
    """Give the statements that people waited for, as they are sent."""
    with statements_of(both_engines.interactive) as sent:
        yield sent


@pytest.fixture
def transactions(both_engines: Engines) -> Iterator[list[str]]:
    """Give how transactions that people waited for have ended."""
    ended: list[str] = []

    def committed(_: object) -> None:
        ended.append("commit")

    event.listen(both_engines.interactive, "commit", committed)
    yield ended
    event.remove(both_engines.interactive, "commit", committed)


MOST = {
    "": 2,
    "help": 0,
    "list": 3,
    "mine sev:1-4": 3,
    "open": 3,
    "open sev4": 3,
    "resolved sev4": 2,
    "list service:search": 4,
    "search slow": 2,
    "search slwo": 4,
    "search banana": 5,
    "1": 4,
    "follow": 2,
    "follow 1": 6,
    "follow @ben all": 5,
    "unfollow 1": 6,
    "history 1": 3,
    "take 1": 8,
    "release 1": 9,
    "assign 1 @ben": 9,
    "severity 1 sev1 all regions": 9,
    "priority 1 p1": 9,
    "edit 1 Search is down": 9,
    "comment 1 hello": 9,
    "remind 1": 5,
    "remind 1 why": 5,
    "remind 1 2h": 9,
    "remind 1 off": 10,
    "resolve 1 done": 9,
}


def test_one_line_create_is_one_transaction_of_at_most_six_statements_and_each_command_a_handful(
    ana: Person, statements: list[str], transactions: list[str], clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    did(clean_engine, ("ana", "new Slow search @ana"))
    types(ana, "/incident new Checkout is down sev1 @ben")
    assert len(statements) <= 6, statements
    assert transactions == ["commit"]

    for typed, most in MOST.items():
        with subtests.test(typed=typed):
            statements.clear()

            types(ana, f"/incident {typed}")

            assert len(statements) <= most, statements


ABOUT_ONE = ("comment 1", "assign 1", "severity 1", "priority 1", "edit 1", "delete 1")
ABOUT_NONE_YET = ("new", "new p1 cat:api", "take", "resolve")


def test_a_form_about_no_incident_yet_is_opened_without_the_database_and_others_after_at_most_two_reads(
    chloe: Person, statements: list[str], clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for typed in ABOUT_NONE_YET:
        with subtests.test(typed=typed):
            statements.clear()

            assert form_after(chloe, f"/incident {typed}").labels

            assert statements == []

    did(clean_engine, ("ana", "new Slow search"))
    for typed in ABOUT_ONE:
        with subtests.test(typed=typed):
            statements.clear()

            form = form_after(chloe, f"/incident {typed}")

            assert form.title.endswith("#1")
            assert len(statements) <= 2, statements
            assert all(statement.startswith("SELECT") for statement in statements)

    statements.clear()
    assert form_after(chloe, "/incident restore").labels
    assert len(statements) == 1


def test_a_picker_and_a_field_look_up_with_two_reads_however_much_there_is(
    ana: Person, statements: list[str], clean_engine: Engine
) -> None:
    did(
        clean_engine, *(("ana", f"new Incident number {number} service:s{number} cat:c{number}") for number in range(5))
    )
    picker = form_after(ana, "/incident take")
    statements.clear()

    assert len(picker.suggestions("Incident", "incident")) == 5

    assert len(statements) <= 2, statements
    form = form_after(ana, "/incident new cat:c1")
    statements.clear()
    assert len(form.suggestions("Service", "s")) == 6
    assert len(form.suggestions("Categories", "c")) == 6
    assert len(statements) <= 4, statements


def test_what_a_form_and_a_button_change_is_a_handful_of_statements_too(
    ana: Person, statements: list[str], transactions: list[str]
) -> None:
    answer = answer_to(ana, "/incident new Slow search")
    form = form_after(ana, "/incident edit 1")
    for label, value in {"Title": "Search is down", "Severity": "SEV1 critical", "Assignee": "ben"}.items():
        form.fill(label, value)
    statements.clear()
    transactions.clear()

    form.submit("Save")

    assert not has_form(ana)
    assert len(statements) <= 12, statements
    assert transactions == ["commit"]
    statements.clear()
    answer.press("Undo")
    until_told(ana, "Withdrew #1")
    assert len(statements) <= 9, statements


def test_a_page_of_history_is_read_in_one_statement_however_long_it_is(
    ana: Person, statements: list[str], clean_engine: Engine
) -> None:
    did(clean_engine, ("ana", "new Slow search"), *(("ana", f"comment 1 comment number {each}") for each in range(10)))
    statements.clear()

    types(ana, "/incident history 1")

    assert len(statements) <= 3, statements


def test_no_ack_waits_for_slack(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    """Slack is slower here than it waits for an ack: whatever was asked of it first would make the ack late."""
    types(ana, "/incident new Slow search")
    all_is_said()
    ana.type("#incidents", "/incident new")
    form = form_of(ana)
    form.fill("Title", "Disk full")
    acme.faults.slow("*", 3.2, times=20)

    types(ana, "/incident new Checkout is down sev1 @ben")
    form.submit("Open incident")
    card(ana, 1).press("Take")

    waited_for = [delivery for delivery in acme.recorder.deliveries if delivery.kind != "events_api"]
    outcomes = {(delivery.kind, delivery.outcome) for delivery in waited_for}
    assert outcomes == {("slash_commands", "acked"), ("interactive", "acked")}
    assert not has_form(ana)
    acme.faults.clear()
    acme.clock.advance(4)  # What is still waited for need not be.
