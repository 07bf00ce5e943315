"""Windows of one person and of another, and what tells in them what is new."""

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.accessibility import shuts_out
from tests.bot.sandbox.app import TITLE, modal
from tests.bot.sandbox.page.browsing import SHOWN, OpenForm, OpenPage, lines, type_here


@pytest.mark.usefixtures("connected", "told")
def test_a_form_stands_in_the_window_that_opened_it(
    page: Page, open_page: OpenPage, open_form: OpenForm, client: WebClient
) -> None:
    other = open_page("U0ANA", "C0INCIDENTS")
    expect(other.get_by_label("Message #incidents")).to_be_visible()
    form = open_form(modal(TITLE))
    form.get_by_label("Title").fill("here")
    client.chat_postMessage(channel="C0INCIDENTS", text="both windows see this")

    expect(other.get_by_text("both windows see this")).to_be_visible()
    expect(other.get_by_role("dialog")).to_be_hidden()
    type_here(other, "/incident")
    expect(other.get_by_role("dialog")).to_be_visible()
    other.keyboard.press("Escape")
    expect(other.get_by_role("dialog")).to_be_hidden()
    expect(form.get_by_label("Title")).to_have_value("here")

    page.wait_for_timeout(600)
    page.reload()
    expect(form.get_by_label("Title")).to_have_value("here")
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Close this form?").get_by_role("button", name="Close").click()


def test_who_was_invited_is_said(page: Page) -> None:
    page.evaluate("location.hash = 'as=U0CHLOE&channel=C0SECRET'")
    composer = page.get_by_label("Message #security")
    composer.fill("/invite @Incident Tracker")
    composer.press("Enter")

    added = page.get_by_role("article", name="Incident Tracker")
    expect(added).to_contain_text("was added to #security by @Chloe Martin.")


def test_a_line_stands_above_what_came_while_one_looked_elsewhere(
    page: Page, sandbox: Sandbox, client: WebClient
) -> None:
    def is_all_read() -> bool:
        rows = sandbox.server.read(sandbox.parts.read_marks.rows)
        return ("U0ANA", "C0INCIDENTS") not in [(row["person"], row["channel"]) for row in rows]

    messages = page.get_by_label("Messages in #incidents")
    expect(page.get_by_label("Message #incidents")).to_be_visible()
    client.conversations_join(channel="C0INCIDENTS")
    client.chat_postMessage(channel="C0INCIDENTS", text="watched")
    assert sandbox.wait_until(is_all_read)
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "watched"))
    expect(page.get_by_role("link", name="incidents", exact=True)).to_be_visible()

    page.evaluate("document.hasFocus = () => false")
    first = client.chat_postMessage(channel="C0INCIDENTS", text="first")["ts"]
    client.chat_postMessage(channel="C0INCIDENTS", text="second")
    expect(page.get_by_role("link", name="incidents (2 unread)")).to_be_visible()
    page.evaluate("delete document.hasFocus; dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("link", name="incidents", exact=True)).to_be_visible()
    page.evaluate("document.querySelector('.sidebar-inner').classList.add('as-it-was')")
    client.chat_postMessage(channel="C0INCIDENTS", text="third")
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "watched", "^New$", "first", "second", "third"))
    assert sandbox.wait_until(is_all_read, 5)
    expect(page.locator(".sidebar-inner.as-it-was")).to_be_visible()
    client.chat_delete(channel="C0INCIDENTS", ts=first)
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "watched", "^New$", "second", "third"))
    assert shuts_out(page) == []
    page.emulate_media(color_scheme="dark")
    assert shuts_out(page) == []
    page.emulate_media(color_scheme="light")

    type_here(page, "I am on it")
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "watched", "second", "third", "I am on it"))
    page.reload()
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "watched", "second", "third", "I am on it"))
