"""How often delivery looks into the outbox; what it does there is in the journeys."""

import pytest
from sqlalchemy import Engine

from bot.deeds import home
from bot.now import utc_now
from bot.slack import delivery
from bot.slack.delivery import Delivery
from bot.slack.gateway import BACKGROUND_TIMEOUT, Gateway
from bot.slack.pacing import Pacing
from bot.slack.scopes import Scopes
from tests.counting import statements_of
from tests.waiting import until


def test_one_looks_for_all_when_there_is_nothing(clean_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LOOK_EVERY", 60.0)
    waiting = Delivery(clean_engine, _nowhere(), "T0ACME", draw_home=home.drawn, now=utc_now, workers=4)

    with statements_of(clean_engine) as sent:
        waiting.start()
        until(lambda: len(sent) == 1)
        waiting.wake()
        until(lambda: len(sent) == 2)
        waiting.stop()

    assert len(sent) == 2


def _nowhere() -> Gateway:
    pacing = Pacing(lambda: 0.0)
    return Gateway(
        token="xoxb-0", base_url="http://127.0.0.1:9/", timeout=BACKGROUND_TIMEOUT, pacing=pacing, scopes=Scopes()
    )
