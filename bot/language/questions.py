"""What a question asks for: one incident, a list, or who has how much."""

import re

from bot.errors import Refusal
from bot.language import filters, values
from bot.language.values import plain_word
from bot.language.words import MYSELF

_QUESTIONS = {"how", "what", "whats", "when", "where", "which", "who", "whos", "whose", "why"}
_MOST_LOADED = re.compile(r"(?:has|have|is|got)\b.*\b(?:most|busiest)\b", re.IGNORECASE | re.DOTALL)


def is_one(word: str) -> bool:
    """Tell whether a question begins with the word."""
    return plain_word(word).replace("'", "").replace("’", "") in _QUESTIONS


def meant(word: str, rest: str) -> list[str]:
    """Return what shows the one incident that a question names, or lists those that it is about, if it does."""
    if not is_one(word):
        return []
    numbers = [values.number_of(each.rstrip("?")) for each in rest.split()]
    asked = [number for number in numbers if number is not None]
    if len(asked) > 1:
        return []
    shown = [f"show {asked[0]}"] if asked else _counted(word, rest) or listed(rest)
    return [*shown, f"new {word} {rest}"] if shown else []


def listed(rest: str) -> list[str]:
    """Return the list by the filters among the words, of what is unresolved unless they say of which status."""
    words = [each.rstrip("?!.,;") for each in rest.split()]
    found = ["@me" if each.lower() in {"i", *MYSELF} else each for each in words]
    found = [each for each in found if filters.is_one(each)]
    try:
        status = [] if filters.read(" ".join(found)).statuses else ["unresolved"]
    except Refusal:
        return []
    return [" ".join(["list", *status, *found])] if found else []


def _counted(word: str, rest: str) -> list[str]:
    """Return what shows who has how much, where that is asked."""
    return ["users"] if plain_word(word).startswith("who") and _MOST_LOADED.match(rest) else []
