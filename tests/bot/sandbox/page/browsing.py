"""What people do in their windows, and the kinds of things the fixtures give."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

OpenPage = Callable[[str, str], Page]
"""A window of a person on a channel, both by id."""
OpenForm = Callable[[dict[str, Any]], Locator]
"""Ana types a command, and the app opens this view."""
SHOWN = "[role=separator], [role=article]"


def lines(*words: str) -> list[re.Pattern[str]]:
    """All that a list of messages shows, in order, by words that each line has."""
    return [re.compile(each) for each in words]


def type_here(page: Page, text: str) -> None:
    composer = page.get_by_label("Message #incidents")
    composer.fill(text)
    composer.press("Enter")


def look_as(page: Page, person: str) -> None:
    """Be somebody else in this window, on #incidents."""
    page.evaluate("person => { location.hash = `as=${person}&channel=C0INCIDENTS`; }", person)


def card(block_id: str, *elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "actions", "block_id": block_id, "elements": list(elements)}]


def select(box: Locator, choice: str) -> None:
    """Choose from the list that opens at a select."""
    box.click()
    box.page.get_by_role("option", name=choice, exact=True).click()


def hold_answers(page: Page, to: str, *, are_lost: bool = False) -> None:
    """Keep from the page what the server answers to requests with these words in them, until they are let go.

    Or for good: then the connection breaks when they are let go. Answers that were kept before are let go at the same
    moment, with nothing in between.
    """
    page.evaluate(
        """([words, areLost]) => {
            window.letGo?.();
            const ask = window.fetch;
            const isLetGo = new Promise(resolve => {
                window.letGo = () => { window.letGo = undefined; window.fetch = ask; resolve(); };
            });
            window.fetch = async (address, request) => {
                const answer = await ask(address, request);
                if (!`${address} ${request?.body}`.includes(words)) return answer;
                await isLetGo;
                if (areLost) throw new TypeError("The connection broke.");
                return answer;
            };
        }""",
        [to, are_lost],
    )


def hold_news(page: Page) -> None:
    """Keep from the page what the server tells it without being asked, until answers are let go."""
    page.evaluate(
        """() => {
            const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
            const held = [];
            const get = function () { held.push([this.target, data.get.call(this)]); return "{}"; };
            Object.defineProperty(MessageEvent.prototype, "data", { ...data, get });
            window.letGo = () => {
                window.letGo = undefined;
                Object.defineProperty(MessageEvent.prototype, "data", data);
                for (const [at, data] of held) at.dispatchEvent(new MessageEvent("message", { data }));
            };
        }"""
    )


def let_answers_go(page: Page) -> None:
    page.evaluate("window.letGo()")
