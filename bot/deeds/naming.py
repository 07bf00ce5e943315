"""Whom or what a word that was refused may name: offered in its place, ready to be done."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import assert_never

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.deeds.participants import gather
from bot.errors import MaybeName, Nobody, Question, Refusal
from bot.language import filters, grammar, spelling, writing
from bot.language.mentions import as_typed, mark, mention, people_in_typed, plain, with_names_typed
from bot.language.spelling import without_signs
from bot.language.unknown import in_one_line
from bot.language.values import first_word, is_person, number_of
from bot.rules.names import COMMAND, nearest
from bot.rules.permissions import Right
from bot.views.blocks import VALUE_MAX
from storage import choices, people
from storage.records import ANY_TIME, Filter, Person, Status

_HOW = "Choose people from the list Slack shows as you type @."
_WHOSE = re.compile(r"['’]s\b")
_MOST, _SHORTEST = 2, 3
"""Names that are offered for how they begin, and letters that say how one does."""
_MOST_PLACES = 3
"""Places of a word at which a name is tried: all is read anew for each."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """A name that a word may stand for."""

    name: str
    typed: str
    """How it is typed, marked."""
    said: str
    """How a sentence says it."""


def offering_names(tx: Connection, refusal: Refusal, typed: str, *, by: Caller) -> Refusal:
    """Return the refusal of what was typed; where a word in it names nothing, with what may have been meant.

    A name alone is what lists its unresolved incidents; one behind a number may be who gets that one, or a value of it.
    """
    if refusal.unclear is None or len(typed) > VALUE_MAX or not gather(tx, by).may(Right.READ):
        return refusal
    active = _active(tx, by.team_id)
    match refusal.unclear:
        case Question(listed):
            return _meaning(refusal, _asked(tx, active, typed, listed, by=by))
        case MaybeName(word, command):
            name = _name(word)
            fits = spelling.called(name, _people(active, name))
            meant = [*_listed(name, _lists(tx, by)), *map(_mentioned, fits)]
            return _meaning(refusal, _offered(meant, word, typed, command))
        case Nobody(word, command):
            near = _people(active, _name(word))
            offered = _offered(map(_mentioned, near), word, typed, command)
            if offered and not command and len(spelling.called(_name(word), near)) == 1:
                refusal = refusal.but(problem="", hint=_HOW)
            return _meaning(refusal, offered)
        case _:
            assert_never(refusal.unclear)


def with_names(tx: Connection, team_id: str, commands: Sequence[str]) -> tuple[str, ...]:
    """Return the commands, which say who is meant by name, as people read them; in one statement, or none."""
    ids = people_in_typed(" ".join(commands))
    names = people.names(tx, team_id, ids) if ids else {}
    return tuple(with_names_typed(command, names) for command in commands)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words of a search mean beside the words that are left."""

    words: tuple[str, ...]
    wanted: Filter
    names: Mapping[str, str]
    """Of whom it means, by id."""


def filters_among(
    tx: Connection, words: tuple[str, ...], wanted: Filter, team_id: str, *, finds_person: bool = True
) -> Meaning | None:
    """Return the filter with when, at their end, and whom the words say, as far as it says neither; None for no more.

    Whom they say is the one person of whose name one is, and who has no namesake.
    """
    left, meant, names = words, wanted, dict[str, str]()
    timed = filters.time_at_end(words) if wanted.opened == wanted.resolved == ANY_TIME else None
    if timed:
        left, time = timed
        is_resolved = wanted.statuses == (Status.RESOLVED,)
        meant = replace(meant, statuses=(), resolved=time) if is_resolved else replace(meant, opened=time)
    has_assignee = wanted.assignee or wanted.is_unassigned or not finds_person
    one = None if has_assignee else _only_named(" ".join(left), _active(tx, team_id))
    if one:
        left = tuple(word for word in left if not _words(word) & _words(one.name))
        meant, names = replace(meant, assignee=one.id), {one.id: without_signs(one.name)}
    return Meaning(left, meant, names) if timed or one else None


