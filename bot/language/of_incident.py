"""What a word that is no verb says of an incident that is named with it: a field, a value, a relation, a reason."""

import re

from bot.errors import Refusal
from bot.language import filters, tokens, values
from bot.language.editing import WRITTEN
from bot.language.mentions import plain
from bot.language.verbs import VERB_OF_WORD

_RELATIONS = {
    **dict.fromkeys(("merge", "duplicate", "dup", "dupe"), "resolve {} duplicate of #{}"),
    **dict.fromkeys(("link", "relate"), "comment {} see #{}"),
}
"""What can be said of two incidents."""
_REASON = re.compile(r"(?:false\s+(?:alarm|positive)|not\s+an\s+incident)\b", re.IGNORECASE)
"""Why an incident is over that was none."""
_QUESTIONS = {"how", "what", "whats", "when", "where", "which", "who", "whos", "whose", "why"}
_MOST_LOADED = re.compile(r"(?:has|have|is|got)\b.*\b(?:most|busiest)\b", re.IGNORECASE | re.DOTALL)
_MYSELF = {"i", "me", "myself"}
_BETWEEN = {"and", "as", "in", "into", "of", "to", "with"}


def meant(word: str, rest: str) -> list[str]:
    """Return the commands that say it; none where nothing like that is said."""
    return _over(word, rest) or _said(word, rest)


def is_understood(command: str) -> bool:
    """Tell whether it would be: a verb about one incident wants a number, unless it is bare."""
    word, rest = values.first_word(command)
    try:
        VERB_OF_WORD[word].read(VERB_OF_WORD[word], rest)
    except Refusal:
        return False
    return True


def plain_word(word: str) -> str:
    """Return a word as verbs are written: small, and without quotes."""
    return plain(word).lower().strip("`'\"“”‘’")


def is_question(word: str) -> bool:
    """Tell whether a question begins with the word, or something assigned is asked for."""
    return plain_word(word).replace("'", "").replace("’", "") in {*_QUESTIONS, "assigned"}


def _over(word: str, rest: str) -> list[str]:
    """Return what resolves the incident that is said to be none, if that is said."""
    number, more = values.number_and_rest(rest, in_either_order=True)
    is_said = number is not None and _REASON.match(f"{plain_word(word)} {more}")
    return [f"resolve {number} {word} {more}"] if is_said else []


def _said(word: str, rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    if number is None:
        return _asked_about(word, rest)
    if (named := plain_word(word)) in WRITTEN:
        filled = f"edit {number} {WRITTEN[named](more)}"
        return [filled if more and is_understood(filled) else f"edit {number}"]
    if named in _RELATIONS:
        return _related(_RELATIONS[named], rest)
    if named == "why" and not more:
        return [f"remind {number} why"]
    if values.is_value(word):
        changed = f"{values.field_of(word)} {number} {word} {more}".rstrip()
        return [changed, f"new {word} {rest}"] if more else [changed]
    said = f"{word} {more}".rstrip()
    names_only = tokens.named(tokens.split(said)[0]) is not None and not tokens.has_title(said)
    return [f"edit {number} {said}"] if names_only else []


def _asked_about(word: str, rest: str) -> list[str]:
    """Return what shows the one incident that a question names, or lists those that it is about, if it does."""
    if not is_question(word):
        return []
    if plain_word(word) == "assigned":
        return _listed(rest)
    numbers = [values.number_of(each.rstrip("?")) for each in rest.split()]
    asked = [number for number in numbers if number is not None]
    if len(asked) > 1:
        return []
    shown = [f"show {asked[0]}"] if asked else _counted(word, rest) or _listed(rest)
    return [*shown, f"new {word} {rest}"] if shown else []


def _counted(word: str, rest: str) -> list[str]:
    """Return what shows who has how much, where that is asked."""
    return ["users"] if plain_word(word).startswith("who") and _MOST_LOADED.match(rest) else []


def _listed(rest: str) -> list[str]:
    """Return the list by the filters among the words, of what is unresolved unless they say of which status."""
    words = [each.rstrip("?!.,;") for each in rest.split()]
    found = ["@me" if each.lower() in _MYSELF else each for each in words]
    found = [each for each in found if filters.is_one(each)]
    try:
        status = [] if filters.read(" ".join(found)).statuses else ["unresolved"]
    except Refusal:
        return []
    return [" ".join(["list", *status, *found])] if found else []


def _related(said: str, rest: str) -> list[str]:
    """Return what is said of two incidents, where nothing but they are named and they are not the same."""
    numbers = [values.number_of(word) for word in rest.split() if word.lower() not in _BETWEEN]
    match numbers:
        case [int(one), int(other)] if one != other:
            return [said.format(one, other)]
    return []
