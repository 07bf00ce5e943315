"""Text and blocks as a person reads them."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.driver.mrkdwn import Reader
from bot.sandbox.driver.reading import seen
from tests.bot.sandbox.app import button, field, mrkdwn, option, plain, section
from tests.tables import for_each

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
READER = Reader({"U0ANA": "ana", "C0GENERAL": "general"}, ZoneInfo("Asia/Kolkata"), NOON)
AT = int(NOON.timestamp())

READ = [
    ("*bold* _italic_ ~gone~ `code`", "bold italic gone code"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("<@U0ANA> in <#C0GENERAL>, <#C1|x>, <@U9>", "@ana in #general, #x, @U9"),
    ("a &amp; b &lt;c&gt;", "a & b <c>"),
    ("<https://x.example|link> <https://x.example> <mailto:a@b.c>", "link https://x.example a@b.c"),
    ("<!here> <!subteam^S1|@oncall>", "@here @oncall"),
    (f"<!date^{AT}^{{date_num}} {{time}}|then>", "2026-11-18 17:30"),
    (f"<!date^{AT}^{{date_short_pretty}} at {{time}}|then>", "today at 17:30"),
    (f"<!date^{AT - 86400}^{{date_pretty}}|then>", "yesterday"),
    (f"<!date^{AT - 864000}^{{date_long_pretty}}|then>", "Sunday, November 8, 2026"),
    (f"<!date^{AT - 7200}^{{ago}}|then>", "2 hours ago"),
    (f"<!date^{AT + 60}^{{ago}}|then>", "in 1 minute"),
    (f"<!date^{AT}^{{ago}}|then>", "just now"),
    ("<!date^soon^{time}|then>", "then"),
    ("<!date^²^{time}|then>", "then"),
    (f"<!date^{AT}|then>", "then"),
    *((f"<!date^{at}^{{time}}|then>", "then") for at in ("253402300799", "-62135596801", "1" + "0" * 20, "9" * 5000)),
]


@for_each(("written", "read"), READ)
def test_text_as_it_looks(written: str, read: str) -> None:
    assert READER.reads(written) == read


BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": plain("Header *as is*")},
    section("*Text*", fields=[mrkdwn("*Left*"), mrkdwn("Right")], accessory=button("Press", "p")),
    {
        "type": "context",
        "elements": [mrkdwn("_small_"), {"type": "image", "image_url": "https://x", "alt_text": "a cat"}],
    },
    {"type": "divider"},
    field(
        "Severity",
        {"type": "static_select", "options": [option("SEV1", "1")], "initial_option": option("SEV1", "1")},
    ),
    field("Kind", {"type": "radio_buttons", "options": [option("A", "a"), option("B", "b")]}, hint=plain("Hint")),
    {"type": "alert", "text": plain("Beware")},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1}]]},
    {
        "type": "data_visualization",
        "title": "Per day",
        "chart": {"type": "bar", "series": [{"name": "Opened", "data": [{"label": "Mon", "value": 3}]}]},
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "user", "user_id": "U0ANA"}, {"type": "text", "text": " hi"}],
            },
            {
                "type": "rich_text_list",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji", "name": "eyes"}]}],
            },
        ],
    },
]


def test_blocks_as_they_look() -> None:
    assert seen(BLOCKS, READER).splitlines() == [
        "Header *as is*",
        "Text",
        "Left",
        "Right",
        "Press",
        "small",
        "a cat",
        "Severity",
        "SEV1",
        "Kind",
        "A",
        "B",
        "Hint",
        "Beware",
        "a | 1",
        "Per day",
        "Opened: Mon: 3",
        "@ana hi",
        ":eyes:",
    ]
