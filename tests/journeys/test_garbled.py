"""Something that stands between us and Slack answers in its place."""

from collections.abc import Callable

import pytest

from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import cards, direct_messages, thread, types

Settle = Callable[[], None]


@pytest.mark.parametrize(
    "answer", ["Blocked by policy: text=Acme leaks", "", "\xff", '{"ok": false, "error": "Blocked: Acme leaks"}']
)
def test_an_answer_that_is_not_slacks_loses_nothing_and_is_not_quoted(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    hurry_until_said: Settle,
    caplog: pytest.LogCaptureFixture,
    answer: str,
) -> None:
    """A firewall, or a page that says Slack is under maintenance, answers in its place."""
    for method in ("chat.postMessage", "conversations.history", "conversations.open"):
        acme.faults.garble(method, answer)

    types(ana, "/incident new Acme leaks @ben")
    types(ana, "/incident comment 1 Acme leaks again")
    hurry_until_said()
    assert not acme.faults.is_waiting

    assert len(cards(ana, 1)) == len(thread(ana, 1)) == len(direct_messages(ben)) == 1
    assert "Acme leaks" not in caplog.text
