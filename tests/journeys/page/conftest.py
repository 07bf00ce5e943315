"""Windows on a workspace with the bot in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.sandbox import Sandbox
from storage.engine import Engines
from tests.journeys.playing import connected, quick_tracker
from tests.windows import Windows

OpenPage = Callable[[str], Page]
"""A window on a place: `as=U0ANA&channel=C0INCIDENTS`."""


@pytest.fixture
def port(browser: Windows) -> int:
    """Give the address that the browser knows."""
    return browser.port


@pytest.fixture
def tracker(acme: Sandbox, connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that goes by the workspace's clock and need not wait between messages."""
    tracker = quick_tracker(connections, both_engines, now=acme.now)
    acme.clock.when_moved(tracker.look_at_the_clock)
    with connected(tracker, clean_engine):
        yield tracker


@pytest.fixture
def open_page(browser: Windows, acme: Sandbox, tracker: Tracker) -> Iterator[OpenPage]:
    """Give a function that opens windows; an error in the page's own code fails the test."""
    yield lambda place: browser.open(acme, place)
    assert browser.leave() == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Give Ana's window on #incidents."""
    return open_page("as=U0ANA&channel=C0INCIDENTS")
