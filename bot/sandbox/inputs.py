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

FindOption = Callable[[Json, str], Json | None]


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


def interactive(blocks: list[Json]) -> Iterator[Placed]:
    """Every element a person can use, in the order in which they stand."""
    for block in blocks:
        candidates = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        for element in candidates:
            if isinstance(element, dict) and "action_id" in element:
                yield Placed(block, element)


def find(blocks: list[Json], block_id: str, action_id: str) -> Placed | None:
    placed = interactive(blocks)
    return next((each for each in placed if (each.block_id, each.action_id) == (block_id, action_id)), None)


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def initial_state(element: Json) -> Json:
    """The element's entry in state.values before anybody touched it."""
    key = VALUE_KEYS[element["type"]]
    empty: list[Json] | None = [] if _is_many(key) else None
    state = {"type": element["type"], key: element.get(_INITIAL_KEYS.get(key, ""), empty)}
    return {**state, "timezone": element["timezone"]} if "timezone" in element else state


def chosen_state(element: Json, given: object, find_option: FindOption) -> Json:
    """The element's entry in state.values when a person gave it `given`: text, an id, an option's value or a list."""
    key = VALUE_KEYS[element["type"]]
    return {**initial_state(element), key: _chosen(element, key, given, find_option)}


def given_value(state: Json) -> object:
    """What the person gave, back from an entry of state.values."""
    value = state.get(VALUE_KEYS[state["type"]])
    if isinstance(value, list):
        return [each["value"] if isinstance(each, dict) else each for each in value]
    return value.get("value", value) if isinstance(value, dict) else value


def is_empty(state: Json) -> bool:
    return state.get(VALUE_KEYS[state["type"]]) in (None, "", [])


def _chosen(element: Json, key: str, given: object, find_option: FindOption) -> object:
    if given in (None, "", []):
        return [] if _is_many(key) else None
    if key == "selected_option":
        return _option(element, str(given), find_option)
    if key == "selected_options":
        return [_option(element, str(each), find_option) for each in given] if isinstance(given, list) else []
    return int(str(given)) if key == "selected_date_time" else given


def _option(element: Json, value: str, find_option: FindOption) -> Json:
    option = next((each for each in options_of(element) if each["value"] == value), None) or find_option(element, value)
    if option is None:
        raise UnknownOption(value)
    return {key: option[key] for key in ("text", "value", "description") if key in option}


def _is_many(key: str) -> bool:
    return key in {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
