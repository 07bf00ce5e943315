"""A channel of 2 000 messages: it is read from long ago, and changes, without anybody having to wait for the page."""

from playwright.sync_api import CDPSession, ViewportSize, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox, composing
from bot.sandbox.slack_json import Json
from tests.bot.sandbox.app import button, mrkdwn, option, plain
from tests.bot.sandbox.page.browsing import OpenPage, type_here

MANY = 2000
LONG_AGO = 500
"""Where one begins to read, up to the first: all that is later is there by then, and each step costs the same."""
MOST_DRAWN = 100
"""Messages that are in the document at once, of however many."""
MOST_AT_ONCE = 1200
"""Nodes that come in one go: ten cards."""
LONG_TASK = 50
LET_PASS = 2
"""Long tasks that may be so because another program had the core; where the page is at fault, there are dozens."""
SAMPLES = 5
SMALL = ViewportSize(width=800, height=500)
"""What is painted costs most of the time of this test, and is not what it is about."""
GO_TO = "ts => { location.hash += `&message=${ts}`; }"
WATCH = """() => {
    const seen = { tasks: [], nodes: 0, drawn: 0, jumps: 0 };
    window.seen = seen;
    new PerformanceObserver(list => seen.tasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: "longtask" });
    const size = node => 1 + (node.querySelectorAll?.("*").length ?? 0);
    new MutationObserver(records => {
        const added = records.flatMap(({ addedNodes }) => [...addedNodes]).reduce((sum, node) => sum + size(node), 0);
        seen.nodes = Math.max(seen.nodes, added);
        seen.drawn = Math.max(seen.drawn, document.querySelectorAll(".message").length);
    }).observe(document.querySelector(".message-list"), { childList: true, subtree: true });
}"""
READ = """async ([step, work]) => {
    const took = [], atWork = eval(work);
    let steps = 0;
    const scroller = document.querySelector(".message-scroller");
    const settled = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    const place = node => node.getBoundingClientRect().top;
    const isInSight = node => node.getBoundingClientRect().bottom > place(scroller) + 20;
    for (let still = 0; still < 20;) {
        const before = scroller.scrollTop;
        scroller.scrollTop += step;
        still = scroller.scrollTop === before ? still + 1 : 0;
        const read = [...document.querySelectorAll(".message")].find(isInSight);
        const at = place(read);
        await settled();
        if (read.isConnected) seen.jumps = Math.max(seen.jumps, Math.abs(place(read) - at));
        if (steps++ % 8 === 0) took.push(atWork());
    }
    return took;
}"""
WORK = """() => {
    const begun = performance.now();
    const box = document.createElement("div");
    for (let each = 0; each < 2000; each++)
        box.append(Object.assign(document.createElement("p"), { textContent: each }));
    document.body.append(box);
    box.getBoundingClientRect();
    box.remove();
    return performance.now() - begun;
}"""
ORDINARY = 15
"""Milliseconds that WORK takes where a long task is to be none.

It is done again and again while one reads: where the machine is slower, or others are at work on it, both are held up,
and so much more is allowed.
"""


def _card(number: int, status: str) -> list[Json]:
    """Give blocks as many and as large as those of a card."""
    facts = (
        "*Severity*\nSEV1 critical :red_circle: · P1",
        f"*Status*\n{status}",
        "*Assignee*\n<@U0ANA>",
        "*Service*\npay",
    )
    choices = [option(each, each.lower()) for each in ("Start", "Mitigate", "Assign", "Edit", "Follow", "History")]
    menu = {"type": "static_select", "action_id": "level", "placeholder": plain("More"), "options": choices}
    buttons = [button(each, each.lower()) for each in ("Take", "Comment", "Resolve")]
    said = ":speech_balloon: <@U0BEN> <!date^1795000000^{ago}|then>: rolling back"
    return [
        {"type": "header", "block_id": f"title{number}", "text": plain(f"#{number} Checkout is down")},
        {"type": "section", "block_id": f"facts{number}", "fields": [mrkdwn(fact) for fact in facts]},
        {"type": "context", "block_id": f"said{number}", "elements": [mrkdwn(said)]},
        {"type": "actions", "block_id": f"ways{number}", "elements": [*buttons, menu]},
    ]


def _fill(sandbox: Sandbox) -> list[Json]:
    """Let there be as many messages, every third of them a card."""
    parts = sandbox.parts
    channel = parts.workspace.channel_named("incidents")
    assert channel is not None
    bot = composing.from_bot(parts.workspace)
    return [
        parts.messages.post(
            channel,
            {**bot, "text": f"#{number}", "blocks": _card(number, "Open")}
            if number % 3 == 0
            else {"user": ("U0BEN", "U0ANA")[number % 2], "text": f"The error rate is *back* under {number} % :eyes:"},
        )
        for number in range(MANY)
    ]


def _spent(session: CDPSession) -> dict[str, float]:
    """Give how long the browser has been busy with the page so far, by what it did."""
    return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}


def test_a_long_channel_is_read_and_changes_without_a_long_task(
    open_page: OpenPage, sandbox: Sandbox, client: WebClient
) -> None:
    """Time is compared with what the machine needs for work of a known size; the work itself is counted."""
    told = _fill(sandbox)
    page = open_page("U0ANA", "C0INCIDENTS")
    page.set_viewport_size(SMALL)
    messages = page.get_by_label("Messages in #incidents")
    expect(messages.get_by_text(f"under {MANY - 1} %")).to_be_visible()
    page.evaluate(WATCH)
    page.evaluate(GO_TO, told[LONG_AGO]["ts"])
    expect(messages.get_by_text(f"under {LONG_AGO} %")).to_be_in_viewport()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    at_first = _spent(session)
    for _ in range(SAMPLES):
        page.evaluate(WORK)
    before = _spent(session)

    took = page.evaluate(READ, [-4000, WORK])
    after = _spent(session)
    expect(page.get_by_text("Incidents are run here")).to_be_in_viewport()
    expect(messages.get_by_text("#0 Checkout is down")).to_be_visible()
    for number in (0, 3, 900, MANY - 2):
        client.chat_update(channel="C0INCIDENTS", ts=told[number]["ts"], text="…", blocks=_card(number, "In progress"))
    expect(messages.get_by_text("In progress")).to_have_count(2)
    sandbox.person("ben").type("#incidents", "It is over")
    page.get_by_role("button", name="New messages").click()
    expect(messages.get_by_text("It is over")).to_be_in_viewport()
    type_here(page, "Thanks, all")
    expect(messages.get_by_text("Thanks, all")).to_be_in_viewport()
    took.append(page.evaluate(WORK))

    seen = page.evaluate("window.seen")
    assert seen["drawn"] <= MOST_DRAWN
    assert seen["nodes"] <= MOST_AT_ONCE
    assert seen["jumps"] <= 2
    longest = sorted(seen["tasks"], reverse=True)[LET_PASS:]
    assert max(longest, default=0) <= LONG_TASK * max(1, max(took) / ORDINARY)
    styles, drawing = (
        after[name] - before[name] - len(took) * (before[name] - at_first[name]) / SAMPLES
        for name in ("RecalcStyleDuration", "ScriptDuration")
    )
    assert styles < drawing, "what comes changes the styles of what is there"
