"""The small functions every message and form is built with; Slack's limits are kept here, those of fields in `inputs`.

The limits are Slack's own (docs.slack.dev, Block Kit reference, November 2026).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.text import clip, unspelled

Block = dict[str, Any]
"""Raw Block Kit."""
View = dict[str, Any]

MESSAGE_TEXT_MAX = 4000
"""chat.update refuses more."""
BLOCKS_MAX = 50
VIEW_BLOCKS_MAX = 100
SECTION_MAX = 3000
FIELD_MAX = 2000
SMALL_PRINT_MAX = 3000
HEADER_MAX = 150
LABEL_MAX = 75
VALUE_MAX = 2000
OPTION_VALUE_MAX = 150
HINT_MAX = 150
OPTIONS_MAX = 100
OVERFLOW_MAX = 5
ALERT_MAX = 200
CHART_TITLE_MAX = 50
CHART_LABEL_MAX = 20
CHART_POINTS_MAX = 20
CHART_SERIES_MAX = 6
TITLE_MAX = 24


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says. `text` says everything the blocks do: screen readers read only that."""

    text: str
    blocks: list[Block]


def message(text: str, *blocks: Block) -> Message:
    """Return a message; without blocks, the text in one section."""
    said = fit(text, MESSAGE_TEXT_MAX)
    return Message(said, list(blocks)[:BLOCKS_MAX] or [section(text)])


def joined(first: Message, second: Message) -> Message:
    """Return one message that says both."""
    return message(f"{first.text} {second.text}", *first.blocks, *second.blocks)


def fit(markup: str, limit: int) -> str:
    """Return markup of ours with at most `limit` characters, never ending inside an escape or a mention.

    Views give people's words a budget with `escape`; this is the net below.
    """
    if len(markup) <= limit:
        return markup
    cut = markup[: limit - 1]
    for opening, closing in (("&", ";"), ("<", ">")):
        if cut.rfind(opening) > cut.rfind(closing):
            cut = cut[: cut.rfind(opening)]
    return cut + "…"


def header(text: str) -> Block:
    """Return a headline in plain text."""
    return {"type": "header", "text": plain(text, HEADER_MAX)}


def section(markup: str, *, accessory: Block | None = None, name: str = "") -> Block:
    """Return a paragraph; `name` is its block id, by which a press of its accessory tells where it was made."""
    block: Block = {"type": "section", "text": _markup(markup, SECTION_MAX)}
    return block | ({"accessory": accessory} if accessory else {}) | ({"block_id": name} if name else {})


def fields(*pairs: tuple[str, str]) -> Block:
    """Return up to ten labelled facts in two columns."""
    return {"type": "section", "fields": [_markup(f"*{label}*\n{value}", FIELD_MAX) for label, value in pairs[:10]]}


def divider() -> Block:
    """Return a line between what is above and what is below."""
    return {"type": "divider"}


def small_print(*markups: str) -> Block:
    """Return small print."""
    return {"type": "context", "elements": [_markup(markup, SMALL_PRINT_MAX) for markup in markups[:10]]}


def alert(markup: str, *, level: str = "error") -> Block:
    """Return what somebody must know, for a form; Slack takes it nowhere else."""
    return {"type": "alert", "level": level, "text": _markup(markup, ALERT_MAX)}


def actions(*elements: Block, name: str = "") -> Block:
    """Return a row of buttons and menus; `name` is its block id, by which a press tells where it was made."""
    block: Block = {"type": "actions", "elements": list(elements)[:25]}
    return block | ({"block_id": name} if name else {})


def button(label: str, *, id: str, value: str, style: str | None = None, about: str = "") -> Block:  # noqa: A002
    """Return a button; `value` is what the listener of `id` reads, `about` tells apart those with the same label."""
    element: Block = {"type": "button", "action_id": id, "text": plain(label, LABEL_MAX), "value": value[:VALUE_MAX]}
    said = {"accessibility_label": clip(f"{label}: {unspelled(about)}", LABEL_MAX)} if about else {}
    return element | ({"style": style} if style else {}) | said


def turns(*, previous: str | None, following: str | None, ids: tuple[str, str], name: str = "") -> list[Block]:
    """Return the buttons to the pages beside, with what the listeners of these ids read; None where there is none.

    *Next* stands first on each page: who reads on presses where they pressed before.
    """
    sides = (("Next", ids[1], following), ("Previous", ids[0], previous))
    buttons = [button(label, id=id_, value=value) for label, id_, value in sides if value]
    return [actions(*buttons, name=name)] if buttons else []


