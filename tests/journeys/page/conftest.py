"""Windows on a workspace with the bot in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from bot.app import Tracker
from bot.sandbox import Sandbox
from tests.windows import Windows

OpenPage = Callable[[str], Page]
"""A window on a place: `as=U0ANA&channel=C0INCIDENTS`."""


@pytest.fixture
def port(browser: Windows) -> int:
    """Give the address that the browser knows."""
    return browser.port


@pytest.fixture
def open_page(browser: Windows, acme: Sandbox, tracker: Tracker) -> Iterator[OpenPage]:
    """Give a function that opens windows; an error in the page's own code fails the test."""
    yield lambda place: browser.open(acme, place)
    assert browser.leave() == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Give Ana's window on #incidents."""
    return open_page("as=U0ANA&channel=C0INCIDENTS")
