"""A thread beside its channel: what counts as a reply, where one's own goes, and names completed in it."""

import re

from playwright.sync_api import Page, expect
from slack_sdk import WebClient


def test_ones_own_reply_is_seen_completed_and_counted_and_a_private_answer_is_not_counted(
    page: Page, client: WebClient
) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    root = client.chat_postMessage(channel="C0INCIDENTS", text="Checkout is down")["ts"]
    for number in range(30):
        client.chat_postMessage(channel="C0INCIDENTS", thread_ts=root, text=f"Line {number}")
    page.get_by_role("button", name="30 replies").click()
    thread = page.get_by_role("region", name="Thread")
    expect(thread.get_by_text("Line 29")).to_be_in_viewport()
    thread.get_by_text("Line 0").scroll_into_view_if_needed()
    expect(thread.get_by_text("Line 29")).not_to_be_in_viewport()
    client.chat_postMessage(channel="C0INCIDENTS", thread_ts=root, text="Line 30")
    expect(thread.get_by_role("button", name="New messages")).to_be_visible()

    reply = thread.get_by_label("Reply to thread")
    reply.fill("Looking")
    reply.press("Enter")

    mine = thread.get_by_role("article").filter(has_text="Looking")
    expect(mine).to_be_in_viewport()
    expect(thread.get_by_role("button", name="New messages")).to_be_hidden()
    client.chat_postEphemeral(channel="C0INCIDENTS", user="U0ANA", thread_ts=root, text="Not taken")
    expect(thread.get_by_text("Not taken")).to_be_in_viewport()
    expect(thread.locator(".thread-count")).to_have_text("32 replies")

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
    box.press_sequentially("#chec")
    page.keyboard.press("Tab")
    expect(box).to_have_value("Looking @ben #checkout ")
    page.keyboard.press("Enter")

    expect(mine).to_contain_text("Looking @Ben Okafor #checkout (edited)")
    said = client.conversations_replies(channel="C0INCIDENTS", ts=root)["messages"][-1]
    assert said["text"] == "Looking <@U0BEN> <#C0CHECKOUT|checkout>"


def test_a_link_to_a_reply_leads_to_it_in_its_thread(page: Page, client: WebClient) -> None:
    client.conversations_join(channel="C0INCIDENTS")
    root = client.chat_postMessage(channel="C0INCIDENTS", text="Checkout is down")["ts"]
    replies = [
        client.chat_postMessage(channel="C0INCIDENTS", thread_ts=root, text=f"Line {number}.")["ts"]
        for number in range(60)
    ]
    link = client.chat_getPermalink(channel="C0INCIDENTS", message_ts=replies[20])["permalink"]
    client.chat_postMessage(channel="C0CHECKOUT", text=f"<{link}|what was said>")
    page.get_by_role("link", name="checkout").click()
    page.get_by_role("link", name="what was said").click()

    thread = page.get_by_role("region", name="Thread")
    expect(thread.get_by_text("Line 20.")).to_be_in_viewport()
    expect(thread.get_by_role("article").filter(has_text="Line 20.")).to_have_class(re.compile("is-revealed"))
    expect(thread.get_by_text("Line 59.")).not_to_be_in_viewport()
    expect(page.get_by_role("main").get_by_text("Checkout is down", exact=True)).to_be_in_viewport()
