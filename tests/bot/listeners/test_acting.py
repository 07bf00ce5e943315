"""What is done beside an ack, for which nobody waits, and for whom delivery is woken."""

import time
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from slack_bolt import BoltContext
from sqlalchemy import Engine

from bot.deeds.outcome import Caller
from bot.edge.receipt import Receipt
from bot.language.acts import Draft, OpenIncident
from bot.language.looking_acts import ShowIncident, ShowPanel
from bot.listeners.acting import Acting
from bot.slack.gateway import Gateway
from bot.slack.pacing import Pacing
from bot.slack.scopes import Scopes
from bot.views.blocks import message
from storage import workspaces
from storage.engine import BACKGROUND, connect

TOKEN = "T0ACME/123/secret"
CALLER = Caller(team_id="T0ACME", person_id="U0ANA", person_name="ana")


@pytest.fixture
def gateway() -> Gateway:
    """Give a gateway to a Slack that is not there."""
    nowhere = "http://127.0.0.1:1/api/"
    return Gateway(token="xoxb-fake", base_url=nowhere, timeout=1, pacing=Pacing(time.monotonic), scopes=Scopes())


def _acting(engine: Engine, gateway: Gateway, now: datetime, answers: Executor) -> Acting:
    return Acting(
        engine,
        gateway,
        wake_delivery=lambda: None,
        is_home_under_way=lambda _: False,
        now=lambda: now,
        finds_similar=False,
        answers=answers,
        lanes=[answers],
    )


def test_delivery_is_woken_by_who_changes_something_and_not_by_who_looks(
    clean_engine: Engine, gateway: Gateway, now: datetime
) -> None:
    with clean_engine.begin() as tx:
        workspaces.install(tx, CALLER.team_id, name="Acme", bot_user_id="U0BOT")
    woken: list[str] = []

    with ThreadPoolExecutor(1) as answers:
        for act in (OpenIncident(Draft(title="Slow search")), ShowIncident(1), ShowPanel()):
            key = type(act).__name__
            acting = replace(_acting(clean_engine, gateway, now, answers), wake_delivery=partial(woken.append, key))
            acting.perform(act, by=CALLER, key=key, context=BoltContext(Receipt(time.monotonic()).to_context()))

    assert woken == ["OpenIncident"]


def test_a_fault_nobody_waits_for_is_logged_once(
    server_url: str, gateway: Gateway, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """As of a database without our tables."""
    engine = connect(server_url, BACKGROUND)

    with ThreadPoolExecutor(1) as answers:
        acting = _acting(engine, gateway, now, answers)
        acting.draw_again_beside(1, by=CALLER, version="1")
    engine.dispose()

    assert [record.getMessage() for record in caplog.records] == ["what was to be shown beside an ack was not"]
    assert "UndefinedTable 42P01" in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        f"https://[hooks.slack.com/commands/{TOKEN}",
        f"//hooks.slack.com/commands/{TOKEN}",
        f"https://hooks.slack.com/com mands/{TOKEN}",
        f"https://hooks.slack.com:port/commands/{TOKEN}",
        f"https://hooks.slack.com/c\u00f6mmands/{TOKEN}",
        f"https://elsewhere.example/commands/{TOKEN}",
        "",
    ],
)
def test_an_address_that_cannot_be_answered_at_is_logged_without_it(
    server_url: str, gateway: Gateway, now: datetime, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has the address can answer in our name."""
    engine = connect(server_url, BACKGROUND)

    with ThreadPoolExecutor(1) as answers:
        acting = _acting(engine, gateway, now, answers)
        acting.answer_beside(address, message("Done"))

    [told] = caplog.records
    assert told.getMessage().startswith("a private answer did not arrive: ")
    assert "secret" not in caplog.text
