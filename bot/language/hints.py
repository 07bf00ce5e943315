"""What words of a title say of fields of which nothing else is said: it is offered, and never guessed."""

import re

from bot.language import values
from bot.language.acts import Hint
from bot.language.writing import token
from storage.records import Severity

_MINE = re.compile(r"[\s,;]+(mine|me|myself)[.!]?$", re.IGNORECASE)
_SERVICE = re.compile(r"(.*\S)\s+(service:?\s+([\w.\-]+))[,;]?$", re.IGNORECASE)
_STATES = {"back", "degraded", "down", "interrupted", "restarted", "slow", "stopped", "unavailable"}
"""What is said of a service, and names none."""


def severity(title: str, *, than: Severity) -> Hint | None:
    """Return how it gets a worse severity that the title may name."""
    meant = values.severity_meant(title, than=than)
    return Hint(meant[0], "severity", meant[1]) if meant else None


def service(title: str) -> tuple[str, Hint, bool] | None:
    """Return the service that the title may end with, how it gets it, and whether a comma makes that sure."""
    said = _SERVICE.fullmatch(_MINE.sub("", title))
    if said is None or said.group(3).lower() in _STATES:
        return None
    before, words, name = said.groups()
    return name, Hint(words, "edit", token("service", name)), before.endswith((",", ";"))


def mine(title: str) -> Hint | None:
    """Return how it gets whoever opened it, whom the title may end with."""
    said = _MINE.search(title)
    return Hint(said.group(1), "take") if said else None
