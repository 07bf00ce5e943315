"""Blocks: what may stand on which surface, with their limits."""

from collections.abc import Iterator

from bot.sandbox.block_kit.charts import CHARTS
from bot.sandbox.block_kit.elements import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION
from bot.sandbox.block_kit.objects import ID, RAW, SLACK_FILE, URL, plain, text
from bot.sandbox.block_kit.shapes import (
    Choice,
    Flag,
    Items,
    OneOf,
    Shape,
    Surface,
    Text,
    Whole,
    at_least_one,
    exactly_one,
    problem,
)
from bot.sandbox.slack_json import Json

_MODAL: frozenset[Surface] = frozenset({"modal"})
_MESSAGE: frozenset[Surface] = frozenset({"message"})
_LEAVES = ("text", "link", "user", "usergroup", "channel", "emoji", "broadcast", "color", "date", "team")
_LEAF_NEEDS = {
    "text": "text",
    "link": "url",
    "user": "user_id",
    "usergroup": "usergroup_id",
    "channel": "channel_id",
    "emoji": "name",
    "broadcast": "range",
    "color": "value",
    "date": "timestamp",
    "team": "team_id",
}
_LEAF = OneOf({name: Shape({}, (_LEAF_NEEDS[name],), is_open=True) for name in _LEAVES})
_INLINE = Items(_LEAF, 1000, 0)
_RICH_SECTION = Shape({"elements": _INLINE}, ("elements",))
_RICH_PARTS = {
    "rich_text_section": _RICH_SECTION,
    "rich_text_list": Shape(
        {
            "elements": Items(OneOf({"rich_text_section": _RICH_SECTION}), 1000),
            "style": Choice(("bullet", "ordered")),
            "indent": Whole(0, 8),
            "offset": Whole(0, 10_000),
            "border": Whole(0, 1),
        },
        ("elements", "style"),
    ),
    "rich_text_preformatted": Shape({"elements": _INLINE, "border": Whole(0, 1), "language": Text(30)}, ("elements",)),
    "rich_text_quote": Shape({"elements": _INLINE, "border": Whole(0, 1)}, ("elements",)),
}
_CONTEXT = OneOf(
    {"image": ELEMENTS["image"], "mrkdwn": text(3000).shapes["mrkdwn"], "plain_text": text(3000).shapes["plain_text"]}
)


def _action_ids_are_unique(block: Json, pointer: str) -> Iterator[str]:
    named = [element["action_id"] for element in block["elements"] if "action_id" in element]
    for twice in sorted({each for each in named if named.count(each) > 1}):
        yield problem(f'`action_id` "{twice}" already exists for another element in this block', f"{pointer}/elements")


def _no_files_dispatched(block: Json, pointer: str) -> Iterator[str]:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        yield problem("dispatch_action is not supported with file_input", f"{pointer}/dispatch_action")


BLOCKS: dict[str, Shape] = {
    "section": Shape(
        {
            "block_id": ID,
            "text": text(3000),
            "fields": Items(text(2000), 10),
            "accessory": OneOf(ELEMENTS, IN_SECTION),
            "expand": Flag(),
        },
        checks=(at_least_one("text", "fields"),),
    ),
    "actions": Shape(
        {"block_id": ID, "elements": Items(OneOf(ELEMENTS, IN_ACTIONS), 25)},
        ("elements",),
        checks=(_action_ids_are_unique,),
    ),
    "context": Shape({"block_id": ID, "elements": Items(_CONTEXT, 10)}, ("elements",)),
    "divider": Shape({"block_id": ID}),
    "header": Shape({"block_id": ID, "text": plain(150), "level": Whole(1, 4)}, ("text",)),
    "image": Shape(
        {"block_id": ID, "image_url": URL, "slack_file": SLACK_FILE, "alt_text": Text(2000), "title": plain(2000)},
        ("alt_text",),
        checks=(exactly_one("image_url", "slack_file"),),
    ),
    "input": Shape(
        {
            "block_id": ID,
            "label": plain(2000),
            "hint": plain(2000),
            "optional": Flag(),
            "dispatch_action": Flag(),
            "element": OneOf(ELEMENTS, IN_INPUT),
        },
        ("label", "element"),
        checks=(_no_files_dispatched,),
    ),
    "rich_text": Shape({"block_id": ID, "elements": Items(OneOf(_RICH_PARTS), 100)}, ("elements",)),
    "alert": Shape(
        {"block_id": ID, "text": text(200), "level": Choice(("default", "info", "warning", "error", "success"))},
        ("text",),
        surfaces=_MODAL,
    ),
    "markdown": Shape({"block_id": ID, "text": Text(12_000)}, ("text",), surfaces=_MESSAGE),
    "context_actions": Shape({"block_id": ID, "elements": Items(RAW, 5)}, ("elements",), surfaces=_MESSAGE),
    **CHARTS,
}
BLOCK = OneOf(BLOCKS)
