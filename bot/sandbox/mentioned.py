"""Whom a message mentions, as Slack notifies them: mentions that are shown as such, never words that look so."""

import re
from collections.abc import Iterator

from bot.sandbox.messages import is_join
from bot.sandbox.slack_json import Json
from bot.sandbox.typed_text import mentions

EVERYONE = "everyone"
_BROADCAST = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>")


def mentioned(message: Json) -> set[str]:
    """Ids of people, and EVERYONE where the whole channel is mentioned.

    What the app shows is its blocks; the composer's blocks repeat a person's text.
    """
    if is_join(message):
        return set()
    is_blocks = "bot_id" in message and message.get("blocks")
    shown = _in(message["blocks"]) if is_blocks else _in_text(message.get("text", ""))
    return {*shown, *_in(message.get("attachments", []))}


def _in(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _in(each)
    elif isinstance(part, dict):
        yield from _in_object(part)


def _in_object(part: Json) -> Iterator[str]:
    match part.get("type"):
        case "mrkdwn" | "markdown":
            yield from _in_text(str(part.get("text", "")))
        case "user":
            yield str(part.get("user_id"))
        case "broadcast":
            yield EVERYONE
        case _:
            yield from _in(list(part.values()))


def _in_text(text: str) -> Iterator[str]:
    yield from mentions(text)
    if _BROADCAST.search(text):
        yield EVERYONE
