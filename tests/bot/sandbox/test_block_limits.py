"""Slack's limits, each at its edge: what passes at n, and what Slack says at n + 1."""

from typing import Any

from bot.sandbox.block_kit import Surface, block_problems
from tests.bot.sandbox.app import TITLE, button, field, mrkdwn, option, plain, section
from tests.bot.sandbox.blocks import actions, chart, confirm, options, select, table
from tests.tables import for_each

# What passes at n and not at n + 1, the surface it is tried on, and where Slack's pointer goes.
LIMITS: list[tuple[str, Surface, int, Any, str]] = [
    ("section text", "message", 3000, lambda n: [section("x" * n)], "/blocks/0/text/text"),
    ("section fields", "message", 10, lambda n: [{"type": "section", "fields": [mrkdwn("x")] * n}], "/blocks/0/fields"),
    (
        "field text",
        "message",
        2000,
        lambda n: [{"type": "section", "fields": [mrkdwn("x" * n)]}],
        "/blocks/0/fields/0/text",
    ),
    ("header text", "message", 150, lambda n: [{"type": "header", "text": plain("x" * n)}], "/blocks/0/text/text"),
    (
        "context elements",
        "message",
        10,
        lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}],
        "/blocks/0/elements",
    ),
    (
        "actions elements",
        "message",
        25,
        lambda n: [actions(*[button("x", str(i)) for i in range(n)])],
        "/blocks/0/elements",
    ),
    ("button text", "message", 75, lambda n: [actions(button("x" * n, "a"))], "/blocks/0/elements/0/text/text"),
    (
        "button value",
        "message",
        2000,
        lambda n: [actions(button("x", "a", value="x" * n))],
        "/blocks/0/elements/0/value",
    ),
    ("button url", "message", 3000, lambda n: [actions(button("x", "a", url="x" * n))], "/blocks/0/elements/0/url"),
    ("action id", "message", 255, lambda n: [actions(button("x", "a" * n))], "/blocks/0/elements/0/action_id"),
    ("block id", "message", 255, lambda n: [section("x", block_id="b" * n)], "/blocks/0/block_id"),
    ("message blocks", "message", 50, lambda n: [section("x")] * n, "/blocks"),
    ("home blocks", "home", 100, lambda n: [section("x")] * n, "/blocks"),
    ("modal blocks", "modal", 100, lambda n: [section("x")] * n, "/blocks"),
    ("options", "message", 100, lambda n: [actions(select(options=options(n)))], "/blocks/0/elements/0/options"),
    (
        "option groups",
        "message",
        100,
        lambda n: [
            actions(
                {
                    "type": "static_select",
                    "option_groups": [{"label": plain("Group"), "options": options(1)} for _ in range(n)],
                }
            )
        ],
        "/blocks/0/elements/0/option_groups",
    ),
    ("option text", "message", 75, lambda n: [actions(select(options=[option("x" * n, "1")]))], "/options/0/text/text"),
    ("option value", "message", 150, lambda n: [actions(select(options=[option("x", "1" * n)]))], "/options/0/value"),
    ("placeholder", "message", 150, lambda n: [actions(select(placeholder=plain("x" * n)))], "/placeholder/text"),
    ("overflow", "message", 5, lambda n: [actions({"type": "overflow", "options": options(n)})], "/elements/0/options"),
    (
        "checkboxes",
        "modal",
        10,
        lambda n: [field("F", {"type": "checkboxes", "options": options(n)})],
        "/element/options",
    ),
    (
        "confirm title",
        "message",
        100,
        lambda n: [actions(button("x", "a", confirm=confirm(title=plain("x" * n))))],
        "/title",
    ),
    (
        "confirm text",
        "message",
        300,
        lambda n: [actions(button("x", "a", confirm=confirm(text=mrkdwn("x" * n))))],
        "/text",
    ),
    (
        "confirm button",
        "message",
        30,
        lambda n: [actions(button("x", "a", confirm=confirm(confirm=plain("x" * n))))],
        "/confirm",
    ),
    ("input label", "modal", 2000, lambda n: [{**TITLE, "label": plain("x" * n)}], "/blocks/0/label/text"),
    ("hint", "modal", 2000, lambda n: [{**TITLE, "hint": plain("x" * n)}], "/blocks/0/hint/text"),
    ("max_length", "modal", 3000, lambda n: [field("F", {"type": "plain_text_input", "max_length": n})], "/max_length"),
    ("alert", "modal", 200, lambda n: [{"type": "alert", "text": plain("x" * n)}], "/blocks/0/text/text"),
    (
        "alt text",
        "message",
        2000,
        lambda n: [{"type": "image", "image_url": "https://x", "alt_text": "x" * n}],
        "/alt_text",
    ),
    ("markdown", "message", 12_000, lambda n: [{"type": "markdown", "text": "x" * n}], "/blocks/0/text"),
    (
        "markdown in all",
        "message",
        12_000,
        lambda n: [{"type": "markdown", "text": "x" * (n - 9)}, {"type": "markdown", "text": "x" * 9}],
        "/blocks",
    ),
    ("table rows", "message", 100, lambda n: [table(rows=n)], "/blocks/0/rows"),
    ("table cells", "message", 20, lambda n: [table(cells=n)], "/blocks/0/rows/0"),
    ("table text", "message", 10_000, lambda n: [table(text="x" * n)], "/blocks"),
    ("tables", "message", 1, lambda n: [table()] * n, "only_one_table_allowed"),
    ("charts", "message", 2, lambda n: [chart()] * n, "data_visualization"),
    (
        "chart series",
        "message",
        6,
        lambda n: [
            chart(
                series=[
                    {"name": str(i), "data": [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 1}]}
                    for i in range(n)
                ]
            )
        ],
        "/chart/series",
    ),
    ("chart title", "message", 50, lambda n: [{**chart(), "title": "x" * n}], "/blocks/0/title"),
]


@for_each(("surface", "limit", "blocks", "pointer"), [row[1:] for row in LIMITS])
def test_a_limit_holds_at_its_edge(surface: Surface, limit: int, blocks: Any, pointer: str) -> None:
    assert block_problems(blocks(limit), surface) == []
    (problem, *_) = block_problems(blocks(limit + 1), surface)
    assert problem.startswith("[ERROR] ")
    assert pointer in problem
