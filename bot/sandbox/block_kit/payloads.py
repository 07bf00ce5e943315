"""Whole payloads: the blocks of a message, and views, with the rules that hold across blocks."""

from collections.abc import Iterator

from bot.sandbox.block_kit.blocks import BLOCK
from bot.sandbox.block_kit.objects import plain
from bot.sandbox.block_kit.shapes import Choice, Flag, Items, Rule, Shape, Surface, Text, problem
from bot.sandbox.slack_json import Json

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_CHARTS = 2
LONGEST_MARKDOWN = 12_000
LONGEST_TABLE = 10_000
TOO_MANY_TABLES = "only_one_table_allowed"
_TABLES = frozenset({"table", "data_table"})
_ANY_VIEW: dict[str, Rule] = {
    "type": Choice(("modal", "home")),
    "private_metadata": Text(3000, 0),
    "callback_id": Text(255, 0),
    "external_id": Text(255, 0),
}
_MODAL_ONLY: dict[str, Rule] = {
    "title": plain(24),
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": Flag(),
    "notify_on_close": Flag(),
    "submit_disabled": Flag(),
}
_VIEWS = {
    "modal": Shape(
        {**_ANY_VIEW, **_MODAL_ONLY, "blocks": Items(BLOCK, MOST_BLOCKS["modal"])}, ("type", "title", "blocks")
    ),
    # Slack takes these on a Home tab too and makes nothing of them.
    "home": Shape({**_ANY_VIEW, **_MODAL_ONLY, "blocks": Items(BLOCK, MOST_BLOCKS["home"], 0)}, ("type", "blocks")),
}


def block_problems(blocks: object, surface: Surface, *, pointer: str = "/blocks") -> list[str]:
    """What is wrong with the blocks, in Slack's words with JSON pointers; nothing when Slack takes them."""
    found = list(Items(BLOCK, MOST_BLOCKS[surface], 0).problems(blocks, pointer, surface))
    if found or not isinstance(blocks, list):
        return found
    return [*_across(blocks, pointer), *(_only_in_messages(blocks, pointer) if surface == "message" else ())]


def view_problems(view: object, surface: Surface) -> list[str]:
    if not isinstance(view, dict):
        return ["[ERROR] missing required field: view"]
    if view.get("type") != surface:
        return [problem(f"invalid view type: {view.get('type')}", "/view/type")]
    found = list(_VIEWS[surface].problems(view, "/view", surface))
    return found or [*_across(view["blocks"], "/view/blocks"), *_form_problems(view)]


def _across(blocks: list[Json], pointer: str) -> Iterator[str]:
    named = [block["block_id"] for block in blocks if block.get("block_id")]
    for twice in sorted({each for each in named if named.count(each) > 1}):
        index = max(index for index, block in enumerate(blocks) if block.get("block_id") == twice)
        yield problem(f'`block_id` "{twice}" already exists for another block', f"{pointer}/{index}/block_id")
    elements = [element for block in blocks for element in _elements(block)]
    if sum(bool(element.get("focus_on_load")) for element in elements) > 1:
        yield problem("only one element can have focus_on_load", pointer)


def _only_in_messages(blocks: list[Json], pointer: str) -> Iterator[str]:
    """Rules over a message as a whole: its tables, charts, markdown and menus."""
    yield from _table_problems([block for block in blocks if block["type"] in _TABLES], pointer)
    if sum(block["type"] == "data_visualization" for block in blocks) > MOST_CHARTS:
        yield problem(f"no more than {MOST_CHARTS} data_visualization blocks allowed", pointer)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > LONGEST_MARKDOWN:
        yield problem(f"markdown must be less than {LONGEST_MARKDOWN + 1} characters in total", pointer)
    if any(element.get("response_url_enabled") for block in blocks for element in _elements(block)):
        yield problem("response_url_enabled is only supported in modal inputs", pointer)


def _table_problems(tables: list[Json], pointer: str) -> Iterator[str]:
    if len(tables) > 1:
        yield problem(TOO_MANY_TABLES, pointer)
    if sum(_cell_length(cell) for table in tables for row in table["rows"] for cell in row) > LONGEST_TABLE:
        yield problem(f"table cells must be less than {LONGEST_TABLE + 1} characters in total", pointer)


def _form_problems(view: Json) -> Iterator[str]:
    has_inputs = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_inputs and not view.get("submit"):
        yield problem("missing required field: submit", "/view")
    for index, block in enumerate(view["blocks"]):
        outside = block["type"] != "input" or view["type"] != "modal"
        if outside and any(element.get("response_url_enabled") for element in _elements(block)):
            yield problem("response_url_enabled is only supported in modal inputs", f"/view/blocks/{index}")


def _elements(block: Json) -> list[Json]:
    inner = block.get("elements") if block["type"] == "actions" else []
    return [element for element in [block.get("element"), block.get("accessory"), *(inner or [])] if element]


def _cell_length(cell: Json) -> int:
    if cell["type"] == "rich_text":
        return sum(_cell_length(inner) for inner in cell["elements"])
    if isinstance(cell.get("elements"), list):
        return sum(_cell_length(inner) for inner in cell["elements"])
    return len(str(cell.get("text", cell.get("value", ""))))
