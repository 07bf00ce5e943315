"""Slips of the pen put right with words that people have used."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

_SHORTEST = 3
_AS_NEAR = 0.7
_MOST_MEANT = 3


def corrected(words: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the words, each that nobody has used as the nearest that somebody has, if there is one so near."""
    used = sorted(known)
    return tuple(_nearest(word, used) for word in words)


def names_near(written: str, names: Collection[str]) -> list[str]:
    """Return names of which this is one word, else the one most like it; whose it is, is for a person to say."""
    whole = [name for name in names if written in name.split()][:_MOST_MEANT]
    return whole or get_close_matches(written, names, n=1)


def _nearest(word: str, used: list[str]) -> str:
    wanted = word.lower()
    if len(wanted) < _SHORTEST or any(one.startswith(wanted) for one in used):
        return word
    near = get_close_matches(wanted, used, n=1, cutoff=_AS_NEAR)
    return near[0] if near else word
