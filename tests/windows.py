"""Windows of the system's Chromium without a screen, which go from test to test; none is ever downloaded."""

import os
import random
import socket
from contextlib import ExitStack, suppress
from functools import cached_property

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, ViewportSize, sync_playwright

from bot.sandbox import Sandbox

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Where the pictures of the documents are written, with twice the dots.
SCREENSHOTS = os.environ.get("SCREENSHOTS")
SIZE = ViewportSize(width=1280, height=900)
NEVER_GIVEN_OUT = range(20_000, 30_000)
"""Ports that no system gives to who asks for any."""
FORGET = """() => {
    localStorage.clear();
    sessionStorage.clear();
    Storage.prototype.setItem = () => {};
    return matchMedia("(prefers-color-scheme: dark)").matches;
}"""
"""It tells whether it is night in the window."""


class Windows:
    """Those of one browser, which starts with the first. What a page remembers is forgotten, but for its files."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._context: BrowserContext | None = None
        self._free: list[Page] = []
        self._used: list[Page] = []
        self._problems: list[str] = []

    @cached_property
    def port(self) -> int:
        """Where workspaces are to be: a browser keeps the page's files for the address they came from.

        Between two workspaces it is free for a moment, in which nobody is given it.
        """
        return next(port for port in random.sample(NEVER_GIVEN_OUT, len(NEVER_GIVEN_OUT)) if _is_free(port))

    def open(self, sandbox: Sandbox, place: str) -> Page:
        """Give a window on a place, by the name that `make run` prints: it is not the one in the server's own links."""
        page = self._free.pop(0) if self._free else self._started().new_page()
        # Behind another one, a window draws next to never: what waits until nothing moves would wait for seconds.
        page.bring_to_front()
        self._used.append(page)
        page.on("pageerror", self._hear_error)
        page.on("console", self._hear_line)
        page.goto(f"{sandbox.url.replace('127.0.0.1', 'localhost')}/#{place}")
        return page

    def problems(self) -> list[str]:
        """Give what the pages' own code complained of since this was asked last."""
        problems, self._problems = self._problems, []
        return problems

    def leave(self, *, but: Page | None = None) -> list[str]:
        """Be done with all windows that are open, or all but one; give what their code complained of."""
        for page in self._used:
            if page is but:
                continue
            page.remove_listener("pageerror", self._hear_error)
            page.remove_listener("console", self._hear_line)
            with suppress(Error):
                _clear(page)
                self._free.append(page)
        self._used = [but] if but else []
        return self.problems()

    def stop(self) -> None:
        """Leave nothing running: the loop of Playwright stands in the way of tests that run one of their own."""
        self._context = None
        self._free, self._used = [], []
        self._running.close()

    def _started(self) -> BrowserContext:
        if self._context is None:
            playwright = self._running.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            self._running.callback(browser.close)
            # What nobody looks at is drawn sooner with a quarter of the dots.
            scale = 2 if SCREENSHOTS else 0.5
            self._context = browser.new_context(viewport=SIZE, device_scale_factor=scale, reduced_motion="reduce")
        return self._context

    def _hear_error(self, error: Error) -> None:
        self._problems.append(str(error))

    def _hear_line(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self._problems.append(line.text)


def _is_free(port: int) -> bool:
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return asking.connect_ex(("127.0.0.1", port)) != 0


def _clear(page: Page) -> None:
    if page.evaluate(FORGET):
        page.emulate_media(color_scheme="light")
    page.goto("about:blank")
    page.mouse.move(0, 0)
    if page.viewport_size != SIZE:
        page.set_viewport_size(SIZE)
