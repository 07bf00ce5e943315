"""Speed that is counted, not timed: statements in the transaction an ack waits for."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from tests.counting import count_statements
from tests.journeys.seeing import card, form_of, has_form, types

Settle = Callable[[], None]


@pytest.fixture
def statements(tracker: Tracker) -> list[str]:
    """Give the statements that people waited for, as they are sent."""
    return count_statements(tracker.interactive)


@pytest.fixture
def transactions(tracker: Tracker) -> Iterator[list[str]]:
    """Give how transactions that people waited for have ended."""
    ended: list[str] = []

    def committed(_: object) -> None:
        ended.append("commit")

    event.listen(tracker.interactive, "commit", committed)
    yield ended
    event.remove(tracker.interactive, "commit", committed)


def test_one_line_create_is_one_transaction_of_at_most_six_statements(
    ana: Person, statements: list[str], transactions: list[str]
) -> None:
    types(ana, "/incident new Checkout is down sev1 @ben")

    assert len(statements) <= 6, statements
    assert transactions == ["commit"]


@pytest.mark.parametrize(
    ("typed", "most"),
    [("list", 2), ("1", 3), ("take 1", 8), ("comment 1 hello", 9), ("resolve 1 done", 9), ("help", 0)],
)
def test_each_command_is_a_handful_of_statements(ana: Person, statements: list[str], typed: str, most: int) -> None:
    types(ana, "/incident new Slow search")
    statements.clear()

    types(ana, f"/incident {typed}")

    assert len(statements) <= most, statements


def test_a_form_is_opened_after_at_most_two_reads(ana: Person, statements: list[str], all_is_said: Settle) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    statements.clear()

    card(ana, 1).press("Comment")

    assert form_of(ana).title == "Comment on #1"
    assert len(statements) <= 2, statements


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

    outcomes = {(delivery.kind, delivery.outcome) for delivery in acme.recorder.deliveries}
    assert outcomes == {("slash_commands", "acked"), ("interactive", "acked")}
    assert not has_form(ana)
    acme.faults.clear()
