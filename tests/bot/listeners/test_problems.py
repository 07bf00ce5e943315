"""What becomes of an error once the edge has answered."""

from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.edge.receipt import Receipt
from bot.errors import Refusal
from bot.listeners.acting import Acting
from bot.listeners.problems import Problems
from tests.making import NOON

NOTHING: Any = None


def test_a_refusal_that_comes_too_late_is_not_answered_and_its_words_are_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    acting = Acting(
        engine=NOTHING,
        gateway=NOTHING,
        wake_delivery=lambda: None,
        is_home_under_way=lambda _: False,
        now=lambda: NOON,
        finds_similar=False,
        answers=NOTHING,
        lanes=NOTHING,
    )
    receipt = Receipt()
    receipt.answer_late()
    request = BoltRequest(mode="socket_mode", body={"command": "/incident"}, context=receipt.to_context())

    answer = Problems(acting).handle(Refusal('There is no service "swordfish".'), request)

    assert (answer.status, answer.body) == (200, "")
    assert "answered too late: Refusal" in caplog.text
    assert "swordfish" not in caplog.text