def menu(options: Sequence[tuple[str, str]], *, id: str, hint: str) -> Block:  # noqa: A002 - Slack's word
    """Return a menu of (label, value) pairs that acts as soon as something is chosen."""
    listed = [option(label, value) for label, value in options[:OPTIONS_MAX]]
    return {"type": "static_select", "action_id": id, "options": listed} | placeholder(hint)


def overflow(options: Sequence[tuple[str, str]], *, id: str) -> Block:  # noqa: A002 - Slack's word
    """Return the three dots beside a row: a few (label, value) pairs that act when chosen, and never stay chosen."""
    listed = [option(label, value) for label, value in options[:OVERFLOW_MAX]]
    return {"type": "overflow", "action_id": id, "options": listed}


def modal(
    title: str,
    *blocks: Block,
    id: str,  # noqa: A002 - Slack's word
    submit: str,
    metadata: str,
) -> View:
    """Return a form; `metadata` comes back with the submission."""
    return {
        "type": "modal",
        "callback_id": id,
        "title": plain(title, TITLE_MAX),
        "submit": plain(submit, TITLE_MAX),
        "close": plain("Cancel", TITLE_MAX),
        "private_metadata": metadata,
        "blocks": list(blocks)[:VIEW_BLOCKS_MAX],
    }


def home(*blocks: Block, metadata: str) -> View:
    """Return a Home tab; `metadata` comes back with each click on it."""
    return {"type": "home", "private_metadata": metadata, "blocks": list(blocks)[:VIEW_BLOCKS_MAX]}


def window(title: str, *blocks: Block, id: str, metadata: str) -> View:  # noqa: A002 - Slack's word
    """Return what shows something over the rest and submits nothing."""
    return {
        "type": "modal",
        "callback_id": id,
        "title": plain(title, TITLE_MAX),
        "close": plain("Close", TITLE_MAX),
        "private_metadata": metadata,
        "blocks": list(blocks)[:VIEW_BLOCKS_MAX],
    }


def lines_chart(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Block:
    """Return lines over the same labels, which differ from each other: (name, values) pairs."""
    shown = [clip(label, CHART_LABEL_MAX) for label in labels[:CHART_POINTS_MAX]]
    lines = [
        {
            "name": clip(name, CHART_LABEL_MAX),
            "data": [{"label": label, "value": value} for label, value in zip(shown, values, strict=False)],
        }
        for name, values in series[:CHART_SERIES_MAX]
    ]
    return _chart(title, {"type": "line", "series": lines, "axis_config": {"categories": shown}})


def shares_chart(title: str, shares: Sequence[tuple[str, int]]) -> Block:
    """Return a pie of (label, value) pairs, each of more than nothing."""
    segments = [{"label": clip(label, CHART_LABEL_MAX), "value": value} for label, value in shares[:CHART_SERIES_MAX]]
    return _chart(title, {"type": "pie", "segments": segments})


def without_charts(blocks: Sequence[Block]) -> list[Block]:
    """Return what is left for a Slack that does not take charts."""
    return [block for block in blocks if block["type"] != _CHART]


def option(label: str, value: str, *, about: str = "") -> Block:
    """Return one line of a menu, with what helps to tell it from its like below."""
    described = {"description": plain(about, LABEL_MAX)} if about else {}
    return {"text": plain(label, LABEL_MAX), "value": value[:OPTION_VALUE_MAX], **described}


def plain(text: str, limit: int) -> Block:
    """Return text without markup, clipped."""
    return {"type": "plain_text", "text": clip(text, limit) or " ", "emoji": True}


def placeholder(hint: str) -> Block:
    """Return what a field or a menu says while nothing is in it."""
    return {"placeholder": plain(hint, HINT_MAX)} if hint else {}


_CHART = "data_visualization"


def _chart(title: str, chart: Block) -> Block:
    return {"type": _CHART, "title": clip(title, CHART_TITLE_MAX), "chart": chart}


def _markup(markup: str, limit: int) -> Block:
    return {"type": "mrkdwn", "text": fit(markup, limit) or " ", "verbatim": True}
