"""A time said in words of its own, `last week` or `2026-10`, turned into the filters that mean it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import takewhile

from bot.errors import Refusal
from bot.language.filters import values
from bot.language.filters.found import Found
from bot.language.filters.writing import typed
from bot.language.words import bare
from storage.records import MONTHS, Day, Filter, Period, Status

_NAMED = {
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "quarter": timedelta(days=90),
    "year": timedelta(days=365),
}
_SINCE, _UNTIL = {"since"}, {"until", "till"}
_FILLERS = {"during", "from", "in", "last", "on", "past", "the", "within", *_SINCE, *_UNTIL}
_OPENED = {"opened", "created", "reported"}
_LENGTHS = (2, 1)
"""Of how many words a time is, without what stands before it: `30 days`, `week`."""
_REACH = 12
"""Words among which a time is found, with those that lead to it: all are gone through once, however many they are."""
_MONTH = re.compile(r"([a-z]+) (\d{4})")
_DATE = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")


def as_filters(words: Sequence[str]) -> list[str]:
    """Return the words, with filters in the place of each time; raise Refusal for a date that cannot be.

    Right after `resolved`, or anywhere where that is the only status and the time the only one, it is when incidents
    were resolved, else when they were opened.
    """
    found: list[str] = []
    for part in _beside_resolved([time or said[0] for said, time in in_pieces(words)]):
        if isinstance(part, str):
            found.append(part)
        elif found and values.says_resolved(found[-1]):
            found[-1:] = typed(Filter(resolved=part)).split()
        elif found and _says_opened(found[-1]):
            found[-1:] = typed(Filter(opened=part)).split()
        else:
            found += typed(Filter(opened=part)).split()
    return found


def in_pieces(words: Sequence[str]) -> Iterator[tuple[Sequence[str], Period | None]]:
    """Yield the words in their order, those that say a time together, with that time, and each other one for itself.

    Raise Refusal for a date that cannot be.
    """
    place = 0
    while place < len(words):
        here = words[place : place + _REACH]
        begin = _begin(here)
        for length in _LENGTHS:
            if time := _time(here[begin : begin + length]):
                yield here[: begin + length], _bounded(time, here[:begin])
                place += begin + length
                break
        else:
            yield from (([word], None) for word in here[: begin + 1])
            place += begin + 1


def _beside_resolved(parts: Sequence[str | Period]) -> list[str | Period]:
    """Return the parts with `resolved` right before the time, where both are the only ones; else as they are."""
    words = [part for part in parts if isinstance(part, str)]
    if len(parts) - len(words) != 1 or set(_statuses(words)) != {Status.RESOLVED} or any(map(_says_opened, words)):
        return list(parts)
    others = [word for word in words if Status.RESOLVED not in _statuses([word])]
    return [*others, Status.RESOLVED, *(part for part in parts if isinstance(part, Period))]


def _says_opened(word: str) -> bool:
    return bare(word.lower()) in _OPENED


def _statuses(words: Iterable[str]) -> list[Status]:
    found = Found(is_strict=True)
    for word in words:
        found.take(word)
    return found.statuses


def begins_with_length(words: Sequence[str]) -> bool:
    """Tell whether a length of time begins there, as in `the last 3 days`, be it in a unit there is not."""
    begin = len(list(takewhile(_is_filler, words)))
    counted = [" ".join(words[begin : begin + length]) for length in _LENGTHS]
    return counted[-1].isdigit() or any(_length(bare(said.lower())) for said in counted)


def begins(words: Sequence[str]) -> bool:
    """Tell whether a time begins there, be it one that cannot be."""
    begin = _begin(words)
    try:
        return any(_time(words[begin : begin + length]) for length in _LENGTHS)
    except Refusal:
        return True


def time_at_end(words: Sequence[str]) -> tuple[tuple[str, ...], Period] | None:
    """Return the words before those at the end that say a time, and that time; None where none do."""
    try:
        last = list(in_pieces(words))[-1:]
    except Refusal:
        return None
    return next(((tuple(words[: -len(said)]), time) for said, time in last if time), None)


def _begin(words: Sequence[str]) -> int:
    """Return how many words stand before a time.

    `last` is a word of it where it names the one before this one: `last week` is, but `the last week` is seven days.
    """
    fillers = [word.lower() for word in takewhile(_is_filler, words)]
    if fillers[-1:] != ["last"] or fillers[-2:-1] == ["the"]:
        return len(fillers)
    named = f"last-{bare(' '.join(words[len(fillers) :][:1])).lower()}"
    return len(fillers) - (named in set(Day))


def _bounded(time: Period, leading: Iterable[str]) -> Period:
    """Return the time that is said with these words before it."""
    said = set(map(str.lower, leading))
    if said & _SINCE:
        return Period(time.since)
    return Period(until=time.until or time.since) if said & _UNTIL else time


def _is_filler(word: str) -> bool:
    return word.lower() in _FILLERS


def _length(said: str) -> timedelta | None:
    return _NAMED.get(said) or values.span(said)


def _time(words: Sequence[str]) -> Period | None:
    """Return from when, and until when where that is not now; None for what is no time."""
    said = " ".join(map(bare, words)).lower()
    length = _length(said)
    if length is not None:
        return Period(length)
    day = said.replace(" ", "-")
    if named := values.DAYS.get(day):
        return Period(named, named)
    if (month := _MONTH.fullmatch(said)) and (named := values.DAYS.get(month.group(1))) in MONTHS:
        said = f"{month.group(2)}-{MONTHS.index(named) + 1:02}"
    if not _DATE.fullmatch(said):
        return None
    since, until = values.point(said, is_end=False), values.point(said, is_end=True)
    if since is None or until is None:
        raise Refusal(f"“{said}” is no date. Type it as `2026-10`, `2026-10-01`, `7d` or `yesterday`.")
    return Period(since, until)
