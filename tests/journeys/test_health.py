"""Whether the bot is ready follows what becomes of Slack and of the database."""

import pytest
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Sandbox
from storage.engine import Engines
from tests.journeys.freezing import stopped
from tests.waiting import until


@pytest.mark.usefixtures("sockets_looked_after_often")
def test_it_is_ready_while_slack_and_the_database_answer(
    acme: Sandbox, tracker: Tracker, clean_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tracker.problem() is None

    acme.faults.go_away()
    until(lambda: tracker.problem() == "not connected to Slack")
    acme.faults.come_back()
    until(lambda: tracker.problem() is None, timeout=20)

    with stopped(clean_engine), monkeypatch.context() as impatient:
        impatient.setattr("bot.app.PROBED_WITHIN", 0.2)
        assert tracker.problem() == "the database does not answer"
        assert tracker.problem() == "the database does not answer"
    until(lambda: tracker.problem() is None)

    tracker.stop()
    assert tracker.problem() == "not connected to Slack"


def test_before_the_start_it_is_not(connections: Connections, both_engines: Engines) -> None:
    assert Tracker(connections, both_engines).problem() == "not connected to Slack"
