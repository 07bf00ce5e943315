"""Slips of the pen put right with words that people have used."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from bot.language.words import QUOTES
from storage.records import Person

_SHORTEST = 3
_AS_NEAR = 0.7
_MOST_MEANT = 3
_SIGNS = str.maketrans(dict.fromkeys(f"{QUOTES}:@", " "))


def corrected(words: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the words, each that nobody has used as the nearest that somebody has, if there is one so near."""
    used = sorted(known)
    return tuple(_nearest(word, used) for word in words)


def names_near(written: str, names: Collection[str]) -> list[str]:
    """Return names of which this is one word, else those most like it, or with the words most like it.

    Whose it is, is for a person to say.
    """
    whole = [name for name in names if written in name.split()]
    near = get_close_matches(written, sorted({word for name in names for word in (name, *name.split())}))
    alike = dict.fromkeys(name for word in near for name in names if word in (name, *name.split()))
    return (whole or list(alike))[:_MOST_MEANT]


def without_signs(name: str) -> str:
    """Return a name without the quotes, colons and @ in it, which mean something else where names are typed."""
    return " ".join(name.translate(_SIGNS).split())


def called(name: str, people: Sequence[Person]) -> list[Person]:
    """Return who has that name, else of whose name it is a word, or some that stand together.

    Somebody deactivated is meant only where nobody else can be.
    """
    wanted = without_signs(name).casefold()
    for is_active in (True, False):
        those = [(one, without_signs(one.name).casefold()) for one in people if one.is_active is is_active]
        exactly = [one for one, whole in those if whole == wanted]
        if found := exactly or [one for one, whole in those if f" {wanted} " in f" {whole} "]:
            return found
    return []


def _nearest(word: str, used: list[str]) -> str:
    wanted = word.lower()
    if len(wanted) < _SHORTEST or any(one.startswith(wanted) for one in used):
        return word
    near = get_close_matches(wanted, used, n=1, cutoff=_AS_NEAR)
    return near[0] if near else word