def _meaning(refusal: Refusal, offered: Mapping[str, str]) -> Refusal:
    """Return the refusal with each offer, and how a sentence says it, before what it offers already."""
    guesses, offers = (*offered.values(), *refusal.guesses), (*offered, *refusal.offers)
    return refusal.but(guesses=guesses, offers=offers, unclear=None)


def _asked(tx: Connection, active: Sequence[Person], typed: str, listed: str, *, by: Caller) -> dict[str, str]:
    """Return the list with the one person whom a question names, and the one service or category."""
    words = mark(typed).split()
    said = " ".join(word for word in words if not is_person(word))
    one = None if any(map(is_person, words)) else _only_named(said, active)
    person = [] if one is None else [_mentioned(one).typed]
    tokens = [writing.token(key, name) for key, names in _lists(tx, by).items() for name in names if _is_in(said, name)]
    asked = " ".join([listed, *person, *(tokens if len(tokens) == 1 else ())])
    return {as_typed(asked): _as_command(asked)} if asked != listed and _is_understood(as_typed(asked)) else {}


def _is_in(said: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE) is not None


def _only_named(said: str, active: Sequence[Person]) -> Person | None:
    """Return the one person of whom a word is said that is in nobody else's name."""
    called: dict[str, list[Person]] = {}
    for one in active:
        for word in _words(one.name):
            called.setdefault(word, []).append(one)
    named = {those[0].id: those[0] for word in _words(said) if len(those := called.get(word, [])) == 1}
    return next(iter(named.values())) if len(named) == 1 else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", _WHOSE.sub("", text.casefold())))


def _name(word: str) -> str:
    return _WHOSE.sub("", word.removeprefix("@").casefold())


def _active(tx: Connection, team_id: str) -> list[Person]:
    return [one for one in people.everybody(tx, team_id) if one.is_active and one.can_be_named]


def _people(active: Sequence[Person], word: str) -> list[Person]:
    count = Counter(one.name.casefold() for one in active)
    # Two of one name could not be told apart.
    near = spelling.names_near(word, sorted(name for name in count if count[name] == 1))
    return sorted((one for one in active if one.name.casefold() in near), key=lambda one: one.name)


def _mentioned(one: Person) -> _Meant:
    return _Meant(one.name, mark(mention(one.id, one.name)), f"@{one.name}")


def _offered(meant: Iterable[_Meant], word: str, typed: str, command: str | None) -> dict[str, str]:
    """Return each command with what is meant in the place of the word, and how a sentence says that."""
    ways = [as_typed(command)] if command else _ways(typed, word)
    found = [(one, offer) for one in meant if (offer := _with(one, word, ways))]
    return {offer: _as_command(mark(offer)) if command else one.said for one, offer in found}


def _as_command(marked: str) -> str:
    return f"`{COMMAND} {in_one_line(plain(marked))}`"


def _lists(tx: Connection, by: Caller) -> dict[str, list[str]]:
    """Return the names of services and categories, by the key of their filter."""
    return {"service": choices.service_names(tx, by.team_id), "cat": choices.category_names(tx, by.team_id)}


def _listed(word: str, lists: Mapping[str, Sequence[str]]) -> list[_Meant]:
    """Return the services and categories of that name, or of one that begins so or is nearly the same."""
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

    It is the first way, and the first of its places, that is then understood; None where none is.
    """
    begins = r"(?<!\w)" if word.startswith("@") else r"(?<=[\s:\"])"
    rest = "".join(rf"\s+{re.escape(other)}" for other in meant.name.split()[1:])
    written = re.compile(rf"{begins}{re.escape(word)}(?:{rest})?(?!\w)", re.IGNORECASE)
    again = (
        marked[: place.start()] + meant.typed + marked[place.end() :]
        for marked in map(mark, ways)
        for place in islice(written.finditer(marked), _MOST_PLACES)
    )
    return next(filter(_is_understood, map(as_typed, again)), None)


def _is_understood(command: str) -> bool:
    try:
        grammar.parse(command)
    except Refusal:
        return False
    return True
