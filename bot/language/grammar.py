"""The language of `/incident`: what was typed, or what a button carries, turned into an act."""

from bot.errors import Refusal
from bot.language import filters, reading, tokens, values
from bot.language.acts import Act
from bot.language.ambiguous import WHOSE
from bot.language.looking_acts import ListIncidents, ShowIncident, ShowPanel
from bot.language.mentions import mark
from bot.language.understood import is_understood
from bot.language.unknown import no_such_verb, not_after_number, not_only_filters, or_the_rest
from bot.language.verb import Verb
from bot.language.verbs import VERB_OF_WORD
from bot.language.words import QUOTES
from bot.rules import texts


def parse(text: str) -> Act:
    """Read what Slack sent after `/incident`, or a button's value.

    Raise Refusal, naming what may have been meant or the verb's usage, for what is not in the language.
    """
    first, rest = values.first_word(_from_number(mark(text)))
    if not first:
        return ShowPanel()
    number, _ = values.number_and_rest(first)
    if number is not None:
        return _bare_number(number, rest)
    verb = VERB_OF_WORD.get(values.plain_word(first))
    if verb is None:
        return _bare_filters(first, rest)
    try:
        return verb.read(verb, rest)
    except Refusal as refusal:
        if refusal.offers or not verb.takes_number:
            raise
        raise or_the_rest(refusal, verb, rest) from refusal


def _from_number(marked: str) -> str:
    """Return the text without the word `incident` before a number."""
    word, more = values.first_word(marked)
    return more if word.lower() == "incident" and values.number_and_rest(more)[0] is not None else marked


def verb_named(word: str) -> Verb:
    """Return the verb of that word or alias; raise Refusal, offering help on the nearest one, when there is none."""
    verb = VERB_OF_WORD.get(values.plain_word(word))
    if verb is None:
        raise no_such_verb(word, after="help ")
    return verb


def title(word: str, text: str) -> str:
    """Return the title given by the verb of that word; raise Refusal, with its usage, when it is too short or long."""
    try:
        return texts.title(text)
    except Refusal as refusal:
        raise VERB_OF_WORD[word].misused(refusal) from refusal


def number(text: str) -> int:
    """Return the incident number a button carries; raise Refusal for anything else."""
    found = values.number_of(text)
    if found is None:
        raise Refusal(f"“{text[:40]}” is not an incident's number.")
    return found


def _bare_filters(first: str, rest: str) -> Act:
    """Filters alone are a list; other words after a filter may go on with what can also begin a title."""
    typed = f"{first} {rest}"
    if filters.is_surely_one(typed) and not tokens.is_one(first):
        return reading.bare_filters(VERB_OF_WORD["list"], typed)
    if filters.is_one(typed) or filters.begins_with_time(typed):
        try:
            return ListIncidents(filters.read(typed))
        except filters.NotAFilter as refusal:
            raise not_only_filters(refusal, first, rest) from refusal
        except Refusal as refusal:
            raise VERB_OF_WORD["list"].misused(refusal) from refusal
    if first[0] not in QUOTES and values.plain_word(first) != WHOSE and is_understood(f"list {typed}"):
        return ListIncidents(filters.read(typed))
    raise no_such_verb(first, rest)


def _bare_number(number: int, rest: str) -> Act:
    """A number alone shows; with a verb after it, the two have changed places."""
    word, more = values.first_word(rest)
    if not word:
        return ShowIncident(number)
    verb = VERB_OF_WORD.get(values.plain_word(word))
    if verb is None:
        raise not_after_number(number, rest)
    if not verb.takes_number:
        raise verb.misused(f"`{verb.word}` takes no number.")
    return verb.read(verb, f"{number} {more}".rstrip())
