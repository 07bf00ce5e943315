"""The fields of forms; Slack's limits on them are kept here."""

from collections.abc import Sequence

from bot.views.blocks import HINT_MAX, LABEL_MAX, Block, menu, option, placeholder, plain

CHECKBOXES_MAX = 10


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
        "label": plain(label, LABEL_MAX),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain(hint, HINT_MAX)} if hint else {})


def text_input(
    *, initial: str | None = None, lines: bool = False, longest: int, hint: str = "", focus: bool = False
) -> Block:
    """Return a field for words; `longest` is checked by Slack's client as people type."""
    element: Block = {"type": "plain_text_input", "action_id": "value", "multiline": lines, "max_length": longest}
    if initial:
        element["initial_value"] = initial[:longest]
    return element | placeholder(hint) | _focus(focus)


def choice(
    options: Sequence[tuple[str, str]], *, initial: str | None = None, hint: str = "Choose", focus: bool = False
) -> Block:
    """Return a menu of (label, value) pairs."""
    element = menu(options, id="value", hint=hint) | _focus(focus)
    chosen = [candidate for candidate in element["options"] if candidate["value"] == initial]
    return element | ({"initial_option": chosen[0]} if chosen else {})


def person_input(*, initial: str | None = None, hint: str = "Choose a person", focus: bool = False) -> Block:
    """Return a field for one person of the workspace."""
    element: Block = {"type": "users_select", "action_id": "value"} | placeholder(hint) | _focus(focus)
    return element | ({"initial_user": initial} if initial else {})


def channel_input(*, initial: str | None = None, hint: str = "Choose a channel") -> Block:
    """Return a field for one channel, public or private."""
    among = {"include": ["public", "private"], "exclude_bot_users": True}
    element: Block = {"type": "conversations_select", "action_id": "value", "filter": among} | placeholder(hint)
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
    element |= placeholder(hint) | _focus(focus)
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


def _focus(focus: bool) -> Block:  # noqa: FBT001 - passes on what `text_input` takes by keyword
    return {"focus_on_load": True} if focus else {}
