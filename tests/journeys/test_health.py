"""Whether the bot is ready follows what becomes of Slack and of the database."""

import os
import signal

from sqlalchemy import Engine, func, select

from bot.app import Connections, Tracker
from bot.sandbox import Sandbox
from storage.engine import Engines
from tests.waiting import until


def test_it_is_ready_while_slack_and_the_database_answer(
    acme: Sandbox, tracker: Tracker, both_engines: Engines, clean_engine: Engine
) -> None:
    assert tracker.problem() is None

    acme.faults.go_away()
    until(lambda: tracker.problem() == "not connected to Slack")
    acme.faults.come_back()
    until(lambda: tracker.problem() is None, timeout=20)

    with both_engines.interactive.connect() as tx:
        process = tx.execute(select(func.pg_backend_pid())).scalar_one()
    os.kill(process, signal.SIGSTOP)
    try:
        assert tracker.problem() == "the database does not answer"
        assert tracker.problem() == "the database does not answer"
    finally:
        os.kill(process, signal.SIGCONT)
    until(lambda: tracker.problem() is None)

    tracker.stop()
    assert tracker.problem() == "not connected to Slack"


def test_before_the_start_it_is_not(connections: Connections, both_engines: Engines) -> None:
    assert Tracker(connections, both_engines).problem() == "not connected to Slack"
