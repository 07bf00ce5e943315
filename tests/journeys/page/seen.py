"""What people find in their windows by the labels they see, and the pictures taken of it."""

import base64
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.bot.sandbox.page.browsing import select
from tests.windows import SCREENSHOTS

PHONE = ViewportSize(width=390, height=844)
WEBP = {"format": "webp", "quality": 80}


def type_here(page: Page, text: str) -> None:
    """Send something in #incidents."""
    composer = page.get_by_label("Message #incidents")
    composer.fill(text)
    composer.press("Enter")


def card(page: Page, headline: str) -> Locator:
    """Give the open card with this headline, in the channel."""
    cards = page.get_by_role("main").get_by_role("article").filter(has=page.get_by_role("button", name="Resolve"))
    return cards.filter(has_text=headline)


def form(page: Page, title: str) -> Locator:
    """Give the form that is open."""
    shown = page.get_by_role("dialog", name=title)
    expect(shown).to_be_visible()
    return shown


def pick(within: Locator, label: str, typed: str, choice: str) -> None:
    """Type into a field that offers choices, and take one."""
    within.get_by_role("combobox", name=label).click()
    within.get_by_role("combobox", name=label).press_sequentially(typed)
    within.page.get_by_role("option", name=choice).click()


def choose(within: Locator, choice: str) -> None:
    """Choose from the menu of a card."""
    select(within.get_by_label("More", exact=True), choice)


def take_picture(page: Page, name: str) -> None:
    """Write what is to be seen to docs/, when the pictures are taken anew."""
    if SCREENSHOTS:
        page.mouse.move(0, 0)
        page.evaluate("document.fonts.ready")
        picture = page.context.new_cdp_session(page).send("Page.captureScreenshot", WEBP)
        (Path(SCREENSHOTS) / f"{name}.webp").write_bytes(base64.b64decode(picture["data"]))
