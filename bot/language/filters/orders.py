"""An order said in words of its own, `oldest first`, turned into the filters that mean it."""

from collections.abc import Iterable

from bot.language.words import bare

_ORDERS = {
    "newest": ("sort:created",),
    "oldest": ("sort:created", "asc"),
    "worst": ("sort:severity",),
}
_FIRST = "first"


def as_filters(words: Iterable[str]) -> list[str]:
    """Return the words, with filters in the place of each order, and of the `first` behind it."""
    found: list[str] = []
    is_after_order = False
    for word in words:
        said = bare(word.lower())
        if not (is_after_order and said == _FIRST):
            found += _ORDERS.get(said, (word,))
        is_after_order = said in _ORDERS
    return found
