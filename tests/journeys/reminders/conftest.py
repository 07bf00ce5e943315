"""A clock that people move forward."""

import pytest
from sqlalchemy import Engine

from bot.app import Tracker
from bot.sandbox import Sandbox
from tests.journeys.reminders.watching import Wait, is_due
from tests.waiting import until, until_all_is_said


@pytest.fixture
def wait(acme: Sandbox, tracker: Tracker, clean_engine: Engine) -> Wait:
    """Give a function that lets so many seconds pass; what becomes due then has been done and said."""

    def wait(seconds: float) -> None:
        until_all_is_said(clean_engine)
        acme.clock.advance(seconds)
        until(lambda: not is_due(clean_engine, acme))
        until_all_is_said(clean_engine)

    return wait
