"""What is said to the bot under an incident's card, where its number may be left out."""

from bot.errors import Refusal
from bot.language import values
from bot.language.mentions import as_typed, mark, plain
from bot.language.unknown import no_such_verb_about
from bot.language.verb import Verb
from bot.language.verbs import VERB_OF_WORD

_VALUED = {"severity", "priority", "assign"}
"""The verbs whose value may stand before the number."""
_LEVELS = {"severity": values.is_severity, "priority": values.is_priority}
"""Those whose value may be a mere digit, and what else can only be their value."""

_LOWEST = 4
"""Severities and priorities go from 1 to this."""


def in_full(text: str, number: int) -> str:
    """Return what Slack sent as it would be typed after `/incident`, with the number of the incident it is about.

    Raise Refusal for a number that may as well begin a note, offering both.
    """
    first, rest = values.first_word(mark(text))
    if not first:
        return f"show {number}"
    verb = VERB_OF_WORD.get(values.plain_word(first))
    if verb is None:
        return text if values.number_of(first) is not None else _without_verb(first, rest, number)
    if verb.pick is None or _names_another(verb, rest, number):
        return text
    return as_typed(f"{verb.word} {number} {rest}".rstrip())


def _without_verb(first: str, rest: str, number: int) -> str:
    """Return what gives the incident the severity or priority that was said; raise Refusal for anything else."""
    if values.is_severity(first) or values.is_priority(first):
        return as_typed(f"{values.field_of(first)} {number} {first} {rest}".rstrip())
    raise no_such_verb_about(number, first, rest)


def _names_another(verb: Verb, rest: str, number: int) -> bool:
    """Tell whether there is a number already, of this or of another incident."""
    first, more = values.first_word(rest)
    named, more = (first, more) if values.number_of(first) is not None else _after_value(verb, first, more)
    found = values.number_of(named)
    if found is None or _is_level(verb, named, more):
        return False
    if more and named.isdecimal() and found != number and not _is_value_of(verb, more):
        raise _unclear(verb, rest, named, number)
    return True


def _after_value(verb: Verb, first: str, more: str) -> tuple[str, str]:
    return values.first_word(more) if verb.word in _VALUED and values.is_value(first) else ("", "")


def _is_level(verb: Verb, named: str, more: str) -> bool:
    """Tell whether it is no number of an incident but `severity 1`, said of this one."""
    if verb.word not in _LEVELS or not named.isdecimal() or not 1 <= int(named) <= _LOWEST:
        return False
    return not _is_value_of(verb, more)


def _is_value_of(verb: Verb, text: str) -> bool:
    """Tell whether a text begins with what can only be a value of the verb's field."""
    word, _ = values.first_word(text)
    if verb.word == "assign":
        return values.is_person(word)
    return verb.word in _LEVELS and _LEVELS[verb.word](word)


def _unclear(verb: Verb, rest: str, named: str, number: int) -> Refusal:
    offers = tuple(as_typed(offer) for offer in (f"{verb.word} {number} {rest}", f"{verb.word} {rest}"))
    return Refusal(
        f"Is {named} an incident, or the beginning of what you say about #{number}? "
        f"“{plain(rest)[:80]}” can be read both ways.",
        offers=offers,
    )
