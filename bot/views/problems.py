"""What went wrong, as each kind of payload shows it; text that was typed is shown again, so that it is not lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.blocks import (
    Block,
    Message,
    View,
    alert,
    button,
    message,
    section,
    small_print,
    window,
)
from bot.views.offers import buttons, in_row
from bot.views.text import escape, repeating

_PIECE, _PIECES = 400, 10
"""Characters in an element of small print, as many as fit when each is escaped; and elements in a block."""
_MOST = 4


def command(sentence: str, *, typed: str, offers: Sequence[str] = ()) -> dict[str, Any]:
    """Return the private answer to a command; what may have been meant can be done with a press."""
    problem, said = repeating(sentence), f"You typed: {typed.strip()}"
    shown = message(f"{problem} {escape(said)}", section(problem), *in_row(buttons(offers)), *_in_full(said))
    return {"response_type": "ephemeral", "text": shown.text, "blocks": shown.blocks}


def answer(sentence: str, *, offers: Sequence[str] = (), comment: str | None = None) -> Message:
    """Return the answer to something said to the bot or pressed; `comment` is the command that keeps what was said."""
    problem = repeating(sentence)
    as_comment = [button("Comment", id="act:comment", value=comment)] if comment else []
    return message(problem, section(problem), *in_row([*buttons(offers), *as_comment]))


def not_taken(sentence: str) -> Message:
    """Say why a reply under a card, or what became of one, is no comment."""
    return message(f"That did not become a comment on the incident. {repeating(sentence)}")


def _in_full(words: str) -> list[Block]:
    """Return small print that holds all of what a command can hold, however much of it must be escaped."""
    pieces = [escape(words[start : start + _PIECE]) for start in range(0, len(words), _PIECE)]
    return [small_print(*pieces[start : start + _PIECES]) for start in range(0, len(pieces), _PIECES)][:_MOST]


def over_view(sentence: str) -> View:
    """Return the window that answers a click on the Home tab, or in a form: there is no other place for it."""
    return window("Nothing was done", section(repeating(sentence)), id="problem", metadata="")


def submission(sentence: str, *, fields: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, Any]:
    """Return the errors of a form, each under the field it is about, else all under the first; it keeps its text."""
    names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if not names:
        return {"response_action": "update", "view": _alert(view, sentence)}
    errors = {field: words for field, words in fields.items() if field in names} or {names[0]: sentence}
    return {"response_action": "errors", "errors": {field: words.replace("`", "") for field, words in errors.items()}}


def _alert(view: Mapping[str, Any], sentence: str) -> View:
    """Return the form without fields that says it: an alert is short, so the whole sentence stands below."""
    blocks = [alert("Nothing was done."), section(repeating(sentence))]
    return {"type": "modal", "title": view["title"], "close": view["close"], "blocks": blocks}
