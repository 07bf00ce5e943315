"""What people do with messages: react, write them again, and take them away, in the channel and in a thread."""

from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browsing import OpenPage, look_as, type_here


def test_a_reaction_is_picked_by_keyboard_and_taken_back_with_a_click(
    page: Page, open_page: OpenPage, client: WebClient
) -> None:
    client.chat_postMessage(channel="C0INCIDENTS", text="It was the cache")
    other = open_page("U0BEN", "C0INCIDENTS")
    page.get_by_label("Messages in #incidents").press("ArrowUp")
    expect(page.get_by_role("article")).to_be_focused()

    page.keyboard.press("r")
    expect(page.get_by_role("option", name="pushpin")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    mine = page.get_by_role("button", name="pushpin, 1 reaction: you")
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("dialog")).to_have_count(0)
    other.get_by_role("button", name="pushpin, 1 reaction: Ana Torres").click()
    page.get_by_role("button", name="pushpin, 2 reactions: you and Ben Okafor").press("Enter")
    expect(page.get_by_role("button", name="pushpin, 1 reaction: Ben Okafor")).to_be_focused()
    other.get_by_role("button", name="pushpin, 1 reaction: you").click()

    expect(page.get_by_role("button", name="pushpin")).to_have_count(0)
    expect(other.get_by_role("button", name="pushpin")).to_have_count(0)


def test_ones_own_message_is_written_again(page: Page, sandbox: Sandbox) -> None:
    typed = "@ben see #checkout & https://example.com/?a=1&b=2 <b>"
    type_here(page, typed)
    message = page.get_by_role("article")
    look_as(page, "U0BEN")
    expect(page.get_by_role("link", name="Ben Okafor").first).to_have_attribute("aria-current", "true")
    message.hover()
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Add to incidentIncident Tracker"])
    look_as(page, "U0ANA")
    expect(page.get_by_role("link", name="Ana Torres").first).to_have_attribute("aria-current", "true")

    message.focus()
    page.keyboard.press("e")
    box = page.get_by_label("Edit message")
    expect(box).to_be_focused()
    expect(box).to_have_value(typed)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(message).to_be_focused()
    page.keyboard.press("e")
    box.fill("@chloe\nlook, please")
    sandbox.person("ben").latest("#incidents").react("eyes")
    expect(box).to_have_value("@chloe\nlook, please")
    page.keyboard.press("Enter")

    expect(message).to_contain_text("look, please (edited)")
    expect(message.get_by_role("button", name="eyes, 1 reaction: Ben Okafor")).to_be_visible()
    assert sandbox.person("ben").latest("#incidents").text == "<@U0CHLOE>\nlook, please"


def test_a_message_and_a_reply_are_deleted(page: Page, sandbox: Sandbox) -> None:
    type_here(page, "First")
    page.get_by_role("article").hover()
    page.get_by_role("button", name="Reply in thread").click()
    pane = page.get_by_role("region", name="Thread")
    pane.get_by_label("Reply to thread").fill("Second thoughts")
    pane.get_by_label("Also send to #incidents").check()
    pane.get_by_label("Reply to thread").press("Enter")
    channel = page.get_by_role("main")
    expect(channel.get_by_text("Replied to a thread")).to_be_visible()
    expect(pane.get_by_label("Also send to #incidents")).not_to_be_checked()

    question = page.get_by_role("dialog", name="Delete message")
    channel.get_by_role("article").first.focus()
    page.keyboard.press("Delete")
    question.get_by_role("button", name="Delete").press("Enter")
    expect(channel.get_by_text("This message was deleted.")).to_be_visible()
    expect(pane.get_by_text("This message was deleted.")).to_be_visible()
    expect(channel.get_by_role("article").first).to_be_focused()
    pane.get_by_role("article").last.hover()
    pane.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete message").click()
    question.get_by_role("button", name="Delete").click()

    expect(page.get_by_text("Second thoughts")).to_have_count(0)
    assert [each.text for each in sandbox.person("ana").messages("#incidents")] == ["This message was deleted."]
