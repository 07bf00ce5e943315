"""Windows of one person, and places where nobody writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import MANIFEST, TITLE, modal
from tests.bot.sandbox.page.browsing import OpenForm, OpenPage, type_here
from tests.windows import Windows


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


def test_an_archived_channel_takes_nothing_while_it_is_one(page: Page, sandbox: Sandbox, client: WebClient) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="card")
    page.get_by_role("article").hover()
    page.get_by_role("button", name="Reply in thread").click()
    expect(page.get_by_label("Reply to thread")).to_be_visible()

    sandbox.admin.archive("#incidents")
    expect(page.get_by_text("This channel is archived")).to_be_visible()
    expect(page.get_by_label("Message #incidents")).to_be_hidden()
    expect(page.get_by_label("Reply to thread")).to_be_hidden()
    sandbox.admin.unarchive("#incidents")

    expect(page.get_by_label("Message #incidents")).to_be_visible()
    expect(page.get_by_label("Reply to thread")).to_be_visible()


def test_who_is_put_out_sees_the_channel_no_more(page: Page, sandbox: Sandbox) -> None:
    expect(page.get_by_role("link", name="checkout")).to_be_visible()

    sandbox.admin.leave("ana", "#checkout")

    expect(page.get_by_role("link", name="checkout")).to_be_hidden()


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


def test_files_go_with_a_message(page: Page, sandbox: Sandbox) -> None:
    graph = FilePayload(name="graph.png", mimeType="image/png", buffer=b"the graph")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").press("Enter")
    chooser.value.set_files([graph])
    expect(page.get_by_role("button", name="Remove graph.png")).to_be_visible()
    page.get_by_label("Message #incidents").press("Enter")
    expect(page.get_by_role("button", name="Remove graph.png")).to_be_hidden()

    message = page.get_by_role("article")
    with page.expect_download() as download:
        message.get_by_role("link", name="graph.png").click()
    assert Path(download.value.path()).read_bytes() == b"the graph"
    assert sandbox.person("ben").latest("#incidents").files == ["graph.png"]


def test_a_link_to_a_message_that_names_no_workspace_leads_there(page: Page, client: WebClient) -> None:
    there = client.chat_postMessage(channel="C0CHECKOUT", text="It was said here")
    link = f"https://slack.com/archives/C0CHECKOUT/p{there['ts'].replace('.', '')}"
    client.chat_postMessage(channel="C0INCIDENTS", text=f"from <{link}|a message>")

    page.get_by_role("link", name="a message").click()

    expect(page.get_by_text("It was said here")).to_be_visible()


def test_the_first_message_of_a_new_day_comes_under_its_own_day(page: Page, sandbox: Sandbox) -> None:
    ben = sandbox.person("ben")
    ben.type("#incidents", "look")
    expect(page.get_by_role("separator", name="Today")).to_be_visible()

    page.get_by_role("button", name="Move the clock forward by 1 day").click()
    expect(page.get_by_role("button", name="Move the clock forward by 1 day")).to_be_focused()
    ben.type("#incidents", "good morning")

    expect(page.get_by_text("good morning")).to_be_visible()
    expect(page.get_by_role("separator", name="Yesterday")).to_be_visible()
    expect(page.get_by_role("separator", name="Today")).to_be_visible()


def test_what_is_new_for_somebody_else_can_be_seen_and_is_there_when_one_looks_as_them(
    page: Page, client: WebClient
) -> None:
    expect(page.get_by_label("Message #incidents")).to_be_visible()
    direct = client.conversations_open(users="U0BEN")["channel"]["id"]
    client.chat_postMessage(channel=direct, text="You have #12")
    client.chat_postMessage(channel="C0CHECKOUT", text="hello")
    ben = page.get_by_role("link", name="Ben Okafor").first
    expect(ben).to_contain_text(", 1 unread")
    expect(page.get_by_role("link", name="checkout , 1 unread")).to_be_visible()

    ben.click()
    page.get_by_role("link", name="Incident Tracker , 1 unread").click()

    expect(page.get_by_role("tabpanel", name="Messages").get_by_text("You have #12")).to_be_visible()
    expect(page.get_by_role("link", name="Incident Tracker , 1 unread")).to_have_count(0)
    page.get_by_role("tab", name="Home").click()
    client.chat_postMessage(channel=direct, text="You have #13")
    page.get_by_role("tab", name="Messages , 1 unread").click()
    expect(page.get_by_role("tab", name="Messages", exact=True)).to_have_attribute("aria-selected", "true")
    page.get_by_role("link", name="Ana Torres").first.click()
    expect(page.get_by_role("link", name="checkout , 1 unread")).to_be_visible()
    expect(ben).not_to_contain_text("unread")
