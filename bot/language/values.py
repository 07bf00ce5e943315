"""What follows a verb: numbers, people, severities and priorities, in the order people type them."""

import re
from collections.abc import Collection
from itertools import chain
from string import punctuation

from bot.errors import Refusal
from bot.language.mentions import person_of, plain
from bot.language.verb import Verb
from bot.language.words import MYSELF, NOBODY, bare
from bot.rules.names import SEVERITY_MEANINGS, SEVERITY_OF_MEANING
from storage.records import Priority, Severity

NUMBER = re.compile(r"(?:#|inc-)?(\d{1,30})", re.IGNORECASE)
"""Far more digits than any has: a number that is not there is a number."""
_SIGN_BEHIND = re.compile(r"(?<=\d)[,:;.?]\Z")
_FIRST_WORD = re.compile(r"\s*(\S+)\s*(.*)", re.DOTALL)
_SEVERITY = re.compile(r"(?:sev[-:]?)?([1-4])", re.IGNORECASE)
_PRIORITY = re.compile(r"(?:p(?:rio)?[-:]?)?([1-4])", re.IGNORECASE)
_SAID_SEVERITY = re.compile(r"\bseverity:?\s?([1-4])\b", re.IGNORECASE)
_CRITICAL = SEVERITY_MEANINGS[Severity.SEV1]
_AS_SEVERITY = {"auto", "severity"}
_NAMES_OF_FIELDS = {
    "sev": "severity",
    "severity": "severity",
    "prio": "priority",
    "priority": "priority",
    "assign": "assign",
    "assignee": "assign",
}
JOINS = {"and", "or", "&", "+", ","}


def first_word(text: str) -> tuple[str, str]:
    """Return the first word and the rest, both empty when there is none."""
    match = _FIRST_WORD.fullmatch(text)
    return (match.group(1), match.group(2).rstrip()) if match else ("", "")


def plain_word(word: str) -> str:
    """Return a word as verbs are written: small, without quotes, and without the sign behind it."""
    return plain(word).lower().rstrip(",;:.").strip("`'\"“”‘’")


def behind(leading: Collection[str], text: str) -> str:
    """Return the text without the words before it that only lead to it; the last word stays."""
    word, more = first_word(text)
    while word.lower() in leading and more:
        text = more
        word, more = first_word(text)
    return text


def number_of(word: str) -> int | None:
    """Return the incident number that is typed `42`, `#42` or `INC-42`, None for anything else."""
    typed = NUMBER.fullmatch(word.strip())
    return int(typed.group(1)) if typed else None


def number_and_rest(text: str, *, in_either_order: bool = False) -> tuple[int | None, str]:
    """Return the incident's number and what stands around it; `in_either_order` a word may come before the number."""
    first, rest = first_word(text)
    second, more = first_word(rest)
    first, second = _SIGN_BEHIND.sub("", first), _SIGN_BEHIND.sub("", second)
    if in_either_order and number_of(first) is None and number_of(second) is not None:
        return number_of(second), f"{first} {more}".rstrip()
    return number_of(first), rest


def assignee(verb: Verb, number: int, text: str) -> tuple[str | None, str]:
    """Return who is to have the incident, None for nobody, and the note after the name."""
    word, note = _value(text)
    word = bare(word)
    if word.lower() in NOBODY:
        return None, note
    if word.lower() in MYSELF:
        raise Refusal(f"To make it yours: `take {number}`.", offers=(f"take {number}",))
    person_id = person_of(word)
    if person_id is None:
        raise verb.nobody(word)
    another, more = first_word(note)
    if another.lower() in JOINS:
        another = first_word(more)[0]
    if person_of(another) not in (None, person_id):
        raise verb.misused(f"An incident has one assignee; you named {plain(word)} and {plain(another)}.")
    return person_id, note


def severity(verb: Verb, text: str) -> tuple[Severity, str]:
    """Return the severity, typed `sev1`, `SEV-1`, `sev 1`, `1` or `critical`, and the note after it."""
    word, note = _value(text, after=("to", "sev"))
    if word.lower() in SEVERITY_OF_MEANING:
        return SEVERITY_OF_MEANING[word.lower()], note
    typed = _SEVERITY.fullmatch(word)
    if typed is None:
        raise verb.misused(f"There is no severity “{plain(word)[:40]}”: severities are sev1 to sev4.")
    return Severity(f"sev{typed.group(1)}"), note


def severity_meant(title: str, *, than: Severity) -> tuple[str, Severity] | None:
    """Return the worse severity that words of a title may mean, and the words: `severity 2` and “critical” anywhere.

    Others only first or last. None where no word does.
    """
    words = [word.strip(punctuation) for word in title.lower().split()]
    telling = [_CRITICAL] if _CRITICAL in words else [words[0], words[-1]]
    said = _SAID_SEVERITY.search(title)
    numbered = [(said.group().lower(), Severity(f"sev{said.group(1)}"))] if said else []
    named = chain(numbered, ((word, SEVERITY_OF_MEANING.get(word, than)) for word in telling))
    return next(((word, severity) for word, severity in named if severity < than), None)


def priority(verb: Verb, text: str) -> tuple[Priority | None, str]:
    """Return the priority, typed `p1` or `1`, None for following the severity, and the note after it."""
    word, note = _value(text)
    if word.lower() in _AS_SEVERITY:
        return None, note
    typed = _PRIORITY.fullmatch(word)
    if typed is None:
        raise verb.misused(f"There is no priority “{plain(word)[:40]}”: priorities are p1 to p4, or auto.")
    return Priority(f"p{typed.group(1)}"), note


def _value(text: str, *, after: tuple[str, ...] = ("to",)) -> tuple[str, str]:
    """Return the first word, but for those that lead to it and a comma behind it, and what follows."""
    word, more = first_word(behind(after, text))
    return bare(word), more


def is_person(word: str) -> bool:
    """Tell whether the word mentions somebody."""
    return person_of(word) is not None


def is_meant_as_person(word: str) -> bool:
    """Tell whether the word can only be meant to mention somebody."""
    return is_person(word) or word.startswith("@")


def is_severity(word: str) -> bool:
    """Tell whether the word can only be a severity."""
    return word.lower().startswith("sev") and _SEVERITY.fullmatch(word) is not None


def is_value(word: str) -> bool:
    """Tell whether the word can only be a severity, a priority or a person."""
    return is_severity(word) or is_priority(word) or is_person(word)


def field_of(word: str) -> str | None:
    """Return the verb for the field that a word is a value of, or names; None for a word that can begin a title."""
    if is_severity(word):
        return "severity"
    if is_priority(word):
        return "priority"
    return "assign" if is_person(word) else _NAMES_OF_FIELDS.get(word.lower())


def is_name_of_field(word: str) -> bool:
    """Tell whether the word names a field, so that its value follows."""
    return word.lower() in _NAMES_OF_FIELDS


def is_priority(word: str) -> bool:
    """Tell whether the word can only be a priority."""
    return word.lower().startswith("p") and _PRIORITY.fullmatch(word) is not None
