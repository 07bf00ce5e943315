"""Speed that is counted, not timed: statements in the transaction an ack waits for."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

from bot.app import Tracker
from bot.sandbox import Person, Sandbox
from tests.counting import count_statements
from tests.journeys.seeing import card, form_of, types

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


def test_nothing_but_the_transaction_comes_before_the_ack(acme: Sandbox, ana: Person) -> None:
    """Slack is slow, and the answer does not wait for it: nothing is asked of Slack before the ack."""
    acme.faults.slow("*", 2)

    types(ana, "/incident new Checkout is down sev1 @ben")

    [delivery] = acme.recorder.deliveries_of("slash_commands")
    assert delivery.outcome == "acked"
    assert not [call for call in acme.recorder.calls_of("chat.postMessage") if call.status]
