"""Block elements: what may stand in sections, actions and inputs, with their limits."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from zoneinfo import available_timezones

from bot.sandbox.block_kit.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    LINK_OPTION,
    MOST_OPTIONS,
    OPTION,
    OPTION_GROUP,
    RAW,
    RICH_OPTION,
    SLACK_FILE,
    URL,
    plain,
)
from bot.sandbox.block_kit.shapes import (
    Check,
    Choice,
    Flag,
    Items,
    Matching,
    Rule,
    Shape,
    Surface,
    Text,
    Whole,
    exactly_one,
    problem,
)
from bot.sandbox.slack_json import Json

_MODAL: frozenset[Surface] = frozenset({"modal"})
_NOT_HOME: frozenset[Surface] = frozenset({"message", "modal"})
_NOT_MESSAGE: frozenset[Surface] = frozenset({"modal", "home"})
_SOON: dict[str, Rule] = {"confirm": CONFIRM, "focus_on_load": Flag()}
_COMMON: dict[str, Rule] = {"action_id": ID, **_SOON, "placeholder": plain(150)}
_MANY: dict[str, Rule] = {"max_selected_items": Whole(1, 1000)}
_TYPED: dict[str, Rule] = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH,
}
_PEOPLE = Items(ID, MOST_OPTIONS, 0)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


_DATE = Matching(re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])").fullmatch, "must be a date as YYYY-MM-DD")
_TIME = Matching(re.compile(r"([01]\d|2[0-3]):[0-5]\d").fullmatch, "must be a time as HH:mm")
_ZONE = Matching(lambda name: name in available_timezones(), "must be a valid timezone")
_NUMBER = Matching(_is_number, "must provide a number as a string")


def _initial_options_exist(element: Json, pointer: str) -> Iterator[str]:
    """Slack compares the whole option: text, value and description."""
    grouped = [option for group in element.get("option_groups") or [] for option in group["options"]]
    options = [*(element.get("options") or []), *grouped]
    initial = [(element["initial_option"], "initial_option")] if element.get("initial_option") else []
    initial += [(each, f"initial_options/{index}") for index, each in enumerate(element.get("initial_options") or [])]
    for option, place in initial:
        if option not in options:
            yield problem("must exactly match one of the provided options", f"{pointer}/{place}")


def _values_are_unique(element: Json, pointer: str) -> Iterator[str]:
    values = [option["value"] for option in element.get("options") or []]
    if len(set(values)) != len(values):
        yield problem("option values must be unique", f"{pointer}/options")


def _bounds_are_ordered(low: str, high: str) -> Check:
    def check(element: Json, pointer: str) -> Iterator[str]:
        least, most = element.get(low), element.get(high)
        if least is not None and most is not None and Decimal(str(least)) > Decimal(str(most)):
            yield problem(f"{low} must not be greater than {high}", f"{pointer}/{low}")

    return check


def _static(option: Rule, initial: Mapping[str, Rule]) -> Shape:
    fields: dict[str, Rule] = {
        **_COMMON,
        "options": Items(option, MOST_OPTIONS),
        "option_groups": Items(OPTION_GROUP, MOST_OPTIONS),
        **initial,
    }
    return Shape(fields, checks=(exactly_one("options", "option_groups"), _initial_options_exist))


def _listed(option: Rule, most: int, initial: Mapping[str, Rule]) -> Shape:
    fields: dict[str, Rule] = {"action_id": ID, **_SOON, "options": Items(option, most), **initial}
    return Shape(fields, ("options",), checks=(_initial_options_exist, _values_are_unique))


def _picker(initial: Mapping[str, Rule]) -> Shape:
    return Shape({**_COMMON, **initial})


_EXTERNAL: dict[str, Rule] = {"min_query_length": Whole(0, 3000)}
_CONVERSATION: dict[str, Rule] = {"default_to_current_conversation": Flag(), "filter": FILTER}

ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {
            "action_id": ID,
            "text": plain(75),
            "value": Text(2000, 0),
            "url": URL,
            "style": Choice(("primary", "danger")),
            "confirm": CONFIRM,
            "accessibility_label": Text(75),
        },
        ("text",),
    ),
    "static_select": _static(OPTION, {"initial_option": OPTION}),
    "multi_static_select": _static(OPTION, {"initial_options": Items(OPTION, MOST_OPTIONS), **_MANY}),
    "external_select": _picker({"initial_option": OPTION, **_EXTERNAL}),
    "multi_external_select": _picker({"initial_options": Items(OPTION, MOST_OPTIONS), **_EXTERNAL, **_MANY}),
    "users_select": _picker({"initial_user": ID}),
    "multi_users_select": _picker({"initial_users": _PEOPLE, **_MANY}),
    "conversations_select": _picker({"initial_conversation": ID, "response_url_enabled": Flag(), **_CONVERSATION}),
    "multi_conversations_select": _picker({"initial_conversations": _PEOPLE, **_CONVERSATION, **_MANY}),
    "channels_select": _picker({"initial_channel": ID, "response_url_enabled": Flag()}),
    "multi_channels_select": _picker({"initial_channels": _PEOPLE, **_MANY}),
    "overflow": Shape(
        {"action_id": ID, "options": Items(LINK_OPTION, 5), "confirm": CONFIRM},
        ("options",),
        checks=(_values_are_unique,),
    ),
    "checkboxes": _listed(RICH_OPTION, 10, {"initial_options": Items(RICH_OPTION, 10)}),
    "radio_buttons": _listed(RICH_OPTION, 10, {"initial_option": RICH_OPTION}),
    "datepicker": _picker({"initial_date": _DATE}),
    "timepicker": _picker({"initial_time": _TIME, "timezone": _ZONE}),
    "datetimepicker": Shape(
        {"action_id": ID, **_SOON, "initial_date_time": Whole(1_000_000_000, 9_999_999_999)}, surfaces=_NOT_HOME
    ),
    "plain_text_input": Shape(
        {
            **_TYPED,
            "initial_value": Text(3000, 0),
            "multiline": Flag(),
            "min_length": Whole(0, 3000),
            "max_length": Whole(1, 3000),
        },
        checks=(_bounds_are_ordered("min_length", "max_length"),),
    ),
    "email_text_input": Shape({**_TYPED, "initial_value": Text(3000, 0)}, surfaces=_MODAL),
    "url_text_input": Shape({**_TYPED, "initial_value": Text(3000, 0)}, surfaces=_MODAL),
    "number_input": Shape(
        {
            **_TYPED,
            "is_decimal_allowed": Flag(),
            "initial_value": _NUMBER,
            "min_value": _NUMBER,
            "max_value": _NUMBER,
        },
        ("is_decimal_allowed",),
        surfaces=_MODAL,
        checks=(_bounds_are_ordered("min_value", "max_value"),),
    ),
    "rich_text_input": Shape(
        {**_TYPED, "initial_value": RAW, "min_lines": Whole(1, 100), "max_lines": Whole(1, 100)}, surfaces=_NOT_MESSAGE
    ),
    "file_input": Shape(
        {"action_id": ID, "filetypes": Items(Text(30), 100), "max_files": Whole(1, 10)}, surfaces=_MODAL
    ),
    "image": Shape(
        {"image_url": URL, "slack_file": SLACK_FILE, "alt_text": Text(2000)},
        ("alt_text",),
        checks=(exactly_one("image_url", "slack_file"),),
    ),
}

_PICKERS = frozenset(name for name in ELEMENTS if name.endswith(("_select", "picker")))
_BOXES = frozenset({"checkboxes", "radio_buttons"})
IN_ACTIONS = _PICKERS | _BOXES | {"button", "overflow"}
# Slack's table has no datetimepicker beside a section's text.
IN_SECTION = (IN_ACTIONS | {"image"}) - {"datetimepicker"}
IN_INPUT = _PICKERS | _BOXES | {name for name in ELEMENTS if name.endswith("_input")}
