"""Composition objects: texts, options, option groups, confirm dialogs, image files."""

from bot.sandbox.block_kit.shapes import Anything, Choice, Flag, Items, OneOf, Rule, Shape, Text, exactly_one

ID = Text(255)
URL = Text(3000)
_VERBATIM = {"verbatim": Flag()}
_EMOJI = {"emoji": Flag()}


def plain(longest: int) -> OneOf:
    """A plain_text object."""
    return OneOf({"plain_text": Shape({"text": Text(longest), **_EMOJI}, ("text",))})


def text(longest: int) -> OneOf:
    """A plain_text or mrkdwn object."""
    both = {
        "plain_text": Shape({"text": Text(longest), **_EMOJI}, ("text",)),
        "mrkdwn": Shape({"text": Text(longest), **_VERBATIM}, ("text",)),
    }
    return OneOf(both)


MOST_OPTIONS = 100
_OPTION_FIELDS: dict[str, Rule] = {"value": Text(150), "description": text(75)}
OPTION = Shape({**_OPTION_FIELDS, "text": plain(75), "description": plain(75)}, ("text", "value"))
# Checkboxes and radio buttons may be formatted; the entries of an overflow menu may be links.
RICH_OPTION = Shape({**_OPTION_FIELDS, "text": text(75)}, ("text", "value"))
LINK_OPTION = Shape({**OPTION.fields, "url": URL}, ("text", "value"))
OPTION_GROUP = Shape({"label": plain(75), "options": Items(OPTION, MOST_OPTIONS)}, ("label", "options"))

CONFIRM = Shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": Choice(("primary", "danger")),
    },
    ("title", "text", "confirm", "deny"),
)
SLACK_FILE = Shape({"id": ID, "url": URL}, checks=(exactly_one("id", "url"),))
FILTER = Shape(
    {
        "include": Items(Choice(("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    }
)
DISPATCH = Shape(
    {"trigger_actions_on": Items(Choice(("on_enter_pressed", "on_character_entered")), 2)}, ("trigger_actions_on",)
)
RAW = Anything()
