"""What changes an incident, in whichever order it is said: `severity of 42 to sev1`, `42 to resolved`."""

import re

from bot.language import of_incident, values
from bot.language.editing import WRITTEN
from bot.language.understood import is_understood
from bot.language.values import plain_word
from bot.language.words import bare
from bot.rules.names import ALSO_CALLED, SEVERITY_OF_MEANING
from storage.records import Status

_LEADS_TO = {Status.IN_PROGRESS: "start", Status.MITIGATED: "mitigate", Status.RESOLVED: "resolve"}
MOVES = {
    **{word: verb for status, verb in _LEADS_TO.items() for word in ALSO_CALLED[status]},
    "started": "start",
    "mitigated": "mitigate",
    "resolved": "resolve",
    "reopened": "reopen",
    "open": "reopen",
}
"""What moves an incident to where a word says that it is to be."""
FILLERS = {"of", "over", "please", "to"}
"""Words that may be left out where nothing but values stands with them."""
_TO = {"as", "is", "to"}
_FROM = re.compile(r"\Afrom\s+\S+\s+(?=to\s)", re.IGNORECASE)
_TAKE_VALUE = {"severity", "priority", "assign"}
_STATUS = "status"
_IN_PROGRESS = re.compile(r"\Ain[\s-]+progress", re.IGNORECASE)
_OF_SETTINGS = re.compile(r"\b(?:daily|post|stale|remind\w*|time ?zone|holidays?|channel|working)\b", re.IGNORECASE)


def command(verb: str, rest: str) -> str:
    """Return the verb with what follows it: what gives a value without fillers, where there is nothing else."""
    word, more = values.first_word(rest)
    if verb == "severity" and values.is_name_of_field(word):
        return command(values.field_of(word) or verb, more)
    rest = values.behind(FILLERS, rest) if verb == "assign" else rest
    words = [word for each in rest.split() if (word := bare(each)).lower() not in FILLERS]
    if verb in _TAKE_VALUE and all(values.is_value(word) or values.number_of(word) is not None for word in words):
        rest = " ".join(words)
    return f"{verb} {rest}".rstrip()


def change(rest: str) -> list[str]:
    """Return what changes the incident that is named, or what may where none is."""
    number, said = _number_and_change(rest)
    if number is None:
        return ["settings"] if _OF_SETTINGS.search(rest) else ["edit", "comment"]
    value = values.behind(_TO, said)
    if move := moved(number, value):
        # Nothing said that it is to be so: “fixed the index” may be what was done.
        return [*move, f"comment {number} {said}"] if value == said and " " in said else move
    changes = _changed(number, value) or _valued(number, value)
    return changes or [f"comment {number} {said}".rstrip(), f"edit {number} {said}".rstrip()]


def change_of_one(rest: str) -> list[str]:
    """Return what changes the incident that is named; nothing where none is."""
    return change(rest) if _number_and_change(rest)[0] is not None else []


def make(rest: str) -> list[str]:
    """Return what gives somebody a role, or changes the incident that is named; nothing where neither is said."""
    role = f"users {rest}".rstrip()
    return [role] if is_understood(role) else change_of_one(rest)


def moved(number: int, said: str) -> list[str]:
    """Return what moves an incident to the status that is said of it; nothing where none is."""
    word, note = values.first_word(_IN_PROGRESS.sub("started", said))
    move = MOVES.get(plain_word(word))
    return [f"{move} {number} {note}".rstrip()] if move else []


def _number_and_change(rest: str) -> tuple[int | None, str]:
    """Return the incident's number and what is said of it; the name of a field may come before the number."""
    field, named = values.first_word(values.behind({"the"}, rest))
    if not _is_field(field):
        return values.number_and_rest(rest)
    number, value = values.number_and_rest(values.behind(FILLERS, named))
    return number, f"{field} {value}"


def _is_field(word: str) -> bool:
    return plain_word(word) in {_STATUS, *WRITTEN} or values.is_name_of_field(word)


def _changed(number: int, said: str) -> list[str]:
    """Return what changes the field of an incident that is named before its value; nothing where none is."""
    field, more = values.first_word(said)
    value = values.behind(_TO, _FROM.sub("", more))
    if not _is_field(field):
        return []
    if not value:
        return [f"{values.field_of(field) or 'edit'} {number}"]
    if plain_word(field) == _STATUS:
        return moved(number, value)
    changed = f"{number} {value}"
    return of_incident.meant(field, changed) or [command(values.field_of(field) or field, changed)]


def _valued(number: int, said: str) -> list[str]:
    """Return what gives an incident the value that is said; `critical` may be one, or a word of a comment."""
    word = values.first_word(said)[0]
    field = "severity" if said.lower() in SEVERITY_OF_MEANING else values.is_value(word) and values.field_of(word)
    return [f"{field} {number} {said}", f"comment {number} {said}"] if field else []
