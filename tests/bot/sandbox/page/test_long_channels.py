"""A channel of 2 000 messages: it is read through, and changes, without anybody having to wait for the page."""

from playwright.sync_api import Page, expect

from bot.sandbox import Sandbox
from bot.sandbox.people import BOT_ID, BOT_USER_ID
from bot.sandbox.slack_json import Json
from storage.records import Severity
from tests.bot.sandbox.page.browsing import OpenPage, type_here

MANY = 2000
MOST_DRAWN = 100
"""Messages that are in the document at once, of however many."""
MOST_AT_ONCE = 1200
"""Nodes that come in one go: ten cards."""
LONG_TASK = 50
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
READ = """async step => {
    const scroller = document.querySelector(".message-scroller");
    const settled = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 16)));
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
    }
}"""
WORK = """() => {
    const begun = performance.now();
    const box = document.createElement("div");
    for (let each = 0; each < 2000; each++) box.append(Object.assign(document.createElement("p"), { textContent: each }));
    document.body.append(box);
    box.getBoundingClientRect();
    box.remove();
    return performance.now() - begun;
}"""
ORDINARY = 12
"""Milliseconds that WORK takes where a long task is to be none; on a slower machine, so much more is allowed."""
