"""What stands in a form before anybody types into it."""

from datetime import UTC, datetime
from typing import Any

from bot.rules.lifecycle import Move
from bot.views.blocks import Block, View
from bot.views.forms.context import Context

LONGEST_URL = "https://hooks.slack.com/actions/" + "x" * 2000
"""Far longer than any Slack has sent."""
FULL = Context(
    number=2**31 - 1,
    verb="severity",
    move=Move.MITIGATE,
    saw=datetime(2026, 11, 18, 12, 0, 0, 123456, tzinfo=UTC),
    settings_seen=2**63 - 1,
    channel="C0INCIDENTS",
    response_url=LONGEST_URL,
    is_on_private_card=True,
)


def inputs(view: View) -> dict[str, Block]:
    """Return the form's input blocks by the name of their field."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def labels(view: View) -> dict[str, tuple[str, bool]]:
    """Return the label of each field, and whether it may stay empty."""
    return {name: (block["label"]["text"], block["optional"]) for name, block in inputs(view).items()}


def initial(view: View) -> dict[str, Any]:
    """Return what each field begins with, of those that do not begin empty."""
    return {
        name: _plain(element[key])
        for name, element in ((name, block["element"]) for name, block in inputs(view).items())
        for key in element
        if key.startswith("initial_")
    }


def offered(view: View, name: str) -> list[tuple[str, str]]:
    """Return the options of a menu: what is read, and what is sent."""
    return [(option["text"]["text"], option["value"]) for option in inputs(view)[name]["element"]["options"]]


def _plain(chosen: Any) -> Any:
    if isinstance(chosen, list):
        return [_plain(each) for each in chosen]
    return chosen["value"] if isinstance(chosen, dict) else chosen
