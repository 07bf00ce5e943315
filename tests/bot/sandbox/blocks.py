"""Blocks and elements for the tests of the limits."""

from typing import Any

from tests.bot.sandbox.app import option, plain

Block = dict[str, Any]


def select(**more: Any) -> Block:
    return {"type": "static_select", "action_id": "menu", "options": [option("One", "1")], **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def confirm(**more: Any) -> Block:
    texts = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
    return {**texts, **more}


def options(count: int) -> list[Block]:
    return [option(str(number), str(number)) for number in range(count)]


def table(rows: int = 1, cells: int = 1, text: str = "x") -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows}


def chart(**more: Any) -> Block:
    plot = {
        "type": "bar",
        "axis_config": {"categories": ["Mon", "Tue"]},
        "series": [{"name": "Opened", "data": [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 2}]}],
    }
    return {"type": "data_visualization", "title": "Per day", "chart": {**plot, **more}}
