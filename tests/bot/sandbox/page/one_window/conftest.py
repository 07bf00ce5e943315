"""One workspace and one window of it for all tests here: each has an app of its own, and leaves no form or message."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browsing import OpenPage
from tests.windows import SIZE, Windows

PLACE = "as=U0ANA&channel=C0INCIDENTS"
GO = "place => { location.hash = place; }"


@pytest.fixture(scope="package")
def sandbox(manifest: Path, browser: Windows) -> Iterator[Sandbox]:
    """Give the workspace of all tests."""
    with Sandbox(manifest=manifest, port=browser.port) as running:
        yield running


@pytest.fixture(scope="package")
def window(browser: Windows, sandbox: Sandbox) -> Iterator[Page]:
    """Give Ana's window on #incidents, which stays open from test to test."""
    yield browser.open(sandbox, PLACE)
    browser.leave()


@pytest.fixture
def page(browser: Windows, sandbox: Sandbox, window: Page) -> Iterator[Page]:
    """Give Ana's window without a form, on an empty channel."""
    yield window
    form, question = window.get_by_role("dialog"), window.get_by_role("dialog", name="Close this form?")
    if form.is_visible():
        window.keyboard.press("Escape")
    if question.is_visible():
        question.get_by_role("button", name="Close").click()
    expect(form).to_be_hidden()
    _leave_no_message(sandbox, window)
    assert browser.problems() == []


@pytest.fixture
def open_page(browser: Windows, sandbox: Sandbox, window: Page) -> Iterator[OpenPage]:
    """Further windows, for one test alone."""
    yield lambda person, channel: browser.open(sandbox, f"as={person}&channel={channel}")
    browser.leave(but=window)
    window.bring_to_front()


def _leave_no_message(sandbox: Sandbox, window: Page) -> None:
    messages, channel = sandbox.parts.messages, sandbox.parts.workspace.channel_named("incidents")
    assert channel is not None
    # Replies go before what they reply to, which would leave a stone.
    for each in reversed(messages.all_in(channel.id)):
        sandbox.server.read(partial(messages.delete, channel, each["ts"]))
    window.evaluate(GO, PLACE)
    if window.viewport_size != SIZE:
        window.set_viewport_size(SIZE)
    expect(window.get_by_label("Messages in #incidents")).to_be_visible()
    expect(window.get_by_role("article")).to_have_count(0)
