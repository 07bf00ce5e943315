"""People's words with those in bold that were searched for."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.views.text import ELLIPSIS, escape

_WORD = re.compile(r"\w+")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er", "e", "y")
_BESIDE_BOLD = "\u200b"
"""Slack makes bold only what stands apart; a zero-width space is apart enough."""
_BOLD = 4
"""Characters that make a word bold."""
_SHORTEST = 3
"""Letters of a stem."""
_BEFORE = 40
"""Characters shown before the first word that was found."""


def highlighted(text: str, words: Sequence[str], *, limit: int) -> str:
    """Return markup of at most `limit` characters: the text in one line, with what was searched for in bold."""
    pieces: list[str] = []
    room = limit
    for piece, is_found in _pieces(" ".join(text.split()), words):
        shown = escape(piece, limit=max(0, room - _BOLD))
        if is_found and shown:
            shown = f"{_BESIDE_BOLD}*{shown}*{_BESIDE_BOLD}"
        pieces.append(shown)
        room -= len(shown)
        if room <= _BOLD or len(shown) < len(piece):
            break
    return "".join(pieces)


def excerpt(text: str, words: Sequence[str], *, longest: int) -> str | None:
    """Return the part of the text around the first word that was searched for; None where there is none."""
    line = " ".join(text.split())
    first = next((match.start() for match in _found(line, words)), None)
    if first is None:
        return None
    start = 0 if first <= _BEFORE else line.find(" ", first - _BEFORE) + 1
    start = start if 0 < start <= first else (0 if first <= _BEFORE else first)
    part = line[start : start + longest]
    return (ELLIPSIS if start else "") + part + (ELLIPSIS if start + longest < len(line) else "")


def _pieces(line: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, each with whether it is one of the words."""
    after = 0
    for match in _found(line, words):
        if match.start() > after:
            yield line[after : match.start()], False
        yield match.group(), True
        after = match.end()
    if after < len(line):
        yield line[after:], False


def _found(line: str, words: Sequence[str]) -> Iterator[re.Match[str]]:
    wanted = _wanted(words)
    if wanted.words:
        yield from (match for match in _WORD.finditer(line) if _is_one_of(match.group(), wanted))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The words there are in what was searched for, plainly written, and their stems."""

    words: tuple[str, ...]
    stems: set[str]
    shortened: set[str]
    """The stems without their last letter."""


def _wanted(words: Sequence[str]) -> _Wanted:
    plain = tuple(_plain(part) for one in words for part in _WORD.findall(one))
    stems = {_stem(part) for part in plain}
    return _Wanted(plain, stems, {stem[:-1] for stem in stems})


def _is_one_of(word: str, wanted: _Wanted) -> bool:
    """Tell whether it is one of them, begins with one, or is another form of one, nearly as the database sees it."""
    plain = _plain(word)
    if plain.startswith(wanted.words):
        return True
    stem = _stem(plain)
    if stem in wanted.stems or stem in wanted.shortened:
        return len(stem) >= _SHORTEST
    return len(stem) > _SHORTEST and stem[:-1] in wanted.stems


def _stem(word: str) -> str:
    if not word.endswith(_ENDINGS):
        return word
    endings = (end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST)
    return word.removesuffix(next(endings, ""))


def _plain(word: str) -> str:
    """Return the word small and without accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))
