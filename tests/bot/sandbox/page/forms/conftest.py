"""One workspace and one window of it for all forms: each test opens its own, for an app of its own, and closes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox import Sandbox
from tests.windows import Windows


@pytest.fixture(scope="package")
def sandbox(manifest: Path, browser: Windows) -> Iterator[Sandbox]:
    """Give the workspace of all forms."""
    with Sandbox(manifest=manifest, port=browser.port) as running:
        yield running


@pytest.fixture(scope="package")
def window(browser: Windows, sandbox: Sandbox) -> Iterator[Page]:
    """Give Ana's window on #incidents, which stays open from test to test."""
    yield browser.open(sandbox, "as=U0ANA&channel=C0INCIDENTS")
    browser.leave()


@pytest.fixture
def page(browser: Windows, window: Page) -> Iterator[Page]:
    """Give Ana's window without a form."""
    yield window
    form, question = window.get_by_role("dialog"), window.get_by_role("dialog", name="Close this form?")
    if form.is_visible():
        window.keyboard.press("Escape")
    if question.is_visible():
        question.get_by_role("button", name="Close").click()
    expect(form).to_be_hidden()
    assert browser.problems() == []
