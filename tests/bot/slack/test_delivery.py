"""How often delivery looks into the outbox; what it does there is in the journeys."""

from dataclasses import replace
from functools import partial
from socket import socket

import pytest
from sqlalchemy import Engine, text

from bot.deeds import home
from bot.now import utc_now
from bot.slack import delivery
from bot.slack.delivery import Delivery
from bot.slack.effects import JoinChannel, MoveCard, to_item
from bot.slack.errors import SETTLES_AFTER
from bot.slack.gateway import BACKGROUND_TIMEOUT, Gateway
from bot.slack.pacing import Pacing
from bot.slack.scopes import Scopes
from storage import outbox, workspaces
from tests.counting import statements_of
from tests.waiting import until, until_all_is_said


def test_one_looks_for_all_when_there_is_nothing(clean_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LOOK_EVERY", 60.0)
    waiting = Delivery(
        clean_engine, _nowhere(), "T0ACME", draw_home=partial(home.drawn, finds_similar=True), now=utc_now, workers=4
    )

    with statements_of(clean_engine) as sent:
        waiting.start()
        until(lambda: len(sent) == 1)
        waiting.wake()
        until(lambda: len(sent) == 2)
        waiting.stop()

    assert len(sent) == 2


@pytest.mark.parametrize(("lanes", "looks"), [(["a"], 1), (["a", "a", "a"], 3), (["a", "b", "c"], 3)])
def test_nobody_looks_again_when_nothing_can_be_left(
    clean_engine: Engine, monkeypatch: pytest.MonkeyPatch, lanes: list[str], looks: int
) -> None:
    monkeypatch.setattr(delivery, "LOOK_EVERY", 60.0)
    alone = Delivery(
        clean_engine, _nowhere(), "T0ACME", draw_home=partial(home.drawn, finds_similar=True), now=utc_now, workers=1
    )
    gone = MoveCard(incident_id=1, number=1, channel="C0INCIDENTS", ts="1763467200.000100", trouble=None)
    with clean_engine.begin() as tx:
        workspaces.install(tx, "T0ACME", name="Acme", bot_user_id="U0BOT")
        outbox.put(tx, "T0ACME", [replace(to_item(gone), lane=lane, incident_id=None) for lane in lanes])

    with statements_of(clean_engine) as sent:
        alone.start()
        until_all_is_said(clean_engine)
        until(lambda: _looks(sent) >= looks)
        alone.stop()

    assert _looks(sent) == looks


def test_what_slack_may_still_be_doing_is_not_looked_for_yet(clean_engine: Engine) -> None:
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        impatient = Delivery(
            clean_engine,
            _gateway(silent.getsockname()[1], timeout=1),
            "T0ACME",
            draw_home=partial(home.drawn, finds_similar=True),
            now=utc_now,
            workers=1,
        )
        with clean_engine.begin() as tx:
            workspaces.install(tx, "T0ACME", name="Acme", bot_user_id="U0BOT")
            outbox.put(tx, "T0ACME", [to_item(JoinChannel(channel="C0INCIDENTS"))])

        impatient.deliver_next()

    with clean_engine.connect() as tx:
        query = "SELECT is_doubtful, extract(epoch FROM available_at - now()) FROM outbox"
        is_doubtful, waits = tx.execute(text(query)).one()
    assert is_doubtful
    assert SETTLES_AFTER / 2 < waits <= SETTLES_AFTER


def _looks(sent: list[str]) -> int:
    return sum("leased_at" in statement for statement in sent)


def _nowhere() -> Gateway:
    return _gateway(9, timeout=BACKGROUND_TIMEOUT)


def _gateway(port: int, *, timeout: int) -> Gateway:
    base_url = f"http://127.0.0.1:{port}/"
    return Gateway(token="xoxb-0", base_url=base_url, timeout=timeout, pacing=Pacing(lambda: 0.0), scopes=Scopes())
