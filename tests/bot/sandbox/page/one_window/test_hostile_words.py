"""Words, names and times that would take more with them than themselves."""

from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.app import plain
from tests.bot.sandbox.page.browsing import type_here
from tests.windows import Windows

NAMES = "Order::constructor::new"
PRIVATE = "an \uf8ff, a \ue0b0"
MANY_NODES = "`a`" * 6500 + " and http://a.example/?a=1 *last*"
TIMES = "<!date^99999999999999999^{date}|long after> <!date^1795000000^{__proto__}|never>"
CALLS = """async ([text, times]) => {
    const { mrkdwn } = await import(document.querySelector("script[type=module]").src.replace("app.js", "mrkdwn.js"));
    const { test } = RegExp.prototype;
    let calls = 0;
    RegExp.prototype.test = function (...words) { calls++; return test.apply(this, words); };
    mrkdwn(text.repeat(times), {});
    RegExp.prototype.test = test;
    return calls;
}"""


def test_no_words_take_a_channel_away(page: Page, sandbox: Sandbox, client: WebClient, browser: Windows) -> None:
    type_here(page, NAMES)
    expect(page.get_by_role("article").first).to_contain_text(NAMES)
    sandbox.person("ben").latest("#incidents").react("constructor")
    expect(page.get_by_role("button", name="constructor, 1 reaction")).to_contain_text(":constructor:1")
    for text in (PRIVATE, TIMES, MANY_NODES):
        client.chat_postMessage(channel="C0INCIDENTS", text=text)
    header = {"type": "header", "block_id": "title", "text": plain(f"{NAMES} :__proto__:")}
    client.chat_postMessage(channel="C0INCIDENTS", text="card", blocks=[header])

    expect(page.get_by_text(PRIVATE)).to_be_visible()
    expect(page.get_by_text("long after never")).to_be_visible()
    expect(page.get_by_role("heading", name=f"{NAMES} :__proto__:")).to_be_visible()
    many = page.get_by_role("article").filter(has=page.get_by_role("link", name="http://a.example/?a=1"))
    expect(many.locator("strong")).to_have_text("last")
    expect(many.locator("code")).to_have_count(6500)

    channel = sandbox.parts.workspace.channel_named("incidents")
    assert channel is not None
    sandbox.server.read(lambda: sandbox.parts.messages.post(channel, {"user": "U0BEN", "text": "", "files": [None]}))
    type_here(page, "and on it goes")

    expect(page.get_by_text("and on it goes")).to_be_visible()
    expect(page.get_by_text("This message could not be shown.")).to_be_visible()
    assert ["message could not be drawn" in each for each in browser.problems()] == [True]
    once, twice = (page.evaluate(CALLS, ["*a* _b ", times]) for times in (500, 1000))
    assert twice < 2.5 * once, "emphasis takes much more than twice the work for twice the text"
