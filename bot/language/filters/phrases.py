"""What is said in words of its own, `oldest first` or `reported by @ben`, turned into the filters that mean it."""

from collections.abc import Sequence

from bot.language.words import NOBODY, bare

_REPORTER, _ASSIGNEE = "reporter:", "assignee:"
_ORDERS = {
    "newest": ("sort:created",),
    "oldest": ("sort:created", "asc"),
    "worst": ("sort:severity",),
}
_SORTED_BY = {
    **dict.fromkeys(("created", "date", "time"), _ORDERS["newest"]),
    "age": _ORDERS["oldest"],
    **dict.fromkeys(("updated", "activity"), ("sort:updated",)),
    **dict.fromkeys(("severity", "sev"), _ORDERS["worst"]),
    "status": ("sort:status",),
}
_SORTED = ((), ("sort",), ("sorted",), ("order",), ("ordered",))
_HAD_BY = (("assigned", "to"), ("owned", "by"))
_PHRASES: dict[tuple[str, ...], tuple[str, ...]] = {
    **{(order,): meant for order, meant in _ORDERS.items()},
    **{(order, "first"): meant for order, meant in _ORDERS.items()},
    **{(*said, "by", word): meant for word, meant in _SORTED_BY.items() for said in _SORTED},
    **{(said, "by"): (_REPORTER,) for said in ("reported", "opened", "created")},
    **{(no, whom): ("unassigned",) for no in ("no", "without") for whom in ("assignee", "owner")},
    **dict.fromkeys(_HAD_BY, (_ASSIGNEE,)),
    **{("not", had, to): ("not", had, to) for had, to in _HAD_BY},
    **{("not", had): ("unassigned",) for had in ("assigned", "owned", "taken")},
    **{("not", over): ("unresolved",) for over in ("resolved", "closed", "fixed")},
    **{(nobody,): ("unassigned",) for nobody in NOBODY},
    ("my",): ("mine",),
    ("incidents",): (),
}
"""Words with the filters they mean; a key goes on with the word behind it."""
_LENGTHS = sorted({len(phrase) for phrase in _PHRASES}, reverse=True)


def as_filters(words: Sequence[str]) -> list[str]:
    """Return the words, with filters in the place of each phrase."""
    found: list[str] = []
    place = 0
    while place < len(words):
        if found[-1:] in ([_REPORTER], [_ASSIGNEE]):
            found[-1] += words[place]
            place += 1
            continue
        meant, length = _at(words, place)
        found += meant
        place += length
    return found


def _at(words: Sequence[str], place: int) -> tuple[tuple[str, ...], int]:
    """Return the filters that the words there mean, and how many words that are."""
    for length in _LENGTHS:
        said = tuple(bare(word.lower()) for word in words[place : place + length])
        if said in _PHRASES:
            return _PHRASES[said], len(said)
    return (words[place],), 1
