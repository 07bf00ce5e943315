"""Names of services and categories as they are typed: in double quotes where they have blanks, or word for word."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from bot.language import values
from bot.language.acts import Act
from bot.language.mentions import as_typed, plain
from bot.language.verb import Verb
from bot.language.words import QUOTES, STRAIGHT_QUOTES
from bot.language.workspace_acts import AddName, RemoveName, RenameName, ShowNames
from storage.records import NameList

_QUOTED = r'"((?:[^"]|"")++)"'
"""A quote within the quotes is written twice."""
_ARROW = "(?:-+>|=>|[–—]>|→|⇒)"
_ONE = re.compile(_QUOTED)
_OLD_AND_NEW = [
    re.compile(pattern, re.DOTALL | re.IGNORECASE)
    for pattern in (
        rf"{_QUOTED}\s*(?:{_ARROW}|to\b)?\s*{_QUOTED}",
        rf"{_QUOTED}\s*(?:{_ARROW}|to\s)\s*(\S.*)",
        rf"(.*?\S)\s*(?:{_ARROW}|\sto)\s*{_QUOTED}",
        rf"((?:(?!{_ARROW}).)+?)\s*{_ARROW}\s*((?:(?!{_ARROW}).)+)",
        r"((?:(?!\sto\s).)+)\sto\s((?:(?!\sto\s).)+)",
        rf'(?!{_ARROW}\s)([^\s"]+)\s+(?!{_ARROW}$)([^\s"]+)',
    )
]
"""The ways to tell an old name from a new one, the surest first."""
_DOUBLED = re.compile(rf"([{QUOTES}])\1")
_CALLED = {
    **dict.fromkeys(("service", "services"), NameList.SERVICES),
    **dict.fromkeys(("category", "categories", "cat"), NameList.CATEGORIES),
}
_DEEDS = {
    **dict.fromkeys(("add", "new", "create"), "add"),
    **dict.fromkeys(("rename", "edit"), "rename"),
    **dict.fromkeys(("remove", "delete", "rm"), "remove"),
}
"""What is said of a list, before it is named or behind that."""


def quoted(name: str) -> str:
    """Return a name, whatever is in it, so that it is read as this name."""
    return '"' + re.sub(f"([{QUOTES}])", r"\1\1", name) + '"'


def read(which: NameList) -> Callable[[Verb, str], Act]:
    """Return how the verb of a list is read."""

    def read_list(verb: Verb, rest: str) -> Act:
        word, more = values.first_word(rest)
        if not word:
            return ShowNames(which)
        reading = _READINGS.get(_DEEDS.get(word.lower(), word.lower()))
        if reading is None:
            raise verb.misused(
                f"`{verb.word}` does not understand “{plain(word)[:40]}”.",
                offers=tuple(as_typed(each) for each in _meant(verb, rest)),
            )
        if not more:
            raise verb.misused("Which name?")
        return reading(verb, which, " ".join(more.split()))

    return read_list


def instead(deed: str, rest: str) -> list[str]:
    """Return what does it to a list, where the list and a name follow the deed: `rename service a b`; else nothing.

    Where the old name cannot be told from the new one, it is the list.
    """
    word, more = values.first_word(rest)
    done, which = _DEEDS.get(deed), _CALLED.get(word.lower())
    if done is None or which is None or not more:
        return []
    name = " ".join(more.split())
    is_clear = done != "rename" or _old_and_new(name) is not None
    return [f"{which} {done} {name}" if is_clear else str(which)]


def _add(_: Verb, which: NameList, text: str) -> Act:
    return AddName(which, _name(text))


def _remove(_: Verb, which: NameList, text: str) -> Act:
    return RemoveName(which, _name(text))


def _rename(verb: Verb, which: NameList, text: str) -> Act:
    names = _old_and_new(text)
    if names is None:
        raise verb.misused("Which is the old name, and which the new one?")
    return RenameName(which, *names)


def _old_and_new(text: str) -> tuple[str, str] | None:
    straight = text.translate(STRAIGHT_QUOTES)
    for form in _OLD_AND_NEW:
        if found := form.fullmatch(straight):
            old, new = (_plain(text[slice(*found.span(group))], straight, found.start(group)) for group in (1, 2))
            return old, new
    return None


def _after(_: Verb, which: NameList, text: str) -> Act:
    return ShowNames(which, after=_name(text))


def _before(_: Verb, which: NameList, text: str) -> Act:
    return ShowNames(which, before=_name(text))


_READINGS: dict[str, Callable[[Verb, NameList, str], Act]] = {
    "add": _add,
    "rename": _rename,
    "remove": _remove,
    "after": _after,
    "before": _before,
}
"""The last two are what *Next* and *Previous* say."""


def _name(text: str) -> str:
    """Return the name that is the whole text, in quotes or not."""
    found = _ONE.fullmatch(text.translate(STRAIGHT_QUOTES))
    return plain(_DOUBLED.sub(r"\1", text[slice(*found.span(1))]) if found else text)


def _plain(name: str, straight: str, start: int) -> str:
    """Return a part of a text as the name it is: where it stood in quotes, those within are written twice."""
    is_quoted = straight[start - 1 : start] == '"'
    return plain(_DOUBLED.sub(r"\1", name) if is_quoted else name).strip()


def _meant(verb: Verb, rest: str) -> list[str]:
    """Return what may have been meant: a deed that is written nearly so, one of an incident, or a new name alone."""
    word, more = values.first_word(rest)
    near = get_close_matches(word.lower(), ("add", "rename", "remove"), n=1, cutoff=0.6)
    if near and more:
        return [f"{verb.word} {near[0]} {more}"]
    number = values.number_of(word)
    if number is not None and more:
        return [f"edit {number}"]
    is_one = not more or _ONE.fullmatch(rest.translate(STRAIGHT_QUOTES))
    return [f"{verb.word} add {rest}"] if is_one else []
