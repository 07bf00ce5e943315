"""Where one is in a channel: at its end until one scrolls, however the window and what is in it change meanwhile."""

from playwright.sync_api import Page, ViewportSize, expect
from slack_sdk import WebClient

from bot.sandbox import Person, Sandbox
from tests.bot.sandbox.page.browsing import OpenPage

MANY = 60
SMALL = ViewportSize(width=800, height=500)
SETTLED = "const settled = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 50)));"
FROM_END = "const fromEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;"
BEGIN = f"const scroller = document.querySelector('.message-scroller'); {SETTLED} {FROM_END}"
NARROWER_AS_IT_SCROLLS = f"""async () => {{
    {BEGIN}
    scroller.scrollTop -= 1;
    document.querySelector(".message-pane").style.width = "300px";
    await settled();
    return fromEnd();
}}"""
UP_THEN_NARROWER = f"""async () => {{
    {BEGIN}
    scroller.scrollTop -= 300;
    await settled();
    document.querySelector(".message-pane").style.width = "200px";
    await settled();
    return fromEnd();
}}"""


def _fill(sandbox: Sandbox) -> list[str]:
    """Let there be as many messages; give their ts."""
    channel = sandbox.parts.workspace.channel_named("incidents")
    assert channel is not None
    words = "the error rate is back to what it was before we began, and nobody has written to us since. " * 3
    texts = [f"{number}: {words}" for number in range(MANY)]
    return [sandbox.parts.messages.post(channel, {"user": "U0BEN", "text": each})["ts"] for each in texts]


def test_a_link_leads_to_its_message_once_and_one_stays_where_one_reads(
    open_page: OpenPage, sandbox: Sandbox, client: WebClient
) -> None:
    link = client.chat_getPermalink(channel="C0INCIDENTS", message_ts=_fill(sandbox)[30])["permalink"]
    client.chat_postMessage(channel="C0INCIDENTS", text=f"<{link}|what was said>")
    page, ben = open_page("U0ANA", "C0INCIDENTS"), sandbox.person("ben")
    page.get_by_role("link", name="what was said").click()
    expect(page.get_by_text("30: ")).to_be_in_viewport()
    ben.type("#incidents", "It begins again")
    page.get_by_role("button", name="New messages").click()
    expect(page.get_by_text("It begins again")).to_be_in_viewport()

    last = page.get_by_role("main").get_by_role("article").filter(has_text="It begins again")
    last.hover()
    last.get_by_role("button", name="Reply in thread").click()
    expect(page.get_by_label("Reply to thread")).to_be_visible()
    page.get_by_role("button", name="Close thread").click()
    expect(last).to_be_in_viewport()

    page.set_viewport_size(SMALL)
    expect(last).to_be_in_viewport()
    _grow_at_the_end_and_above_it(page, ben)


def _grow_at_the_end_and_above_it(page: Page, ben: Person) -> None:
    """The first is what a phone does that is turned, or shows its keyboard, while the channel comes."""
    assert page.evaluate(NARROWER_AS_IT_SCROLLS) < 2
    ben.type("#incidents", "It is over")
    expect(page.get_by_text("It is over")).to_be_in_viewport()

    assert page.evaluate(UP_THEN_NARROWER) > 200
    ben.type("#incidents", "Thanks, all")
    expect(page.get_by_role("button", name="New messages")).to_be_visible()
    expect(page.get_by_text("Thanks, all")).not_to_be_in_viewport()
