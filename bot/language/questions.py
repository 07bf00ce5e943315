"""What a question asks for: one incident, a list, who has how much, or how a thing is done."""

import re

from bot.errors import Refusal
from bot.language import filters, values
from bot.language.values import plain_word
from bot.language.verbs import VERB_OF_WORD
from bot.language.words import MYSELF
from storage.records import EVERYTHING, Filter

_QUESTIONS = {
    *("how", "what", "whats", "when", "where", "which", "who", "whos", "whose", "why"),
    *("are", "did", "does", "has", "have", "is", "since"),
}
_NOT = re.compile(r"\b(?:not|no|but|without|except|never)\b|n['’]t\b", re.IGNORECASE)
"""With such a word the filters say the opposite of what is asked, or part of it."""
_HAS = re.compile(r"\b(?:have|has|got|doing|working|assigned|on|owns?)\b|['’]s\b", re.IGNORECASE)
_IS_HOW = re.compile(r"(?:how\s+(?:do|can|to|should)|what\s+can)\b", re.IGNORECASE)
"""How something is done is asked, or what can be."""
_CHANGED_WHAT = re.compile(r"changed\s+(?:what|(?:the\s+)?(?:settings?|roles?))\b", re.IGNORECASE)
_OWN_ROLE = re.compile(r"am\s+i\b", re.IGNORECASE)
_MY = re.compile(r"\b(?:my|mine)\b", re.IGNORECASE)
_REMINDS = re.compile(r"\b(?:remind|snooz)", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(?:chang|happen|edited|renamed|resolved|closed|reopened|deleted)", re.IGNORECASE)
_MOST_LOADED = re.compile(r"(?:has|have|is|got)\b.*\b(?:most|busiest)\b", re.IGNORECASE | re.DOTALL)


def is_one(word: str) -> bool:
    """Tell whether a question begins with the word."""
    return plain_word(word).replace("'", "").replace("’", "") in _QUESTIONS


def meant(word: str, rest: str) -> list[str]:
    """Return what shows the one incident that a question names, or lists those that it is about, if it does."""
    if not is_one(word):
        return []
    if _IS_HOW.match(f"{word} {rest}"):
        verb = next((plain_word(each) for each in _words(rest) if plain_word(each) in VERB_OF_WORD), "")
        return [f"help {verb}".rstrip(), f"new {word} {rest}"]
    asked = _numbers(rest)
    if len(asked) > 1:
        return []
    shown = _about(asked[0], word, rest) if asked else _counted(word, rest) or listed(rest) or _own(rest)
    return [*shown, f"new {word} {rest}"] if shown else []


def _own(rest: str) -> list[str]:
    """Return what lists what is one's own, where that is asked."""
    return ["mine"] if _MY.search(rest) and not _NOT.search(rest) else []


def _about(number: int, word: str, rest: str) -> list[str]:
    """Return what answers a question about an incident: why it reminds, what happened, or how it stands."""
    if plain_word(word) == "why" and _REMINDS.search(rest):
        return [f"remind {number} why"]
    return [f"history {number}" if _HAPPENED.search(rest) else f"show {number}"]


def listed(rest: str) -> list[str]:
    """Return the list by the filters among the words, of what is unresolved unless they say which status or time.

    None where they would list something else than what is asked.
    """
    try:
        found, is_timed = _filters(rest)
        wanted = filters.read(" ".join(found))
    except Refusal:
        return []
    is_of_any = is_timed or bool(wanted.statuses)
    if wanted in (EVERYTHING, Filter(opened=wanted.opened)) or _NOT.search(rest):
        return []
    if not is_of_any and wanted.assignee and not _HAS.search(rest):
        return []
    return [" ".join(["list", *["unresolved"] * (not is_of_any), *found])]


def listed_of(rest: str) -> str | None:
    """Return the list of which a part may be asked for, by the name of somebody or something; None where none is."""
    if said := listed(rest):
        return said[0]
    return "list unresolved" if _HAS.search(rest) and not _NOT.search(rest) else None


def _filters_or_none(rest: str) -> list[str]:
    """Return the words that are filters; none where they are not understood together."""
    try:
        found, _ = _filters(rest)
        filters.read(" ".join(found))
    except Refusal:
        return []
    return found


def _numbers(rest: str) -> list[int]:
    """Return the numbers that may be those of incidents: not how many days."""
    try:
        words = [said[0] for said, time in filters.in_pieces(_words(rest)) if not time]
    except Refusal:
        words = _words(rest)
    return [number for word in words if (number := values.number_of(word)) is not None]


def _filters(rest: str) -> tuple[list[str], bool]:
    """Return the words that are filters, and whether some say a time; raise Refusal for a date that cannot be."""
    words = ["@me" if each.lower() in {"i", *MYSELF} else each for each in _words(rest)]
    pieces = [(said, time) for said, time in filters.in_pieces(words) if time or filters.is_one(said[0])]
    return [word for said, _ in pieces for word in said], any(time for _, time in pieces)


def _words(rest: str) -> list[str]:
    return [each.rstrip("?!.,;") for each in rest.split()]


def _counted(word: str, rest: str) -> list[str]:
    """Return what shows who has how much, or who changed what in the workspace, where that is asked."""
    if plain_word(word) == "how" and rest.lower().startswith("many "):
        return [" ".join(["stats", *_filters_or_none(rest)])]
    if not plain_word(word).startswith("who"):
        return []
    if _OWN_ROLE.match(rest):
        return ["users @me"]
    return ["users"] if _MOST_LOADED.match(rest) else ["settings log"] * bool(_CHANGED_WHAT.match(rest))
