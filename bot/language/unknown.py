"""A first word that is no verb: what may have been meant is offered, ready to be done, and nothing is done."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial

from bot.errors import Refusal
from bot.language import filters, values
from bot.language.filters.explained import WORDS
from bot.language.mentions import as_typed, mark, plain
from bot.language.tokens import is_one as is_token
from bot.language.verbs import VERB_OF_WORD
from bot.language.writing import token
from bot.rules.deletion import WITHDRAWN_WITHIN
from bot.rules.names import ALSO_CALLED, COMMAND
from storage.records import Status

_LEADS_TO = {Status.IN_PROGRESS: "start", Status.MITIGATED: "mitigate", Status.RESOLVED: "resolve"}
_SYNONYMS = {
    **{word: verb for status, verb in _LEADS_TO.items() for word in ALSO_CALLED[status]},
    "acknowledged": "take",
    "assigned": "assign",
    "finish": "resolve",
    "solved": "resolve",
    "unassign": "release",
    "drop": "release",
    "reassign": "assign",
    "escalate": "severity",
    "remove": "delete",
    "undelete": "restore",
    "info": "show",
    "details": "show",
    "say": "comment",
    "report": "new",
    "watch": "follow",
    "subscribe": "follow",
    "unwatch": "unfollow",
    "unsubscribe": "unfollow",
    "mute": "unfollow",
    "people": "users",
    "roles": "users",
    "config": "settings",
    "configure": "settings",
    "preferences": "settings",
    "audit": "settings log",
}
_IN_FORM: dict[str, Callable[[str], str]] = {
    "title": str,
    "summary": "-- {}".format,
    "description": "-- {}".format,
    "service": partial(token, "service"),
    "category": partial(token, "cat"),
}
"""Names of fields that have no verb of their own, and how `edit` takes their values."""
_RELATIONS = {
    **dict.fromkeys(("merge", "duplicate", "dup", "dupe"), "resolve {} duplicate of #{}"),
    **dict.fromkeys(("link", "relate"), "comment {} see #{}"),
}
"""What can be said of two incidents."""
_REASON = re.compile(r"(?:false\s+(?:alarm|positive)|not\s+an\s+incident)\b", re.IGNORECASE)
"""Why an incident is over that was none."""
_EXPLAINED = {
    "undo": f" Undo is on the private answer for {WITHDRAWN_WITHIN.seconds} seconds; verbs take back what is older.",
}
_QUESTIONS = {"how", "what", "when", "where", "who", "whose", "why"}
_BETWEEN = {"and", "as", "in", "into", "of", "to", "with"}
_NEAR, _VERY_NEAR = 0.6, 0.75
MOST_SHOWN = 120
"""Characters of a command that is offered."""


def no_such_verb(word: str, rest: str = "", *, after: str = "") -> Refusal:
    """Return the refusal of a word that is no verb, with the commands that may have been meant, begun with `after`."""
    return _refusal(word, [f"{after}{each}" for each in _meant(plain_word(word), word, rest)])


def not_after_number(number: int, rest: str) -> Refusal:
    """Return the refusal of what follows a number: it may be meant for that incident, or begin a title."""
    word, more = values.first_word(rest)
    meant = [] if values.field_of(word) else _meant(plain_word(word), word, f"{number} {more}".rstrip())
    nearest = [each for each in meant if _is_about(each, number)]
    said = [each for each in _change(f"{number} {rest}") if not each.startswith("edit")]
    return _refusal(word, [*(nearest or said), f"new {number} {rest}"])


def no_such_verb_about(number: int, word: str, rest: str) -> Refusal:
    """Return the refusal of a word that is no verb, said of an incident: what may be meant is about that one.

    That it may be a comment is for the caller to offer, with all that was said.
    """
    meant = [each for each in _meant(plain_word(word), word, f"{number} {rest}".rstrip()) if _is_about(each, number)]
    return _refusal(word, [each for each in meant if not each.startswith("comment ")])


def _refusal(word: str, meant: list[str]) -> Refusal:
    meant = [each for each in meant if _is_understood(each)]
    commands = [f"`{COMMAND} {_in_one_line(plain(each))}`" for each in meant]
    guess = f" Did you mean {' or '.join(commands)}?" if commands else ""
    if len(commands) == 1 and commands[0].startswith(f"`{COMMAND} new "):
        guess = f" To open an incident: {commands[0]}."
    about = _EXPLAINED.get(plain_word(word), "")
    return Refusal(
        f"There is no verb “{plain_word(word)[:40]}”.{about}{guess} `{COMMAND} help` lists them all.",
        offers=tuple(as_typed(each) for each in meant),
    )


def plain_word(word: str) -> str:
    """Return a word as verbs are written: small, and without quotes."""
    return plain(word).lower().strip("`'\"“”‘’")


def _meant(word: str, as_written: str, rest: str) -> list[str]:
    about_one = _over(word, as_written, rest) or _said_of_incident(word, as_written, rest)
    return about_one or _guessed(word, as_written, rest)


def _said_of_incident(word: str, as_written: str, rest: str) -> list[str]:
    """Return what names a field, a value or a relation of the incident whose number follows, if it does."""
    number, more = values.number_and_rest(rest)
    if number is None:
        return _asked_about(word, as_written, rest)
    if word in _IN_FORM:
        filled = f"edit {number} {_IN_FORM[word](more)}"
        return [filled if more and _is_understood(filled) else f"edit {number}"]
    if word in _RELATIONS:
        return _related(_RELATIONS[word], rest)
    if values.is_value(as_written):
        changed = f"{values.field_of(as_written)} {number} {as_written} {more}".rstrip()
        return [changed, f"new {as_written} {rest}"] if more else [changed]
    return []


def _asked_about(word: str, as_written: str, rest: str) -> list[str]:
    """Return what shows the one incident that a question names, if it does."""
    numbers = [values.number_of(each.rstrip("?")) for each in rest.split()]
    match [number for number in numbers if number is not None]:
        case [number] if word in _QUESTIONS:
            return [f"show {number}", f"new {as_written} {rest}"]
        case _:
            return []


def _over(word: str, as_written: str, rest: str) -> list[str]:
    """Return what resolves the incident that is said to be none, if that is said."""
    number, more = values.number_and_rest(rest, in_either_order=True)
    is_said = number is not None and _REASON.match(f"{word} {more}")
    return [f"resolve {number} {as_written} {more}"] if is_said else []


def _related(said: str, rest: str) -> list[str]:
    """Return what is said of two incidents, where nothing but they are named."""
    numbers = [values.number_of(word) for word in rest.split() if word.lower() not in _BETWEEN]
    match numbers:
        case [int(), int()]:
            return [said.format(*numbers)]
        case _:
            return []


def _guessed(word: str, as_written: str, rest: str) -> list[str]:
    verbs = [*_SYNONYMS, *_AMBIGUOUS, *VERB_OF_WORD]
    nearest = _nearest(word, [*verbs, *_FILTERS], rest)
    if nearest and nearest[0] in _FILTERS:
        listed = f"list {nearest[0]} {rest}".rstrip()
        if _is_understood(listed):
            return [listed]
        nearest = _nearest(word, verbs, rest)
    if nearest and nearest[0] in _AMBIGUOUS:
        return _AMBIGUOUS[nearest[0]](rest) or [f"new {as_written} {rest}"]
    if nearest:
        command = f"{_SYNONYMS.get(nearest[0], nearest[0])} {rest}".rstrip()
        if _is_understood(command):
            return [command]
    typed = f"{as_written} {rest}".rstrip()
    return [*[f"new {typed}"] * bool(rest), *_found_by(word, as_written, typed)]


def _found_by(word: str, as_written: str, typed: str) -> list[str]:
    """Return what finds incidents by the filters that were typed, or by one with what is meant by the words after."""
    try:
        filters.read(typed)
    except filters.NotAFilter as refusal:
        if not is_token(as_written) and word not in _FILTERS:
            return []
        return [f"list {mark(refusal.corrected)}" if refusal.corrected else f"search {typed}"]
    except Refusal:
        return []
    return [f"list {typed}"]


def _nearest(word: str, known: list[str], rest: str) -> list[str]:
    """Return the one the word may be a slip for.

    It must be very near, or of the same letters, unless what a verb takes comes after it, and no note.
    """
    value, more = values.first_word(rest)
    is_before_value = filters.is_one(value) or (values.number_of(value) is not None and not more)
    near = get_close_matches(word, known, n=1, cutoff=_NEAR if is_before_value else _VERY_NEAR)
    return near or [one for one in known if sorted(one) == sorted(word)][:1]


def _is_understood(command: str) -> bool:
    """Tell whether it would be: a verb about one incident wants a number, unless it is bare."""
    word, rest = values.first_word(command)
    try:
        VERB_OF_WORD[word].read(VERB_OF_WORD[word], rest)
    except Refusal:
        return False
    return True


def _is_about(command: str, number: int) -> bool:
    return command.split()[:2][1:] == [str(number)]


def _change(rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    if number is None:
        return ["edit", "comment"]
    value = values.first_word(more)[0]
    if values.is_severity(value):
        return [f"severity {number} {more}", f"comment {number} {more}"]
    if values.is_priority(value):
        return [f"priority {number} {more}", f"comment {number} {more}"]
    if values.is_person(value):
        return [f"assign {number} {more}", f"comment {number} {more}"]
    return [f"comment {number} {more}".rstrip(), f"edit {number} {more}".rstrip()]


def _open(rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    if number is not None and not more:
        return [f"show {number}", f"reopen {number}"]
    return [f"new {rest}", "list open"] if rest else ["list open", "new"]


def _undo(rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    return [] if more else [f"{verb} {number or ''}".rstrip() for verb in ("reopen", "revert", "restore", "delete")]


def _deleted(rest: str) -> list[str]:
    return [f"delete {rest}" if rest else "restore"]


_AMBIGUOUS = {
    "open": _open,
    "undo": _undo,
    "deleted": _deleted,
    **dict.fromkeys(("update", "change", "set", "modify"), _change),
}
"""Words that are meant one way as often as another."""
_FILTERS = [word for word in WORDS if word not in _AMBIGUOUS and not word.endswith(":")]


def _in_one_line(text: str) -> str:
    return " ".join(text.replace("`", "'").split())[:MOST_SHOWN]
