"""What a word that is no verb says of an incident that is named with it: a field, a value, a relation, a reason."""

import re

from bot.language import tokens, values
from bot.language.editing import WRITTEN
from bot.language.understood import is_understood
from bot.language.values import plain_word

RELATIONS = {
    **dict.fromkeys(("merge", "duplicate", "dup", "dupe"), "resolve {} duplicate of #{}"),
    **dict.fromkeys(("link", "relate"), "comment {} see #{}"),
}
"""What can be said of two incidents."""
_REASON = re.compile(r"(?:false\s+(?:alarm|positive)|not\s+an\s+incident)\b", re.IGNORECASE)
"""Why an incident is over that was none."""
_BETWEEN = {"and", "as", "in", "into", "of", "to", "with"}


def meant(word: str, rest: str) -> list[str]:
    """Return the commands that say it; none where nothing like that is said."""
    return _over(word, rest) or _said(word, rest)


def _over(word: str, rest: str) -> list[str]:
    """Return what resolves the incident that is said to be none, if that is said."""
    number, more = values.number_and_rest(rest, in_either_order=True)
    is_said = number is not None and _REASON.match(f"{plain_word(word)} {more}")
    return [f"resolve {number} {word} {more}"] if is_said else []


def _said(word: str, rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    if number is None:
        return []
    if (named := plain_word(word)) in WRITTEN:
        filled = f"edit {number} {WRITTEN[named](more)}"
        return [filled if more and is_understood(filled) else f"edit {number}"]
    if named in RELATIONS:
        return _related(RELATIONS[named], rest)
    if named == "why" and not more:
        return [f"remind {number} why"]
    if values.is_value(word):
        more = "" if plain_word(more) == values.field_of(word) else more
        changed = f"{values.field_of(word)} {number} {word} {more}".rstrip()
        return [changed, f"new {word} {rest}"] if more else [changed]
    said = f"{word} {more}".rstrip()
    names_only = tokens.named(tokens.split(said)[0]) is not None and not tokens.has_title(said)
    return [f"edit {number} {said}"] if names_only else []


def _related(said: str, rest: str) -> list[str]:
    """Return what is said of two incidents, where nothing but they are named and they are not the same."""
    numbers = [values.number_of(word) for word in rest.split() if word.lower() not in _BETWEEN]
    match numbers:
        case [int(one), int(other)] if one != other:
            return [said.format(one, other)]
    return []
