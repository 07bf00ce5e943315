"""How long what people type may be; the schema holds the same limits."""

import re
import unicodedata
from collections.abc import Iterable

from bot.errors import Refusal

TITLE = (3, 255)
SUMMARY_MAX = 3000
"""As much as one of Slack's inputs takes."""
COMMENT_MAX = 40_000
"""As much as one of Slack's messages holds."""
NAME_MAX = 60
MOST_CATEGORIES = 10
"""As many as a card shows in full, and a form remembers."""
_WHEN = (
    r"\b(?:in|at|by|due|before)\s+(?:about\s+)?"
    r"(?:(?:an?|half\s+an|\d{1,4})\s*(?:m|mins?|minutes?|h|hrs?|hours?|d|days?)|\d{1,2}:\d\d|\d{1,2}\s*[ap]m|noon)\b"
)
_UPDATE_DUE = re.compile(rf"\b(?:update|write\s+again|report\s+back)\b.{{0,40}}?{_WHEN}", re.IGNORECASE)
_NEXT_UPDATE = re.compile(rf"\bnext\s+update\b|\bdue:|{_UPDATE_DUE.pattern}|^{_WHEN}[.!]?$", re.IGNORECASE)


def title(text: str) -> str:
    """Return the title in one line; raise Refusal when it is too long, or what can be seen of it too short."""
    line = " ".join(text.split())
    shortest, longest = TITLE
    if _visible(line) < shortest:
        raise Refusal(f"A title has {shortest} to {longest} characters; “{line}” has {len(line)}.", field="title")
    if len(line) > longest:
        raise Refusal(
            f"A title has {shortest} to {longest} characters; this one has {len(line)}. "
            "Shorten it; what does not fit can go into the summary.",
            field="title",
        )
    return line


def summary(text: str | None) -> str | None:
    """Return the summary, None when nothing is left of it; raise Refusal when it is too long."""
    return _at_most(SUMMARY_MAX, text, what="summary") or None


def comment(text: str | None, *, field: str = "comment") -> str:
    """Return the comment; raise Refusal when it is empty or too long."""
    body = _at_most(COMMENT_MAX, text, what="comment", field=field)
    if not _visible(body):
        raise Refusal("A comment needs some words.", field=field)
    return body


def note(text: str | None) -> str | None:
    """Return the note that goes with a change, None when there is none; raise Refusal when it is too long."""
    return _at_most(COMMENT_MAX, text, what="note") or None


def name(text: str, *, field: str) -> str:
    """Return the name of a service or category in one line; raise Refusal when it is empty or too long."""
    line = _at_most(NAME_MAX, " ".join(text.split()), what="name", field=field)
    if not _visible(line):
        raise Refusal("A name needs at least one character.", field=field)
    return line


def category(text: str) -> str:
    """Return the name of a category in one line; raise Refusal when it has a comma, is empty or too long."""
    named = name(text, field="categories")
    if "," in named:
        raise Refusal(f"“{named}” has a comma, which separates categories. Name them one by one.", field="categories")
    return named


def categories(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, each once whatever its case; raise Refusal when they are too many."""
    different: dict[str, str] = {}
    for one in names:
        named = category(one)
        different.setdefault(named.lower(), named)
    if len(different) > MOST_CATEGORIES:
        raise Refusal(
            f"An incident has at most {MOST_CATEGORIES} categories; you named {len(different)}.", field="categories"
        )
    return tuple(different.values())


def speaks_of_next_update(text: str) -> bool:
    """Tell whether it may be meant as a promise."""
    return _NEXT_UPDATE.search(text) is not None


def says_when_update_is_due(text: str) -> bool:
    """Tell whether it says after which time, or at what hour, an update comes."""
    return _UPDATE_DUE.search(text) is not None


def _visible(text: str) -> int:
    """Return how many characters can be seen."""
    return sum(unicodedata.category(character) != "Cf" for character in text)


def _at_most(longest: int, text: str | None, *, what: str, field: str | None = None) -> str:
    stripped = (text or "").strip()
    if len(stripped) > longest:
        raise Refusal(
            f"A {what} has at most {longest:,} characters; this one has {len(stripped):,}.", field=field or what
        )
    return stripped
