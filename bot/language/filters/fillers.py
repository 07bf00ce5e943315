"""Words between filters that add nothing to them, `open and sev1`: left out where what is left says the same."""

from collections.abc import Sequence

from bot.language.filters import times, values
from bot.language.filters.found import Found

_FILLERS = {"and", "&", "with", "of", "on", "in", "at", "that", "which", "is", "are", "was", "were"}
_EITHER = ("statuses", "severities", "priorities")
"""What may be one or another; of any other two, both are meant."""
_REACH = 8
"""Words behind one among which what it leads to is found: `for in the last 3 days`."""


def without(words: Sequence[str]) -> list[str]:
    """Return the words but for fillers, all where there are no others; raise Refusal for what cannot stand by `or`."""
    left = [word for place, word in enumerate(words) if not _adds_nothing(words, place)]
    return left or list(words)


def leads_to_filter(word: str) -> bool:
    """Tell whether a filter may follow the word, whichever that is."""
    return word.lower() in _FILLERS | {"by", "for"}


def _adds_nothing(words: Sequence[str], place: int) -> bool:
    word, behind = words[place].lower(), words[place + 1 : place + _REACH]
    before, after = words[place - 1] if place else "", behind[0] if behind else ""
    if word == "for":  # What is unresolved for 3 days was opened before them, not in them.
        return not before or values.says_resolved(before) or not times.begins_with_length(behind)
    if word == "by":  # `by week` asks for groups, not for a time.
        return after != "" and not times.begins(behind)
    return word in _FILLERS or (word == "or" and _kinds(before) == _kinds(after) != [])


def _kinds(word: str) -> list[str]:
    found = Found(is_strict=True)
    found.take(word)
    return [kind for kind in _EITHER if getattr(found, kind)]
