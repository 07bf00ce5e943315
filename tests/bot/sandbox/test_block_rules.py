"""What Slack refuses in blocks whatever their length, and what it takes."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.block_kit import Surface, block_problems
from tests.bot.sandbox.app import button, field, mrkdwn, option, plain, section
from tests.bot.sandbox.blocks import Block, actions, chart, confirm, options, select, table
from tests.tables import for_each

REFUSED: list[tuple[str, Surface, list[Any], str]] = [
    ("unknown block", "message", [{"type": "party"}], "unsupported type: party [json-pointer:/blocks/0/type]"),
    ("no type", "message", [{}], "missing required field: type"),
    ("not an object", "message", ["section"], "must provide an object"),
    ("unknown property", "message", [section("x", colour="red")], "invalid additional property: colour"),
    ("empty text", "message", [section("")], "must be more than 0 characters"),
    (
        "number as text",
        "message",
        [{"type": "section", "text": {"type": "mrkdwn", "text": 12}}],
        "must provide a string",
    ),
    ("empty section", "message", [{"type": "section"}], "must provide at least one of: text, fields"),
    ("mrkdwn header", "message", [{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn"),
    ("mrkdwn on a button", "message", [actions({**button("x", "a"), "text": mrkdwn("x")})], "unsupported type: mrkdwn"),
    ("button style", "message", [actions(button("x", "a", style="green"))], "must be a valid enum value"),
    ("no elements", "message", [actions()], "no fewer than 1 items required"),
    ("input among actions", "message", [actions({"type": "plain_text_input"})], "unsupported type: plain_text_input"),
    ("button as input", "modal", [field("F", button("x", "a"))], "unsupported type: button"),
    ("alert in a message", "message", [{"type": "alert", "text": plain("x")}], "unsupported type: alert in message"),
    ("table in a modal", "modal", [table()], "unsupported type: table in modal"),
    ("markdown on Home", "home", [{"type": "markdown", "text": "x"}], "unsupported type: markdown in home"),
    (
        "numbers in a message",
        "message",
        [field("F", {"type": "number_input", "is_decimal_allowed": True})],
        "unsupported type",
    ),
    (
        "dates and times on Home",
        "home",
        [actions({"type": "datetimepicker"})],
        "unsupported type: datetimepicker in home",
    ),
    (
        "same block id",
        "message",
        [section("x", block_id="b"), section("y", block_id="b")],
        '`block_id` "b" already exists',
    ),
    ("same action id", "message", [actions(button("x", "a"), button("y", "a"))], '`action_id` "a" already exists'),
    (
        "options and groups",
        "message",
        [actions(select(option_groups=[{"label": plain("G"), "options": options(1)}]))],
        "exactly one of",
    ),
    ("neither", "message", [actions({"type": "static_select"})], "exactly one of: options, option_groups"),
    ("no options", "message", [actions(select(options=[]))], "no fewer than 1 items required"),
    (
        "initial option differs",
        "modal",
        [field("F", select(initial_option=option("one", "1")))],
        "must exactly match one of",
    ),
    (
        "same values",
        "message",
        [actions({"type": "overflow", "options": [option("a", "1"), option("b", "1")]})],
        "unique",
    ),
    ("bad date", "modal", [field("F", {"type": "datepicker", "initial_date": "2026-13-01"})], "must be a date"),
    ("bad time", "modal", [field("F", {"type": "timepicker", "initial_time": "24:00"})], "must be a time"),
    ("bad zone", "modal", [field("F", {"type": "timepicker", "timezone": "Mars/Base"})], "must be a valid timezone"),
    (
        "milliseconds",
        "modal",
        [field("F", {"type": "datetimepicker", "initial_date_time": 1795000000000})],
        "must be less than",
    ),
    (
        "lengths crossed",
        "modal",
        [field("F", {"type": "plain_text_input", "min_length": 9, "max_length": 3})],
        "min_length must not",
    ),
    (
        "numbers as numbers",
        "modal",
        [field("F", {"type": "number_input", "is_decimal_allowed": False, "min_value": 1})],
        "as a string",
    ),
    (
        "numbers crossed",
        "modal",
        [
            field(
                "F",
                {
                    "type": "number_input",
                    "is_decimal_allowed": False,
                    "min_value": "9",
                    "max_value": "10",
                    "initial_value": "x",
                },
            )
        ],
        "as a string",
    ),
    (
        "dispatched file",
        "modal",
        [field("F", {"type": "file_input"}, dispatch_action=True)],
        "not supported with file_input",
    ),
    (
        "two in focus",
        "modal",
        [
            field("F", {"type": "plain_text_input", "focus_on_load": True}),
            field("G", {"type": "plain_text_input", "focus_on_load": True}),
        ],
        "only one element can have focus_on_load",
    ),
    (
        "image twice",
        "message",
        [{"type": "image", "alt_text": "x", "image_url": "https://x", "slack_file": {"id": "F1"}}],
        "exactly one of",
    ),
    ("no alt text", "message", [{"type": "image", "image_url": "https://x"}], "missing required field: alt_text"),
    (
        "rich text leaf",
        "message",
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "shout"}]}]}],
        "unsupported type: shout",
    ),
    (
        "series names",
        "message",
        [chart(series=[{"name": "a", "data": [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 1}]}] * 2)],
        "series names must be unique",
    ),
    (
        "points missing",
        "message",
        [chart(series=[{"name": "a", "data": [{"label": "Mon", "value": 1}]}])],
        "one data point for each category",
    ),
    (
        "empty pie",
        "message",
        [
            {
                "type": "data_visualization",
                "title": "x",
                "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]},
            }
        ],
        "must be more than 0",
    ),
    (
        "menu that answers elsewhere",
        "message",
        [actions({"type": "channels_select", "response_url_enabled": True})],
        "only supported in modal inputs",
    ),
]


@for_each(("surface", "blocks", "words"), [row[1:] for row in REFUSED])
def test_what_slack_refuses(surface: Surface, blocks: list[Any], words: str) -> None:
    problems = block_problems(blocks, surface)

    assert any(words in problem for problem in problems), problems


ACCEPTED: list[tuple[Surface, Block]] = [
    (
        "message",
        section(
            "x", accessory={"type": "overflow", "action_id": "o", "options": [{**option("a", "1"), "url": "https://x"}]}
        ),
    ),
    ("message", actions(button("x", "a", style="danger", confirm=confirm(style="danger"), value=""))),
    ("modal", field("F", select(initial_option=option("One", "1")), optional=True, hint=plain("why"))),
    (
        "modal",
        field("F", {"type": "external_select", "min_query_length": 0, "initial_option": option("foo", "new:foo")}),
    ),
    ("modal", field("F", {"type": "multi_users_select", "initial_users": ["U0ANA"], "max_selected_items": 3})),
    ("modal", field("F", {"type": "radio_buttons", "options": [{"text": mrkdwn("*a*"), "value": "a"}]})),
    ("modal", field("F", {"type": "datetimepicker", "initial_date_time": 1795000000})),
    ("modal", field("F", {"type": "number_input", "is_decimal_allowed": True, "min_value": "0.5", "max_value": "10"})),
    (
        "modal",
        field("F", {"type": "conversations_select", "response_url_enabled": True, "filter": {"include": ["public"]}}),
    ),
    ("home", section("x", fields=None, expand=True)),
    ("message", {"type": "header", "text": plain("x"), "level": 2}),
    ("message", chart()),
    (
        "message",
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U0ANA"}]}],
        },
    ),
]


@for_each(("surface", "block"), ACCEPTED)
def test_what_slack_accepts(surface: Surface, block: Block) -> None:
    assert block_problems([block], surface) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "options", "rows"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(
    kind=st.sampled_from(["section", "actions", "input", "table", "rich_text", "data_visualization"]), rest=json_values
)
def test_no_nonsense_breaks_the_validator(kind: str, rest: Any) -> None:
    block = {"type": kind, "text": rest, "elements": rest, "element": rest, "rows": rest, "chart": rest, "label": rest}

    assert block_problems([block], "message")


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=3000))
def test_any_text_within_the_limit_passes(text: str) -> None:
    assert block_problems([section(text)], "message") == []
