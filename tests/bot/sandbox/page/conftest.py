"""Windows of the system's Chromium, and an app that keeps what it was told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browsing import OpenForm, OpenPage, type_here
from tests.windows import Windows


@pytest.fixture
def sandbox(manifest: Path, browser: Windows) -> Iterator[Sandbox]:
    """Give a fresh workspace at the address that the browser knows."""
    with Sandbox(manifest=manifest, fill=lambda _: None, port=browser.port) as running:
        yield running


@pytest.fixture
def open_page(browser: Windows, sandbox: Sandbox) -> Iterator[OpenPage]:
    """Windows of one browser; an error in the page's own code fails the test."""
    yield lambda person, channel: browser.open(sandbox, f"as={person}&channel={channel}")
    assert browser.leave() == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Ana's window on #incidents."""
    return open_page("U0ANA", "C0INCIDENTS")


@pytest.fixture
def told(app: App) -> list[dict[str, Any]]:
    """What the app was told by buttons, menus and forms, in order."""
    payloads: list[dict[str, Any]] = []

    def hear(ack: Ack, body: dict[str, Any]) -> None:
        payloads.append(body)
        ack()

    for name in ("level", "owner", "go"):
        app.action(name)(hear)
    app.view("form")(hear)
    return payloads


@pytest.fixture
def open_form(app: App, page: Page) -> OpenForm:
    """A form that Ana opens in her window."""

    def show(view: dict[str, Any]) -> Locator:
        @app.command("/incident")
        def on_command(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=view)
            ack()

        type_here(page, "/incident")
        form = page.get_by_role("dialog")
        expect(form).to_be_visible()
        return form

    return show
