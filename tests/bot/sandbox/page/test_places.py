"""Windows of one person, and places where nobody writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import MANIFEST
from tests.bot.sandbox.page.browsing import SHOWN, hold_answers, let_answers_go, lines
from tests.windows import Windows


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
