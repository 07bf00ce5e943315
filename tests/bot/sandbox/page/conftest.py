"""Windows of the system's Chromium, and an app that keeps what it was told."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browsing import OpenForm, OpenPage, type_here

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Give the system's Chromium; none is ever downloaded. It starts once for all files of this directory."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give where windows open. What a page remembers goes with its window, so one context is enough for all tests.

    The first window stays open: with the last one, everything goes that the next would have to start again.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, sandbox: Sandbox) -> Iterator[OpenPage]:
    """Windows of one browser; an error in the page's own code fails the test."""
    problems: list[str] = []
    windows: list[Page] = []

    def open_one(person: str, channel: str) -> Page:
        page = context.new_page()
        windows.append(page)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        # The name that `make run` prints, which is not the one in the server's own links.
        page.goto(f"{sandbox.url.replace('127.0.0.1', 'localhost')}/#as={person}&channel={channel}")
        return page

    yield open_one
    for page in windows:
        page.close()
    assert problems == []


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
