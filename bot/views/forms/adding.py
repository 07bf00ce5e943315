"""The form that adds a message to an incident."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from bot.views.blocks import Block, View, modal, small_print
from bot.views.forms import fields
from bot.views.forms.context import Context
from bot.views.inputs import labelled, text_input
from bot.views.text import clip, escape, links, message_link

PIECE = "comment:"
"""How the names of the fields begin that hold the message's words."""
_FILES_BUDGET = 2500
_WORDS_MAX = 200_000
"""Of the 250 KB of JSON that Slack takes of a form; a character beyond ASCII is six bytes there, or twelve."""


def fitting(text: str, *, longest: int) -> str:
    """Return as much of a message as the form has room for, and at most so many characters."""
    start = text[: longest + 1]
    if _size(start) <= _WORDS_MAX:
        return clip(text, longest)
    return clip(text, min(longest, bisect_right(list(accumulate(map(_size, start))), _WORDS_MAX)))


def _size(words: str) -> int:
    return len(json.dumps(words)) - 2


def add(pieces: Sequence[str], *, context: Context) -> View:
    """Return the picker, and what is to be added, which can be made shorter; `pieces` fit into a field each."""
    return modal(
        "Add to incident",
        *_said(context),
        fields.incident(),
        *(_piece(number, piece) for number, piece in enumerate(pieces or [""])),
        id="form:add",
        submit="Add to incident",
        metadata=context.packed(),
    )


def _said(context: Context) -> list[Block]:
    if context.source is None:
        return []
    cut = " It says more than a comment can: the rest is only there." if context.is_cut else ""
    said = [small_print(f"From {message_link(context.source)} of {escape(context.author)}.{cut}")]
    files = [small_print(f"Files: {links(context.files, limit=_FILES_BUDGET)}")] if context.files else []
    return [*said, *files]


def _piece(number: int, words: str) -> Block:
    element = text_input(initial=words, lines=True, longest=fields.INPUT_MAX, hint="What does it say?")
    label = "Comment" if number == 0 else f"Comment, continued ({number + 1})"
    return labelled(label, element, name=f"{PIECE}{number}", optional=True)
