"""Filters read from what people type, for every list, search and count."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from bot.errors import MaybeName, Refusal
from bot.language.filters import fillers, phrases, times
from bot.language.filters.explained import WORDS
from bot.language.filters.found import KEYS, Found
from bot.language.filters.writing import typed
from bot.language.mentions import as_typed, mark, person_of, plain
from bot.language.words import STRAIGHT_QUOTES, bare
from storage.records import Filter

LONGEST = 1200
"""Characters of a filter as it is written again: a button has to hold it."""
_TOKEN = re.compile(
    rf'(?:(?:{KEYS}):)?"[^"]*(?:"|$)|(?:status:\S*?)?\bin\s+progress(?:[,;]\S*)?(?!\S)'
    r"|(?:since|until):(?:this|last)\s+(?:week|month|quarter|year)[,;]*(?!\S)|age\s*[<>]=?\s*\w+|\S+",
    re.IGNORECASE,
)
_SURE = re.compile(rf"(?:{KEYS}):|age\s*[<>:]|(?:sev|p)[-:]?\d|(?:unresolved|unassigned|unowned)(?!\S)", re.IGNORECASE)
"""How a text begins that can hardly be anything but a filter."""
_PEOPLE = ("assignee:", "owner:", "reporter:")


class NotAFilter(Refusal):
    """A word that is no filter; `corrected` is all that was typed, as Slack sends it, with the nearest good word."""

    def __init__(self, word: str, *, nearest: str | None, corrected: str | None) -> None:
        super().__init__(
            f"“{plain(word)[:40]}” is no filter.",
            guesses=(f"`{plain(nearest)}`",) if nearest else (),
            unclear=MaybeName(word),
        )
        self.word = word
        self.corrected = corrected


def read(marked: str) -> Filter:
    """Read a marked text in which everything must be a filter, or say when.

    Raise NotAFilter for the first word that is none, Refusal for what contradicts itself or does not exist.
    """
    found = Found(is_strict=True)
    wrong = _first_other(found, words_of(marked))
    if wrong is not None:
        raise _no_filter(wrong, words_of(marked))
    return _checked(found.filter())


def split(marked: str) -> tuple[tuple[str, ...], Filter]:
    """Read a marked text in which filters stand among other words; return these words, plain, and the filter."""
    found = Found(is_strict=False)
    words = ["".join(plain(word).split()) for word in words_of(marked) if not found.take(word)]
    return tuple(filter(None, words)), _checked(found.filter())


def is_one(marked: str) -> bool:
    """Tell whether the text begins with a filter, be it one that cannot be right; words in quotes are none here."""
    first = next(iter(words_of(marked)), '"')
    try:
        return not first.startswith('"') and Found(is_strict=True).take(first)
    except Refusal:
        return True


def begins_with_time(marked: str) -> bool:
    """Tell whether the text begins with a time in words of its own, be it one that cannot be."""
    return times.begins(words_of(marked))


def is_surely_one(marked: str) -> bool:
    """Tell whether the text begins with a filter that would hardly begin anything else."""
    return _SURE.match(marked) is not None and is_one(marked)


def is_readable(wanted: Filter) -> bool:
    """Tell whether the filter, written, is read as the same: names may hold quotes, and all of it may be too long."""
    try:
        return read(mark(typed(wanted))) == wanted
    except Refusal:
        return False


def words_of(marked: str) -> list[str]:
    """Return the words, what is in quotes as one; a key and the person after it belong together."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(marked.translate(STRAIGHT_QUOTES)):
        token = match.group()
        if tokens and tokens[-1].lower() in _PEOPLE and person_of(bare(token)):
            token = tokens.pop() + token
        tokens.append(token)
    return tokens


def _checked(wanted: Filter) -> Filter:
    if len(typed(wanted)) > LONGEST:
        raise Refusal(f"That is too much to look for at once: filters have room for {LONGEST:,} characters.")
    return wanted


def _first_other(found: Found, words: list[str]) -> str | None:
    """Keep the filters among the words up to the first that is none, and return that one; None where all are."""
    read = times.as_filters(fillers.without(phrases.as_filters(words)))
    return next((word for word in read if not found.take(word)), None)


def _no_filter(word: str, words: list[str]) -> NotAFilter:
    """Return the refusal of a word, with what it may have been meant for where that would do."""
    for nearest, instead in _meant(word, words):
        corrected = " ".join(instead)
        if _is_right(nearest, corrected):
            return NotAFilter(word, nearest=nearest, corrected=as_typed(corrected))
    return NotAFilter(word, nearest=None, corrected=None)


def _is_right(nearest: str, corrected: str) -> bool:
    """Tell whether the word put right, and all that was typed with it, are filters as they stand."""
    found = Found(is_strict=True)
    try:
        Found(is_strict=True).take(nearest)
        if _first_other(found, words_of(corrected)) is not None:
            return False
        _checked(found.filter())
    except Refusal:
        return False
    return True


def _meant(word: str, tokens: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield what the word may be, each with all the words then: a key whose value stands behind it, or a slip."""
    behind = tokens.index(word) + 1 if word in tokens else len(tokens)
    if word.lower() in KEYS.split("|") and behind < len(tokens):
        keyed = f"{word}:{tokens[behind].rstrip(',;')}"
        yield keyed, [*tokens[: behind - 1], keyed, *tokens[behind + 1 :]]
    key, colon, value = word.partition(":")
    for near in get_close_matches((key + colon).lower(), WORDS, n=1, cutoff=0.7):
        nearest = near + value if colon else near
        yield nearest, [nearest if token == word else token for token in tokens]
