"""Judges whole messages, forms, Home tabs and acks by the table of limits: each function returns every complaint."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.slack_reference.block_kit import (
    BLOCKS,
    LARGEST_METADATA,
    LARGEST_VIEW,
    LONGEST_TEXT,
    MESSAGE,
    MODAL,
    MOST_BLOCKS,
    MOST_CHARTS,
    MOST_IN_TABLES,
    MOST_MARKDOWN,
    MOST_TABLES,
    ONLY_ON,
    OPTION_GROUPS,
    OPTIONS,
    TABLES,
    VIEWS,
)
from tests.slack_reference.shapes import characters, listed, typed

Part = dict[str, Any]


def message_problems(message: Mapping[str, Any]) -> list[str]:
    """Say why Slack would refuse the message, or a screen reader would have nothing to read."""
    text = message.get("text")
    found = list(characters(LONGEST_TEXT)(text, "text"))
    if not found and not str(text).strip():
        found.append("text: nothing but blanks, and it is all that screen readers read")
    if len(json.dumps(message.get("metadata"))) > LARGEST_METADATA:
        found.append("metadata: too large")
    blocks = message.get("blocks")
    if blocks is not None:
        found += listed(typed(BLOCKS), MOST_BLOCKS[MESSAGE])(blocks, "blocks")
    return found or list(_problems_across(blocks or [], MESSAGE))


def view_problems(view: Mapping[str, Any], surface: str) -> list[str]:
    """Say why Slack would refuse the view as a modal, or as a Home tab."""
    found = list(typed({surface: VIEWS[surface]})(view, "view"))
    if len(json.dumps(view)) > LARGEST_VIEW:
        found.append("view: too large")
    if found:
        return found
    blocks = view["blocks"]
    if surface == MODAL and _inputs(blocks) and "submit" not in view:
        found.append("view.submit: missing, and the view has inputs")
    return [*found, *_problems_across(blocks, surface)]


def command_answer_problems(answer: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the ack of a slash command."""
    if not answer:
        return []
    unknown = answer.keys() - {"text", "blocks", "response_type"}
    return [*_unknown(unknown), *message_problems(answer)]


def submission_answer_problems(answer: Mapping[str, Any], submitted: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the ack of a form; `submitted` is the view as it was sent."""
    match answer.get("response_action"):
        case None:
            return _unknown(answer.keys())
        case "clear":
            return _unknown(answer.keys() - {"response_action"})
        case "update" | "push":
            return [*_unknown(answer.keys() - {"response_action", "view"}), *view_problems(answer["view"], MODAL)]
        case "errors":
            return list(_error_problems(answer["errors"], _inputs(submitted["blocks"])))
        case other:
            return [f"response_action: there is no {other}"]


def options_answer_problems(answer: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the ack of a lookup."""
    if answer.keys() == {"option_groups"}:
        return list(OPTION_GROUPS(answer["option_groups"], "option_groups"))
    if answer.keys() == {"options"}:
        return [*OPTIONS(answer["options"], "options"), *_not_unique(answer["options"], "value", "options")]
    return [f"a lookup is answered with options or with option_groups, not with {sorted(answer)}"]


def _unknown(names: Iterable[str]) -> list[str]:
    return [f"ack.{name}: there is no such field" for name in sorted(names)]


def _error_problems(errors: Mapping[str, Any], inputs: list[Part]) -> Iterator[str]:
    if not errors:
        yield "errors: there are none"
    for name, words in errors.items():
        if name not in {block["block_id"] for block in inputs}:
            yield f"errors.{name}: the form has no such input"
        if not isinstance(words, str) or not words.strip():
            yield f"errors.{name}: says nothing"


def _problems_across(blocks: list[Part], surface: str) -> Iterator[str]:
    """Yield what is wrong between parts that are right by themselves."""
    parts = list(_parts(blocks))
    yield from _not_unique(blocks, "block_id", "blocks")
    yield from (
        f"{part['type']}: not in a {surface}" for part in parts if surface not in ONLY_ON.get(part["type"], {surface})
    )
    if sum(part.get("focus_on_load", False) for part in parts) > 1:
        yield "focus_on_load: in more than one place"
    if surface == MESSAGE:
        yield from _problems_of_totals(blocks)
    allowed = [block["element"] for block in _inputs(blocks)] if surface == MODAL else []
    if any(part.get("response_url_enabled") and part not in allowed for part in parts):
        yield "response_url_enabled: only in an input of a form"
    for part in parts:
        yield from _problems_within(part)


def _problems_of_totals(blocks: list[Part]) -> Iterator[str]:
    kinds = Counter(block["type"] for block in blocks)
    cells = [cell for block in blocks if block["type"] in TABLES for row in block["rows"] for cell in row]
    if sum(len(str(cell.get("text", cell.get("value")))) for cell in cells) > MOST_IN_TABLES:
        yield f"tables: more than {MOST_IN_TABLES} characters in all"
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MOST_MARKDOWN:
        yield f"markdown: more than {MOST_MARKDOWN} characters in all"
    if kinds["data_visualization"] > MOST_CHARTS:
        yield f"data_visualization: more than {MOST_CHARTS}"
    if sum(kinds[kind] for kind in TABLES) > MOST_TABLES:
        yield f"table: more than {MOST_TABLES}"


def _problems_within(part: Part) -> Iterator[str]:
    """Yield what is wrong between the fields of one part."""
    kind = part["type"]
    if kind == "actions":
        yield from _not_unique(part["elements"], "action_id", kind)
    if kind == "input" and part.get("dispatch_action") and part["element"]["type"] == "file_input":
        yield "dispatch_action: never with file_input"
    if kind == "data_table" and len({len(row) for row in part["rows"]}) > 1:
        yield "data_table: rows of different lengths"
    yield from _option_problems(part)
    yield from _bound_problems(part)
    yield from _series_problems(part)


def _bound_problems(part: Part) -> Iterator[str]:
    for low, high in (("min_length", "max_length"), ("min_value", "max_value")):
        if low in part and high in part and Decimal(part[low]) > Decimal(part[high]):
            yield f"{part['type']}: {low} is above {high}"


def _option_problems(part: Part) -> Iterator[str]:
    lists = [part.get("options", []), *(group["options"] for group in part.get("option_groups", []))]
    offered = [option for listed_together in lists for option in listed_together]
    chosen = [part["initial_option"]] if "initial_option" in part else part.get("initial_options", [])
    for listed_together in lists:
        yield from _not_unique(listed_together, "value", part["type"])
    if offered and any(option not in offered for option in chosen):
        yield f"{part['type']}: the initial option is not exactly one of the options"


def _series_problems(chart: Part) -> Iterator[str]:
    drawn = chart.get("series", [])
    yield from _not_unique(drawn, "name", "series")
    for series in drawn:
        if sorted(point["label"] for point in series["data"]) != sorted(chart["axis_config"]["categories"]):
            yield f"series {series['name']}: needs one point for each category"


def _not_unique(parts: Iterable[Part], name: str, where: str) -> list[str]:
    times = Counter(part[name] for part in parts if name in part)
    return [f"{where}: {name} {value!r} is there {count} times" for value, count in times.items() if count > 1]


def _inputs(blocks: list[Part]) -> list[Part]:
    return [block for block in blocks if block["type"] == "input"]


def _parts(part: object) -> Iterator[Part]:
    """Yield everything that has a type, from the outside in."""
    if isinstance(part, dict):
        if "type" in part:
            yield part
        for inner in part.values():
            yield from _parts(inner)
    if isinstance(part, list):
        for inner in part:
            yield from _parts(inner)
