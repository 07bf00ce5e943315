"""Text drawn at once: hypothesis pays for each choice it makes, so that one letter stands for a whole piece."""

from collections.abc import Sequence

from hypothesis import strategies as st

_STANDING_IN = range(0x80, 0x100)
"""Of the letters hypothesis draws, four of five are below 0x100, all as often; these stand for pieces."""


def pieces_among(letters: st.SearchStrategy[str], pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw what a text of any letters is when two of five are pieces."""
    assert len(pieces) <= len(_STANDING_IN)
    meant = {letter: pieces[place % len(pieces)] for place, letter in enumerate(_STANDING_IN)}
    return letters.map(lambda drawn: drawn.translate(meant))
