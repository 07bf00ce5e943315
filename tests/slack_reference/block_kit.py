"""Slack's limits for blocks, elements and views, as a table; what has no row here is not sent.

By hand from docs.slack.dev (Block Kit reference, November 2026), not from the bot's or the sandbox's own limits.
"""

import re
from collections.abc import Mapping
from zoneinfo import available_timezones

from tests.slack_reference.shapes import (
    Fields,
    Rule,
    characters,
    fields,
    flag,
    like,
    listed,
    number,
    one_of,
    positive,
    typed,
    whole,
)

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
LONGEST_TEXT = 4_000
"""Of a message: chat.update refuses more, and what is posted is updated one day."""
MOST_MARKDOWN = 12_000
MOST_IN_TABLES = 10_000
"""Characters in all blocks of the kind in one message."""
MOST_CHARTS = 2
MOST_TABLES = 1
LARGEST_VIEW = 250_000
LARGEST_METADATA = 4_000
"""Characters of JSON; Slack documents no number for a message's metadata."""


def texts(most: int) -> Mapping[str, Rule]:
    """Return the rules of both kinds of text object."""
    return {
        "plain_text": fields({"text*": characters(most), "emoji": flag}),
        "mrkdwn": fields({"text*": characters(most), "verbatim": flag}),
    }


def text(most: int) -> Rule:
    """Ask for a plain_text or a mrkdwn object."""
    return typed(texts(most))


def plain(most: int) -> Rule:
    """Ask for a plain_text object."""
    return typed({"plain_text": texts(most)["plain_text"]})


