"""What was said long before one came, and what changes while it is on its way."""

import re

from playwright.sync_api import Page, ViewportSize, expect
from slack_sdk import WebClient

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.page.browsing import OpenPage, hold_answers, let_answers_go

MANY = 160
"""Of which the page fetches the last 50."""
WELCOME = "Incidents are run here"
SMALL = ViewportSize(width=800, height=500)


def _fill(sandbox: Sandbox) -> list[str]:
    """Let there be as many messages; give their ts."""
    channel = sandbox.parts.workspace.channel_named("incidents")
    assert channel is not None
    texts = [f"{number}: the error rate is back" for number in range(MANY)]
    return [sandbox.parts.messages.post(channel, {"user": "U0BEN", "text": each})["ts"] for each in texts]


def _read_up_to(page: Page, words: str) -> None:
    page.get_by_label("Messages in #incidents").hover()
    while not page.get_by_text(words).is_visible():
        page.mouse.wheel(0, -2000)
    # What is drawn is not near yet; where there is more before it, the page asks for that when it is.
    page.mouse.wheel(0, -2000)


def test_what_was_said_long_ago_comes_as_it_is_now(open_page: OpenPage, sandbox: Sandbox, client: WebClient) -> None:
    told, ben = _fill(sandbox), sandbox.person("ben")
    page = open_page("U0ANA", "C0CHECKOUT")
    page.set_viewport_size(SMALL)
    expect(page.get_by_label("Message #checkout")).to_be_visible()
    _delete_what_is_on_its_way(page, ben)
    _delete_what_is_long_ago_and_on_its_way(page, ben)

    link = client.chat_getPermalink(channel="C0INCIDENTS", message_ts=told[20])["permalink"]
    client.chat_postMessage(channel="C0CHECKOUT", text=f"<{link}|what was said>")
    page.get_by_role("link", name="checkout").click()
    page.get_by_role("link", name="what was said").click()
    expect(page.get_by_text("20: ")).to_be_in_viewport()

    page.get_by_role("link", name="checkout").click()
    page.get_by_role("link", name="incidents").click()
    _leave_no_hole(page, ben)


def _delete_what_is_on_its_way(page: Page, ben: Person) -> None:
    articles = page.get_by_role("article")
    hold_answers(page, "messages")
    with page.expect_response(lambda response: "messages" in response.url):
        page.get_by_role("link", name="incidents").click()
    ben.latest("#incidents").delete()
    ben.type("#incidents", "and after that")
    expect(articles).to_have_text([re.compile("and after that")])
    let_answers_go(page)
    expect(articles.nth(-2)).to_contain_text(f"{MANY - 2}: ")
    expect(articles.last).to_contain_text("and after that")


def _delete_what_is_long_ago_and_on_its_way(page: Page, ben: Person) -> None:
    hold_answers(page, "before", are_lost=True)
    with page.expect_response(lambda response: "before" in response.url):
        _read_up_to(page, f"{MANY - 50}: ")
    # Whatever moves asks again, perhaps before the wheel does.
    with page.expect_response(lambda response: "before" in response.url):
        with page.expect_console_message(lambda said: "The connection broke." in said.text):
            hold_answers(page, "before")
        page.mouse.wheel(0, 1)
    ben.latest("#incidents", containing=f"{MANY - 60}: ").delete()
    ben.latest("#incidents", containing=f"{MANY - 61}: ").edit("the latency is back")
    ben.type("#checkout", "and so it is")
    expect(page.get_by_role("link", name="checkout (1 unread)")).to_be_visible()
    let_answers_go(page)
    _read_up_to(page, f"{MANY - 65}: ")

    expect(page.get_by_text("the latency is back")).to_be_visible()
    expect(page.get_by_text(f"{MANY - 60}: ")).to_have_count(0)


def _leave_no_hole(page: Page, ben: Person) -> None:
    articles = page.get_by_role("article")
    expect(articles.last).to_contain_text("and after that")
    ben.messages("#incidents")[0].react("eyes")
    ben.type("#incidents", "and that is all")
    expect(articles.last).to_contain_text("and that is all")

    _read_up_to(page, WELCOME)

    expect(articles.first.get_by_role("button", name="eyes, 1 reaction")).to_be_visible()
    expect(articles.nth(1).get_by_text("1: the error rate is back", exact=True)).to_be_visible()
