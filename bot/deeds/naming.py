"""Whom or what a word that was refused may name: offered in its place, ready to be done."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.deeds.participants import gather
from bot.errors import Refusal
from bot.language import grammar, writing
from bot.language.mentions import as_typed, mark, mention, naming, unnamed_in
from bot.language.spelling import names_near
from bot.language.values import first_word, number_of
from bot.rules.names import COMMAND, nearest
from bot.rules.permissions import Right
from storage import choices, people
from storage.records import Person

_GUESS = "Did you mean "
_MOST, _SHORTEST = 2, 3
"""Names that are offered for how they begin, and letters that say how one does."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """A name that a word may stand for."""

    name: str
    typed: str
    """How it is typed, marked."""
    said: str
    """How a sentence says it."""


def named(tx: Connection, refusal: Refusal, typed: str, *, by: Caller) -> Refusal:
    """Return the refusal of what was typed; where a word in it names nothing, with what may have been meant.

    A name alone is what lists its unresolved incidents; one behind a number may be who gets that one, or a value of it.
    """
    if not refusal.may_name or not gather(tx, by).may(Right.READ):
        return refusal
    word = refusal.nobody or refusal.no_filter
    if word is None:
        return _asked(tx, refusal, typed, by=by)
    name = word.removeprefix("@").casefold()
    near = _people(tx, name, by=by)
    fits = [one for one in near if name in one.name.casefold().split()]
    meant = near if refusal.nobody else [*_listed(tx, name, by=by), *fits]
    offered = {offer: one.said for one in meant if (offer := _with(one, word, _ways(typed, word)))}
    if not offered:
        return refusal
    guess = f"{_GUESS}{' or '.join(offered.values())}"
    is_sure = refusal.nobody is not None and len(fits) == 1
    said = (
        f"{guess}? Choose people from the list Slack shows as you type @." if is_sure else _with_guess(refusal, guess)
    )
    return Refusal(said, fields=refusal.fields, offers=(*offered, *refusal.offers))


def spelled(tx: Connection, team_id: str, commands: Sequence[str]) -> tuple[str, ...]:
    """Return the commands, which say who is meant by name, as people read them; in one statement, or none."""
    ids = unnamed_in(" ".join(commands))
    names = people.names(tx, team_id, ids) if ids else {}
    return tuple(naming(command, names) for command in commands)


def person_among(tx: Connection, words: Sequence[str], *, by: Caller) -> tuple[str, tuple[str, ...]] | None:
    """Return the id of the one person whom a word names, and the words that are none of that name; None for nobody."""
    active = _active(tx, by)
    for word in words:
        match [one for one in active if word.casefold() in one.name.casefold().split()]:
            case [one]:
                name = one.name.casefold().split()
                return one.id, tuple(other for other in words if other.casefold() not in name)
    return None


def _with_guess(refusal: Refusal, guess: str) -> str:
    """Return what is refused with the guess, before the one it already makes, if it makes one."""
    said = str(refusal)
    return said.replace(_GUESS, f"{guess} or ", 1) if _GUESS in said else f"{said} {guess}?"


def _asked(tx: Connection, refusal: Refusal, typed: str, *, by: Caller) -> Refusal:
    """Return the refusal of a question; where it names one person, with what they have."""
    words = {re.sub(r"^@|['’]s$|\W+$", "", word) for word in mark(typed).casefold().split()}
    match [one for one in _active(tx, by) if words.intersection(one.name.casefold().split())]:
        case [one]:
            offer = f"list unresolved {mention(one.id, one.name)}"
            said = _with_guess(refusal, f"{_GUESS}`{COMMAND} list unresolved @{one.name}`")
            return Refusal(said, offers=(offer, *refusal.offers))
    return refusal


def _active(tx: Connection, by: Caller) -> list[Person]:
    return [one for one in people.everybody(tx, by.team_id) if one.is_active and not one.is_bot and one.name]


def _people(tx: Connection, word: str, *, by: Caller) -> list[_Meant]:
    active = _active(tx, by)
    called = Counter(one.name.casefold() for one in active)
    # Two of one name could not be told apart.
    near = names_near(word, sorted(name for name, count in called.items() if count == 1))
    meant = sorted((one for one in active if one.name.casefold() in near), key=lambda one: one.name)
    return [_Meant(one.name, mark(mention(one.id, one.name)), f"@{one.name}") for one in meant]


def _listed(tx: Connection, word: str, *, by: Caller) -> list[_Meant]:
    """Return the services and categories of that name, or of one that begins so or is nearly the same."""
    lists = {"service": choices.service_names(tx, by.team_id), "cat": choices.category_names(tx, by.team_id)}
    found = [(key, name) for key, names in lists.items() for name in _like(word, names)]
    return [_Meant(name, writing.token(key, name), f"`{writing.token(key, name)}`") for key, name in found]


def _like(word: str, names: Sequence[str]) -> list[str]:
    same = [name for name in names if name.casefold() == word]
    begun = [name for name in names if name.casefold().startswith(word)][:_MOST] if len(word) >= _SHORTEST else []
    near = nearest(word, names)
    return same or begun or ([near] if near else [])


def _ways(typed: str, word: str) -> list[str]:
    """Return the commands that what was typed may be short for."""
    if typed.strip() == word:
        return [f"list unresolved {word}"]
    is_about_one = number_of(first_word(typed)[0]) is not None
    return [typed, *[f"{verb} {typed}" for verb in ("assign", "edit") if is_about_one]]


def _with(meant: _Meant, word: str, ways: Sequence[str]) -> str | None:
    """Return the command with what is meant in the place of the word, and of what else of the name follows it.

    It is the first way, and the first place in it, that is then understood; None where none is.
    """
    begins = r"(?<!\w)" if word.startswith("@") else r"(?<=[\s:\"])"
    rest = "".join(rf"\s+{re.escape(other)}" for other in meant.name.split()[1:])
    written = re.compile(rf"{begins}{re.escape(word)}(?:{rest})?(?!\w)", re.IGNORECASE)
    again = (
        marked[: place.start()] + meant.typed + marked[place.end() :]
        for marked in map(mark, ways)
        for place in written.finditer(marked)
    )
    return next(filter(_is_understood, map(as_typed, again)), None)


def _is_understood(command: str) -> bool:
    try:
        grammar.parse(command)
    except Refusal:
        return False
    return True
