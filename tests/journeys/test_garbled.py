"""Something that stands between us and Slack answers in its place."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from tests.journeys.seeing import cards, direct_messages, thread, types

Settle = Callable[[], None]


ANSWERS = ("Blocked by policy: text=Acme leaks", "", "\xff", '{"ok": false, "error": "Blocked: Acme leaks"}')


def test_an_answer_that_is_not_slacks_loses_nothing_and_is_not_quoted(
    acme: Sandbox,
    ana: Person,
    ben: Person,
    clean_engine: Engine,
    hurry_until_said: Settle,
    caplog: pytest.LogCaptureFixture,
    subtests: pytest.Subtests,
) -> None:
    """A firewall, or a page that says Slack is under maintenance, answers in its place."""
    for n, answer in enumerate(ANSWERS, start=1):
        with subtests.test(answer=answer):
            with clean_engine.begin() as tx:
                tx.execute(text("UPDATE people SET dm_channel = NULL"))
            for method in ("chat.postMessage", "conversations.history", "conversations.open"):
                acme.faults.garble(method, answer)

            types(ana, "/incident new Acme leaks @ben")
            types(ana, f"/incident comment {n} Acme leaks again")
            hurry_until_said()
            assert not acme.faults.is_waiting

            assert len(cards(ana, n)) == len(thread(ana, n)) == 1
            assert len(direct_messages(ben)) == n
            assert "Acme leaks" not in caplog.text
