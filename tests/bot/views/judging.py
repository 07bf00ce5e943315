"""What must hold for everything we show: Slack takes it, everybody can read it, and no word of theirs acts."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from bot.views.blocks import Message, View
from tests.slack_reference.block_kit import HOME, MODAL
from tests.slack_reference.payloads import message_problems, view_problems

ZERO_WIDTH_SPACE = "\u200b"
_OURS = re.compile(
    r"<@(?:U0ANA|U0BEN|U0CHLOE|U0BOT)>"
    r"|<#C0INCIDENTS>"
    r"|<https://slack\.com/archives/C0GENERAL/p1795000000000200\|a message>"
    r"|<!date\^\d+\^(?:\{date_short_pretty\} at \{time\}|\{ago\})\|\d\d \w{3} \d{4}, \d\d:\d\d UTC>"
)
"""The only markup views write themselves; Eva is mentioned in people's words alone."""
_LINK = re.compile(r"<(https?://\w[^<>|\s\"`{}^\\]*)>")
"""To an address in people's words: as it is read, so it leads."""
_ENCODED = re.compile("%(?:5C|5E|7B|7C|7D)")
"""What may be typed in an address, but not be in one."""
_ENTITY = re.compile(r"&(?:amp|lt|gt);")


def readable(markup: str) -> str:
    """Return our markup as people typed it, without the zero-width spaces, ours and theirs."""
    unlinked = _LINK.sub(lambda link: _ENCODED.sub(lambda code: unquote(code.group()), link.group(1)), markup)
    unescaped = unlinked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return unescaped.replace(ZERO_WIDTH_SPACE, "")


def require_fit_to_send(message: Message) -> None:
    """Fail unless Slack takes the message, and nothing in it acts but what we wrote."""
    assert message_problems({"text": message.text, "blocks": message.blocks}) == []
    require_harmless(message.text)
    _require_sound_texts(message.blocks)


def require_fit_to_open(view: View) -> None:
    """Fail unless Slack opens the form, and nothing in it acts but what we wrote."""
    assert view_problems(view, MODAL) == []
    _require_sound_texts(view)


def require_fit_to_show(view: View) -> None:
    """Fail unless Slack shows the Home tab, and nothing in it acts but what we wrote."""
    assert view_problems(view, HOME) == []
    _require_sound_texts(view)


def require_harmless(markup: str) -> None:
    """Fail when anything but our own mentions and dates could ping, or link to what is not read, or is cut in half."""
    markup.encode("utf-8")
    theirs = _LINK.sub("", _OURS.sub("", markup))
    assert "<" not in theirs
    assert ">" not in re.sub(r"(?m)^>", "", theirs)
    assert "&" not in _ENTITY.sub("", theirs)


def texts_in(part: object) -> Iterator[dict[str, Any]]:
    """Yield every text object anywhere inside."""
    if isinstance(part, dict):
        if part.get("type") in {"mrkdwn", "plain_text"}:
            yield part
        for inner in part.values():
            yield from texts_in(inner)
    if isinstance(part, list):
        for inner in part:
            yield from texts_in(inner)


def shown(blocks: object) -> str:
    """Return every text of the blocks as people read it."""
    return "\n".join(readable(text["text"]) for text in texts_in(blocks))


def _require_sound_texts(part: object) -> None:
    for text in texts_in(part):
        assert text["text"].strip()
        text["text"].encode("utf-8")
        if text["type"] == "mrkdwn":
            assert text.get("verbatim") is True, "Slack would make links of people's words"
            require_harmless(text["text"])
