"""Text, moments and parts of a few, each drawn at once: hypothesis pays for each choice it makes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import TypeVar

from hypothesis import strategies as st

Thing = TypeVar("Thing")
_STANDING_IN = range(0x80, 0x100)
"""Of the letters hypothesis draws, four of five are below 0x100, all as often; these stand for pieces."""


def pieces_among(letters: st.SearchStrategy[str], pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw what a text of any letters is when two of five are pieces: one letter stands for a whole piece."""
    assert len(pieces) <= len(_STANDING_IN)
    meant = {letter: pieces[place % len(pieces)] for place, letter in enumerate(_STANDING_IN)}
    return letters.map(lambda drawn: drawn.translate(meant))


def moments(first: date, last: date) -> st.SearchStrategy[datetime]:
    """Draw a second of UTC from the beginning of the first day to that of the last."""
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return st.integers(0, (last - first).days * 86_400).map(lambda seconds: begin + timedelta(seconds=seconds))


def some_of(few: Iterable[Thing]) -> st.SearchStrategy[tuple[Thing, ...]]:
    """Draw none of them, some or all, in their order."""
    listed = list(few)
    return st.sampled_from([part for size in range(len(listed) + 1) for part in combinations(listed, size)])
