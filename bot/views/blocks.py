"""The small functions every message and form is built with; Slack's limits are kept here and nowhere else.

The limits are Slack's own (docs.slack.dev, Block Kit reference, November 2026).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.text import clip

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
OVERFLOW_MAX = 5
CHECKBOXES_MAX = 10
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
    return {"type": "header", "text": _plain(text, HEADER_MAX)}


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


def button(label: str, *, id: str, value: str, style: str | None = None) -> Block:  # noqa: A002 - Slack's word
    """Return a button; `value` is what the listener of `id` reads."""
    element: Block = {"type": "button", "action_id": id, "text": _plain(label, LABEL_MAX), "value": value[:VALUE_MAX]}
    return element | ({"style": style} if style else {})


def turns(*, previous: str | None, following: str | None, ids: tuple[str, str], name: str = "") -> list[Block]:
    """Return the buttons to the pages beside, with what the listeners of these ids read; None where there is none."""
    sides = (("Previous", ids[0], previous), ("Next", ids[1], following))
    buttons = [button(label, id=id_, value=value) for label, id_, value in sides if value]
    return [actions(*buttons, name=name)] if buttons else []


def menu(options: Sequence[tuple[str, str]], *, id: str, hint: str) -> Block:  # noqa: A002 - Slack's word
    """Return a menu of (label, value) pairs that acts as soon as something is chosen."""
    return choice(options, hint=hint) | {"action_id": id}


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
        "title": _plain(title, TITLE_MAX),
        "submit": _plain(submit, TITLE_MAX),
        "close": _plain("Cancel", TITLE_MAX),
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
        "title": _plain(title, TITLE_MAX),
        "close": _plain("Close", TITLE_MAX),
        "private_metadata": metadata,
        "blocks": list(blocks)[:VIEW_BLOCKS_MAX],
    }


def told_at_once(block: Block, *, id: str) -> Block:  # noqa: A002 - Slack's word
    """Return a field of which the listener of `id` is told when something is chosen in it, or Enter is pressed."""
    on_enter: Block = {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
    element = block["element"] | {"action_id": id}
    is_typed = element["type"] == "plain_text_input"
    return {**block, "dispatch_action": True, "element": element | (on_enter if is_typed else {})}


def renewed(block: Block, *, version: str) -> Block:
    """Return a field under an id of its own, so that Slack's client shows what we send and not what it held."""
    if block["type"] != "input":
        return block
    element = block["element"]
    return {**block, "element": {**element, "action_id": f"{element['action_id']}@{version}"}}


def labelled(label: str, element: Block, *, name: str, optional: bool = False, hint: str = "") -> Block:
    """Return an input of a form; `name` is its block id, where its errors go."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": _plain(label, LABEL_MAX),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": _plain(hint, HINT_MAX)} if hint else {})


def text_input(
    *, initial: str | None = None, lines: bool = False, longest: int, hint: str = "", focus: bool = False
) -> Block:
    """Return a field for words; `longest` is checked by Slack's client as people type."""
    element: Block = {"type": "plain_text_input", "action_id": "value", "multiline": lines, "max_length": longest}
    if initial:
        element["initial_value"] = initial[:longest]
    return element | _placeholder(hint) | _focus(focus)


def choice(
    options: Sequence[tuple[str, str]], *, initial: str | None = None, hint: str = "Choose", focus: bool = False
) -> Block:
    """Return a menu of (label, value) pairs."""
    element: Block = {
        "type": "static_select",
        "action_id": "value",
        "options": [option(label, value) for label, value in options[:100]],
    }
    chosen = [candidate for candidate in element["options"] if candidate["value"] == initial]
    return element | _placeholder(hint) | _focus(focus) | ({"initial_option": chosen[0]} if chosen else {})


def person_input(*, initial: str | None = None, hint: str = "Choose a person", focus: bool = False) -> Block:
    """Return a field for one person of the workspace."""
    element: Block = {"type": "users_select", "action_id": "value"} | _placeholder(hint) | _focus(focus)
    return element | ({"initial_user": initial} if initial else {})


def channel_input(*, initial: str | None = None, hint: str = "Choose a channel") -> Block:
    """Return a field for one channel, public or private."""
    among = {"include": ["public", "private"], "exclude_bot_users": True}
    element: Block = {"type": "conversations_select", "action_id": "value", "filter": among} | _placeholder(hint)
    return element | ({"initial_conversation": initial} if initial else {})


def time_input(*, initial: str) -> Block:
    """Return a field for a time of day, `HH:MM`."""
    return {"type": "timepicker", "action_id": "value", "initial_time": initial}


def checkboxes(options: Sequence[tuple[str, str]], *, initial: Sequence[str]) -> Block:
    """Return boxes for (label, value) pairs, of which any can be ticked."""
    listed = [option(label, value) for label, value in options[:CHECKBOXES_MAX]]
    ticked = [each for each in listed if each["value"] in initial]
    element: Block = {"type": "checkboxes", "action_id": "value", "options": listed}
    return element | ({"initial_options": ticked} if ticked else {})


def lookup(
    *,
    id: str,  # noqa: A002 - Slack's word
    initial: tuple[str, str] | None = None,
    hint: str = "",
    focus: bool = False,
) -> Block:
    """Return a field whose options are asked from the listener of `id` as people type."""
    element: Block = {"type": "external_select", "action_id": id, "min_query_length": 0}
    element |= _placeholder(hint) | _focus(focus)
    return element | ({"initial_option": option(*initial)} if initial else {})


def lookup_many(*, id: str, initial: Sequence[str], most: int, hint: str) -> Block:  # noqa: A002 - Slack's word
    """Return a field for several values, whose options are asked from the listener of `id` as people type."""
    element: Block = lookup(id=id, hint=hint) | {"type": "multi_external_select", "max_selected_items": most}
    return element | ({"initial_options": [option(value, value) for value in initial[:most]]} if initial else {})


def moment_input() -> Block:
    """Return a field for a day and a time, in the zone of whoever fills it in; its value is in Unix seconds."""
    return {"type": "datetimepicker", "action_id": "value"}


def files_input(*, most: int) -> Block:
    """Return a field for files, which Slack keeps."""
    return {"type": "file_input", "action_id": "value", "max_files": most}


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


def option(label: str, value: str) -> Block:
    """Return one line of a menu."""
    return {"text": _plain(label, LABEL_MAX), "value": value[:OPTION_VALUE_MAX]}


_CHART = "data_visualization"


def _chart(title: str, chart: Block) -> Block:
    return {"type": _CHART, "title": clip(title, CHART_TITLE_MAX), "chart": chart}


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": clip(text, limit) or " ", "emoji": True}


def _markup(markup: str, limit: int) -> Block:
    return {"type": "mrkdwn", "text": fit(markup, limit) or " ", "verbatim": True}


def _placeholder(hint: str) -> Block:
    return {"placeholder": _plain(hint, HINT_MAX)} if hint else {}


def _focus(focus: bool) -> Block:  # noqa: FBT001 - passes on what `text_input` takes by keyword
    return {"focus_on_load": True} if focus else {}
