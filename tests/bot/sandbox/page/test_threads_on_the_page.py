"""A thread beside its channel: what counts as a reply, where one's own goes, and names completed in it."""

import re
from functools import partial

from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browsing import OpenPage


def _discuss(sandbox: Sandbox, client: WebClient, lines: int) -> list[str]:
    """Let there be a message with as many replies; give the ts of all."""
    client.conversations_join(channel="C0INCIDENTS")
    root: str = client.chat_postMessage(channel="C0INCIDENTS", text="Checkout is down")["ts"]
    channel = sandbox.parts.workspace.channel_named("incidents")
    assert channel is not None
    reply = {"user": "U0BEN", "thread_ts": root}
    texts = [f"Line {number}." for number in range(lines)]
    post = partial(sandbox.parts.messages.post, channel)
    told = sandbox.server.read(lambda: [post({**reply, "text": each}) for each in texts])
    return [root, *(each["ts"] for each in told)]


def test_a_reply_is_seen_completed_counted_and_led_to_and_a_private_answer_is_not_counted(
    open_page: OpenPage, sandbox: Sandbox, client: WebClient
) -> None:
    root, *replies = _discuss(sandbox, client, 60)
    page = open_page("U0ANA", "C0INCIDENTS")
    page.get_by_role("button", name="60 replies").click()
    thread = page.get_by_role("region", name="Thread")
    expect(thread.get_by_text("Line 59.")).to_be_in_viewport()
    thread.get_by_text("Line 15.").scroll_into_view_if_needed()
    expect(thread.get_by_text("Line 59.")).not_to_be_in_viewport()
    client.chat_postMessage(channel="C0INCIDENTS", thread_ts=root, text="Line 60")
    expect(thread.get_by_role("button", name="New messages")).to_be_visible()

    reply = thread.get_by_label("Reply to thread")
    reply.fill("Looking")
    reply.press("Enter")

    mine = thread.get_by_role("article").filter(has_text="Looking")
    expect(mine).to_be_in_viewport()
    expect(thread.get_by_role("button", name="New messages")).to_be_hidden()
    client.chat_postEphemeral(channel="C0INCIDENTS", user="U0ANA", thread_ts=root, text="Not taken")
    expect(thread.get_by_text("Not taken")).to_be_in_viewport()
    expect(thread.locator(".thread-count")).to_have_text("62 replies")

    mine.focus()
    page.keyboard.press("e")
    box = thread.get_by_label("Edit message")
    box.press_sequentially(" @be")
    expect(page.get_by_role("listbox", name="People").get_by_role("option")).to_have_text(["BOBen Okaforben"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("Looking @be")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Looking @ben ")
    box.press_sequentially("ok")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially(" #chec")
    page.keyboard.press("Tab")
    expect(box).to_have_value("Looking @ben ok #checkout ")
    page.keyboard.press("Enter")

    expect(mine).to_contain_text("Looking @Ben Okafor ok #checkout (edited)")
    said = client.conversations_replies(channel="C0INCIDENTS", ts=root)["messages"][-1]
    assert said["text"] == "Looking <@U0BEN> ok <#C0CHECKOUT|checkout>"
    page.get_by_role("link", name="incidents").click()
    expect(thread).to_be_hidden()
    expect(page.get_by_label("Message #incidents")).to_be_focused()

    _follow_a_link_to_a_reply(page, client, replies[20])


def _follow_a_link_to_a_reply(page: Page, client: WebClient, reply: str) -> None:
    link = client.chat_getPermalink(channel="C0INCIDENTS", message_ts=reply)["permalink"]
    client.chat_postMessage(channel="C0CHECKOUT", text=f"<{link}|what was said>")
    page.get_by_role("link", name="checkout").first.click()
    page.get_by_role("link", name="what was said").click()

    thread = page.get_by_role("region", name="Thread")
    expect(thread.get_by_text("Line 20.")).to_be_in_viewport()
    expect(thread.get_by_role("article").filter(has_text="Line 20.")).to_have_class(re.compile("is-revealed"))
    expect(thread.get_by_text("Line 59.")).not_to_be_in_viewport()
    expect(page.get_by_role("main").get_by_text("Checkout is down", exact=True)).to_be_in_viewport()
