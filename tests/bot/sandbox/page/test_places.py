"""Windows of one person, and places where nobody writes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.accessibility import shuts_out
from tests.bot.sandbox.app import MANIFEST, TITLE, modal
from tests.bot.sandbox.page.browsing import OpenForm, OpenPage, hold_answers, let_answers_go, type_here
from tests.windows import Windows

SHOWN = "[role=separator], [role=article]"


def lines(*words: str) -> list[re.Pattern[str]]:
    """All that a list of messages shows, in order, by words that each line has."""
    return [re.compile(each) for each in words]


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
    expect(page.get_by_role("dialog", name="Close this form?")).to_be_visible()


@pytest.fixture
def read_only(tmp_path: Path, browser: Windows) -> Iterator[Sandbox]:
    """A workspace whose app takes no messages."""
    path = tmp_path / "manifest.yml"
    path.write_text(MANIFEST.replace("read_only_enabled: false", "read_only_enabled: true"), encoding="utf-8")
    with Sandbox(manifest=path, port=browser.port) as sandbox:
        yield sandbox


def test_an_app_that_takes_no_messages_has_no_composer(browser: Windows, read_only: Sandbox) -> None:
    page = browser.open(read_only, "as=U0ANA&channel=D0ANA")

    expect(page.get_by_text("Sending messages to this app has been turned off.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    assert browser.leave() == []


def test_who_was_invited_is_said(open_page: OpenPage) -> None:
    page = open_page("U0CHLOE", "C0SECRET")
    composer = page.get_by_label("Message #security")
    composer.fill("/invite @Incident Tracker")
    composer.press("Enter")

    added = page.get_by_role("article", name="Incident Tracker")
    expect(added).to_contain_text("was added to #security by @Chloe Martin.")


def test_what_is_new_for_somebody_else_can_be_seen_and_is_there_when_one_looks_as_them(
    page: Page, client: WebClient
) -> None:
    expect(page.get_by_label("Message #incidents")).to_be_visible()
    direct = client.conversations_open(users="U0BEN")["channel"]["id"]
    client.chat_postMessage(channel=direct, text="You have #12")
    client.chat_postMessage(channel="C0CHECKOUT", text="hello")
    ben = page.get_by_role("link", name="Ben Okafor").first
    expect(ben).to_contain_text("(1 unread)")
    expect(page.get_by_role("link", name="checkout (1 unread)", exact=True)).to_be_visible()
    client.chat_postMessage(channel="C0CHECKOUT", text="<@U0ANA>, look")
    expect(page.get_by_role("link", name="checkout (2 unread, 1 for you)")).to_contain_text("1")

    ben.click()
    expect(page.get_by_role("link", name="checkout (2 unread)", exact=True)).to_be_visible()
    page.get_by_role("link", name="Incident Tracker (1 unread)").click()

    direct_messages = page.get_by_role("tabpanel", name="Messages")
    expect(direct_messages.locator(SHOWN)).to_have_text(lines("Today", "^New$", "You have #12"))
    expect(page.get_by_role("link", name="Incident Tracker (1 unread)")).to_have_count(0)
    page.get_by_role("tab", name="Home").click()
    client.chat_postMessage(channel=direct, text="You have #13")
    page.get_by_role("tab", name="Messages (1 unread)").click()
    expect(page.get_by_role("tab", name="Messages", exact=True)).to_have_attribute("aria-selected", "true")
    expect(direct_messages.locator(SHOWN)).to_have_text(lines("Today", "You have #12", "^New$", "You have #13"))
    page.get_by_role("tab", name="Home").click()
    page.get_by_role("tab", name="Messages").click()
    expect(direct_messages.locator(SHOWN)).to_have_text(lines("Today", "You have #12", "You have #13"))
    page.get_by_role("link", name="checkout (2 unread)").click()
    expect(page.get_by_role("separator", name="New messages")).to_be_visible()

    hold_answers(page, "/sandbox/state")
    with page.expect_response("**/sandbox/state?*"):
        page.get_by_role("link", name="Ana Torres").first.click()
    client.chat_postMessage(channel="C0GENERAL", text="said meanwhile")
    let_answers_go(page)
    expect(page.get_by_role("link", name="general (1 unread)")).to_be_visible()
    messages = page.get_by_label("Messages in #checkout")
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "^New$", "hello", "look"))
    expect(page.get_by_role("link", name="checkout", exact=True)).to_be_visible()
    expect(ben).not_to_contain_text("unread")
    page.get_by_role("link", name="incidents").click()
    page.get_by_role("link", name="checkout").click()
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "hello", "look"))


def test_a_line_stands_above_what_came_while_one_looked_elsewhere(
    page: Page, sandbox: Sandbox, client: WebClient
) -> None:
    def is_all_read() -> bool:
        return all(row["person"] != "U0ANA" for row in sandbox.server.read(sandbox.parts.read_marks.rows))

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

    type_here(page, "I am on it")
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "watched", "second", "third", "I am on it"))
    page.reload()
    expect(messages.locator(SHOWN)).to_have_text(lines("Today", "watched", "second", "third", "I am on it"))
