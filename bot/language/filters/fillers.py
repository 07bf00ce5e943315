"""Words between filters that add nothing to them, `open and sev1`: left out where what is left says the same."""

from collections.abc import Sequence

from bot.language.filters import values
from bot.language.filters.found import Found

_FILLERS = {"and", "&", "with", "of", "on", "in", "at"}
_EITHER = ("statuses", "severities", "priorities")
"""What may be one or another; of any other two, both are meant."""


def without(words: Sequence[str]) -> list[str]:
    """Return the words but for fillers; raise Refusal for a filter beside an `or` that cannot be."""
    around = zip(["", *words], words, [*words[1:], ""], strict=False)
    return [word for before, word, after in around if not _adds_nothing(word.lower(), before, after)]


def leads_to_filter(word: str) -> bool:
    """Tell whether a filter may follow the word, whichever that is."""
    return word.lower() in _FILLERS | {"for"}


def _adds_nothing(word: str, before: str, after: str) -> bool:
    if word == "for":  # What is unresolved for 3 days was opened before them, not in them.
        return not after.isdigit() and values.span(after) is None
    return word in _FILLERS or (word == "or" and _kinds(before) == _kinds(after) != [])


def _kinds(word: str) -> list[str]:
    found = Found(is_strict=True)
    found.take(word)
    return [kind for kind in _EITHER if getattr(found, kind)]