ID = characters(255)
URL = characters(3000)
_OPTION: Fields = {"text*": plain(75), "value*": characters(150), "description": plain(75)}
OPTIONS = listed(fields(_OPTION), 100, 0)
"""What a lookup may answer: nothing found is an answer too."""
_ONE = fields(_OPTION)
_MANY = listed(_ONE, 100)
_RICH_ONE = fields({"text*": text(75), "value*": characters(150), "description": text(75)})
OPTION_GROUPS = listed(fields({"label*": plain(75), "options*": _MANY}), 100)
CONFIRM = fields(
    {
        "title*": plain(100),
        "text*": text(300),
        "confirm*": plain(30),
        "deny*": plain(30),
        "style": one_of("primary", "danger"),
    }
)
SLACK_FILE = fields({"id": ID, "url": URL}, just_one=("id", "url"))
_FILTER = fields(
    {
        "include": listed(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    at_least_one=("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
_DISPATCH = fields({"trigger_actions_on*": listed(one_of("on_enter_pressed", "on_character_entered"), 2)})

_ANY: Fields = {"action_id*": ID, "confirm": CONFIRM, "focus_on_load": flag}
"""Slack makes an action_id up where there is none, and then nobody listens to it."""
_MENU: Fields = {**_ANY, "placeholder": plain(150)}
_MULTI: Fields = {**_MENU, "max_selected_items": whole(1, 100)}
_OFFERED: Fields = {"options": _MANY, "option_groups": OPTION_GROUPS}
_TYPED: Fields = {
    "action_id*": ID,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": _DISPATCH,
}
_IMAGE: Fields = {"image_url": URL, "slack_file": SLACK_FILE, "alt_text*": characters(2000)}
_NUMBER = like(r"-?\d+(\.\d+)?", "a number as a string")
_DATE = like(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date as YYYY-MM-DD")
_TIME = like(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
_ZONE = like("|".join(map(re.escape, available_timezones())), "a time zone")
_OF_IDS = listed(ID, 100, 0)
_ONE_OF_TWO = ("options", "option_groups")
_FILE = ("image_url", "slack_file")
_LOOKUP: Fields = {"min_query_length": whole(0, 3000)}
_PLACES: Fields = {"default_to_current_conversation": flag, "filter": _FILTER}

MENUS: Mapping[str, Rule] = {
    "static_select": fields({**_MENU, **_OFFERED, "initial_option": _ONE}, just_one=_ONE_OF_TWO),
    "multi_static_select": fields({**_MULTI, **_OFFERED, "initial_options": _MANY}, just_one=_ONE_OF_TWO),
    "external_select": fields({**_MENU, **_LOOKUP, "initial_option": _ONE}),
    "multi_external_select": fields({**_MULTI, **_LOOKUP, "initial_options": _MANY}),
    "users_select": fields({**_MENU, "initial_user": ID}),
    "multi_users_select": fields({**_MULTI, "initial_users": _OF_IDS}),
    "conversations_select": fields({**_MENU, **_PLACES, "initial_conversation": ID, "response_url_enabled": flag}),
    "multi_conversations_select": fields({**_MULTI, **_PLACES, "initial_conversations": _OF_IDS}),
    "channels_select": fields({**_MENU, "initial_channel": ID, "response_url_enabled": flag}),
    "multi_channels_select": fields({**_MULTI, "initial_channels": _OF_IDS}),
    "checkboxes": fields({**_ANY, "options*": listed(_RICH_ONE, 10), "initial_options": listed(_RICH_ONE, 10)}),
    "radio_buttons": fields({**_ANY, "options*": listed(_RICH_ONE, 10), "initial_option": _RICH_ONE}),
    "datepicker": fields({**_MENU, "initial_date": _DATE}),
    "timepicker": fields({**_MENU, "initial_time": _TIME, "timezone": _ZONE}),
    "datetimepicker": fields({**_ANY, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}),
}
BUTTONS: Mapping[str, Rule] = {
    "button": fields(
        {
            "action_id*": ID,
            "text*": plain(75),
            "value": characters(2000),
            "url": URL,
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": characters(75),
        }
    ),
    "overflow": fields({"action_id*": ID, "options*": listed(fields({**_OPTION, "url": URL}), 5), "confirm": CONFIRM}),
}
INPUTS: Mapping[str, Rule] = {
    "plain_text_input": fields(
        {
            **_TYPED,
            "initial_value": characters(3000),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        }
    ),
    "email_text_input": fields({**_TYPED, "initial_value": characters(3000)}),
    "url_text_input": fields({**_TYPED, "initial_value": characters(3000)}),
    "number_input": fields(
        {
            **_TYPED,
            "is_decimal_allowed*": flag,
            "initial_value": _NUMBER,
            "min_value": _NUMBER,
            "max_value": _NUMBER,
        }
    ),
    "file_input": fields(
        {"action_id*": ID, "filetypes": listed(characters(30), 100), "max_files": whole(1, 10)},
    ),
}
PICTURE: Mapping[str, Rule] = {"image": fields(_IMAGE, just_one=_FILE)}
ACCESSORIES = {kind: rule for kind, rule in {**MENUS, **BUTTONS, **PICTURE}.items() if kind != "datetimepicker"}

_LABEL = characters(20)
_POINT = fields({"label*": _LABEL, "value*": number})
_PLOT = fields(
    {
        "series*": listed(fields({"name*": _LABEL, "data*": listed(_POINT, 20)}), 6),
        "axis_config*": fields(
            {"categories*": listed(_LABEL, 20), "x_label": characters(50), "y_label": characters(50)}
        ),
    }
)
_PIE = fields({"segments*": listed(fields({"label*": _LABEL, "value*": positive}), 6)})
_CELL = typed(
    {
        "raw_text": fields({"text*": characters(10_000, 0)}),
        "raw_number": fields({"value*": number, "text": characters(10_000)}),
    }
)
_COLUMN = fields({"align": one_of("left", "center", "right"), "is_wrapped": flag})

BLOCKS: Mapping[str, Rule] = {
    "section": fields(
        {
            "block_id": ID,
            "text": text(3000),
            "fields": listed(text(2000), 10),
            "accessory": typed(ACCESSORIES),
            "expand": flag,
        },
        at_least_one=("text", "fields"),
    ),
    "actions": fields({"block_id": ID, "elements*": listed(typed({**MENUS, **BUTTONS}), 25)}),
    "context": fields({"block_id": ID, "elements*": listed(typed({**texts(3000), **PICTURE}), 10)}),
    "divider": fields({"block_id": ID}),
    "header": fields({"block_id": ID, "text*": plain(150), "level": whole(1, 4)}),
    "image": fields({"block_id": ID, **_IMAGE, "title": plain(2000)}, just_one=_FILE),
    "input": fields(
        {
            "block_id*": ID,  # Slack makes one up where there is none, and then no error can be put under it.
            "label*": plain(2000),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
            "element*": typed({**MENUS, **INPUTS}),
        }
    ),
    "alert": fields(
        {"block_id": ID, "text*": text(200), "level": one_of("default", "info", "warning", "error", "success")}
    ),
    "markdown": fields({"block_id": ID, "text*": characters(MOST_MARKDOWN)}),
    "table": fields({"block_id": ID, "rows*": listed(listed(_CELL, 20), 100), "column_settings": listed(_COLUMN, 20)}),
    "data_table": fields(
        {
            "block_id": ID,
            "rows*": listed(listed(_CELL, 20), 101, 2),
            "caption*": characters(2000),
            "page_size": whole(1, 100),
            "row_header_column_index": whole(0, 19),
        }
    ),
    "data_visualization": fields(
        {
            "block_id": ID,
            "title*": characters(50),
            "chart*": typed({"line": _PLOT, "bar": _PLOT, "area": _PLOT, "pie": _PIE}),
        }
    ),
}
TABLES = frozenset({"table", "data_table"})
ONLY_ON = {
    "alert": {MODAL},
    "markdown": {MESSAGE},
    "table": {MESSAGE},
    "data_table": {MESSAGE},
    "data_visualization": {MESSAGE, HOME},
    "datetimepicker": {MESSAGE, MODAL},
    "email_text_input": {MODAL},
    "url_text_input": {MODAL},
    "number_input": {MODAL},
    "file_input": {MODAL},
}
"""Everything else stands anywhere."""

_VIEW: Fields = {"private_metadata": characters(3000, 0), "callback_id": ID, "external_id": ID}
VIEWS: Mapping[str, Rule] = {
    MODAL: fields(
        {
            **_VIEW,
            "title*": plain(24),
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
            "blocks*": listed(typed(BLOCKS), MOST_BLOCKS[MODAL]),
        }
    ),
    HOME: fields({**_VIEW, "blocks*": listed(typed(BLOCKS), MOST_BLOCKS[HOME])}),
}
