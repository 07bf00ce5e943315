"""Interactive elements: where they stand, and their values as Slack sends them and as people give them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.sandbox.slack_json import Json

# The key that holds an element's value, in actions[] and in state.values alike.
VALUE_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
STATELESS = frozenset({"button", "overflow", "image", "workflow_button", "feedback_buttons", "icon_button"})
_STATEFUL = VALUE_KEYS.keys() - STATELESS
_INITIAL_KEYS = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}

Find = Callable[[Json, str], Json | None]
"""What an element may hold under that name: an option by its value, a file by its id."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An interactive element and the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])


class UnknownOption(Exception):
    """Somebody chose what the element does not offer."""


class UnreadableValue(Exception):
    """Somebody gave what no client gives for such an element."""


def interactive(blocks: list[Json]) -> Iterator[Placed]:
    """Every element a person can use, in the order in which they stand."""
    for block in blocks:
        for element in _elements(block):
            if "action_id" in element:
                yield Placed(block, element)


def holds_state(block: Json) -> bool:
    """Whether people can give something that stays there, not only press."""
    return any(element.get("type") in _STATEFUL for element in _elements(block))


def _elements(block: Json) -> list[Json]:
    parts = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
    return [part for part in parts if isinstance(part, dict)]


def find(blocks: list[Json], block_id: str, action_id: str) -> Placed | None:
    placed = interactive(blocks)
    return next((each for each in placed if (each.block_id, each.action_id) == (block_id, action_id)), None)


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def initial_options(element: Json) -> list[Json]:
    """What an external select holds from the start, though nobody has typed into it."""
    single = element.get("initial_option")
    return [*([single] if single else []), *element.get("initial_options", [])]


def initial_state(element: Json) -> Json:
    """The element's entry in state.values before anybody touched it."""
    key = VALUE_KEYS[element["type"]]
    empty: list[Json] | None = [] if _is_many(key) else None
    state = {"type": element["type"], key: element.get(_INITIAL_KEYS.get(key, ""), empty)}
    return {**state, "timezone": element["timezone"]} if "timezone" in element else state


def chosen_state(element: Json, given: object, find: Find) -> Json:
    """The element's entry in state.values when a person gave it `given`: text, an id, an option's value or a list."""
    key = VALUE_KEYS[element["type"]]
    return {**initial_state(element), key: _chosen(element, key, given, find)}


def given_value(state: Json) -> object:
    """What the person gave, back from an entry of state.values."""
    value = state.get(VALUE_KEYS[state["type"]])
    if isinstance(value, list):
        return [each.get("value", each.get("id")) if isinstance(each, dict) else each for each in value]
    return value.get("value", value) if isinstance(value, dict) else value


def may_hold(element: Json, state: Json) -> bool:
    """Whether an element can hold a state that was given to the one before it: same type, and still on offer."""
    if state["type"] != element["type"]:
        return False
    offered = [option["value"] for option in options_of(element)]
    chosen = state.get(VALUE_KEYS[state["type"]]) or []
    options = chosen if isinstance(chosen, list) else [chosen]
    return not offered or all(option["value"] in offered for option in options)


def held_state(view: Json, placed: Placed) -> Json | None:
    """The element's entry in the view's state.values; buttons have none."""
    state: Json | None = view["state"]["values"].get(placed.block_id, {}).get(placed.action_id)
    return state


def held_option(state: Json | None, value: str) -> Json | None:
    """The option with that value among those already chosen: an update may have taken it off the list since."""
    held = None if state is None else state.get(VALUE_KEYS[state["type"]])
    chosen = held if isinstance(held, list) else [held]
    return next((each for each in chosen if isinstance(each, dict) and each.get("value") == value), None)


def tells_while_typed(element: Json) -> bool:
    """Whether filling it in tells the app at once, where its block says that it tells: words may wait for Enter."""
    if not element["type"].endswith("_text_input"):
        return True
    triggers = element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
    return "on_character_entered" in triggers


def is_empty(state: Json) -> bool:
    return state.get(VALUE_KEYS[state["type"]]) in (None, "", [])


def _chosen(element: Json, key: str, given: object, find: Find) -> object:
    if given in (None, "", []):
        return [] if _is_many(key) else None
    if not _is_many(key):
        return _one(element, key, given, find)
    if not isinstance(given, list):
        raise UnreadableValue(given)
    return [_one(element, key, each, find) for each in given]


def _one(element: Json, key: str, given: object, find: Find) -> object:
    if key == "selected_date_time":
        return _whole(given)
    if key == "rich_text_value":
        return given
    if not isinstance(given, str):
        raise UnreadableValue(given)
    if key == "files":
        return _known(find(element, given), given)
    return _option(element, given, find) if key.startswith("selected_option") else given


def _whole(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise UnreadableValue(given)
    return given


def _option(element: Json, value: str, find: Find) -> Json:
    listed = next((each for each in options_of(element) if each["value"] == value), None)
    option = _known(listed or find(element, value), value)
    return {key: option[key] for key in ("text", "value", "description") if key in option}


def _known(found: Json | None, name: str) -> Json:
    if found is None:
        raise UnknownOption(name)
    return found


def _is_many(key: str) -> bool:
    return key in {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
