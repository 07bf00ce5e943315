"""Channels that take nothing or go away, what leads out of them, a new day, and a word that is too long for one."""

import base64
from pathlib import Path

from playwright.sync_api import FilePayload, Page, ViewportSize, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import plain
from tests.bot.sandbox.page.browsing import hold_answers, let_answers_go
from tests.waiting import until

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNoaAAAAYMBARg1IhUAAAAASUVORK5CYII="
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PHONE = ViewportSize(width=320, height=640)
UNBREAKABLE = ["W" * 140, "Z" + "\u0300\u0489" * 70]
HAS_SCROLLED_UP = """() => {
    const { scrollHeight, clientHeight, scrollTop } = document.querySelector(".message-scroller");
    return scrollHeight - clientHeight - scrollTop > 30;
}"""


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
    sandbox.admin.join("ana", "#checkout")
    expect(page.get_by_role("link", name="checkout")).to_be_visible()


def test_files_go_with_a_message(page: Page, sandbox: Sandbox) -> None:
    graph = FilePayload(name="graph.png", mimeType="image/png", buffer=b"the graph")
    seen = FilePayload(name="seen.png", mimeType="image/png", buffer=PICTURE)
    drawing = FilePayload(name="drawing.svg", mimeType="image/svg+xml", buffer=DRAWING)
    hold_answers(page, "name=graph.png")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").press("Enter")
    chooser.value.set_files([graph, seen, drawing])
    expect(page.get_by_role("button", name="Remove seen.png")).to_be_visible()
    expect(page.get_by_role("button", name="Remove drawing.svg")).to_be_visible()
    let_answers_go(page)
    expect(page.get_by_role("button", name="Remove graph.png")).to_be_visible()
    page.get_by_label("Message #incidents").press("Enter")
    expect(page.get_by_role("button", name="Remove graph.png")).to_be_hidden()

    message = page.get_by_role("article")
    picture = message.get_by_role("link", name="seen.png").locator("img")
    expect(picture).to_be_visible()
    until(lambda: picture.evaluate("image => image.naturalWidth") == 2)
    expect(message.get_by_role("link", name="graph.png PNG · 9 B")).to_be_visible()
    expect(message.locator("img")).to_have_count(1)
    with page.expect_download() as download:
        message.get_by_role("link", name="graph.png").click()
    assert Path(download.value.path()).read_bytes() == b"the graph"
    assert sandbox.person("ben").latest("#incidents").files == ["graph.png", "seen.png", "drawing.svg"]


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


def test_on_a_phone_the_sidebar_has_the_keys_while_it_is_open(page: Page, client: WebClient) -> None:
    page.set_viewport_size(PHONE)
    opens, link = page.get_by_role("button", name="Open the sidebar"), page.get_by_role("link", name="incidents")
    page.get_by_role("button", name="You are Ana Torres: switch person").click()
    expect(page.get_by_role("link", name="Ana Torres")).to_be_focused()
    client.chat_postMessage(channel="C0GENERAL", text="hello")
    expect(page.get_by_role("link", name="general (1 unread)")).to_be_visible()
    expect(page.get_by_role("link", name="Ana Torres")).to_be_focused()
    page.keyboard.press("Escape")
    page.emulate_media(reduced_motion="no-preference")
    opens.press("Enter")
    expect(link).to_be_focused()
    page.emulate_media(reduced_motion="reduce")
    page.get_by_label("Message #incidents").focus()
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(opens).to_be_focused()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Message #general")).to_be_focused()
    opens.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message #general")).to_be_focused()
    page.get_by_label("Messages in #general").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Message #general")).to_be_focused()


def test_a_long_word_scrolls_no_phone_sideways(page: Page, client: WebClient) -> None:
    page.set_viewport_size(PHONE)
    for words in UNBREAKABLE:
        header = {"type": "header", "block_id": "title", "text": plain(words)}
        client.chat_postMessage(channel="C0INCIDENTS", text=words, blocks=[header])
        client.chat_postMessage(channel="C0INCIDENTS", text=words)
    expect(page.get_by_role("article")).to_have_count(4)
    page.mouse.move(160, 300)
    page.mouse.wheel(50, -50)

    page.wait_for_function(HAS_SCROLLED_UP)
    assert page.get_by_label("Messages in #incidents").evaluate("node => node.scrollLeft") == 0
