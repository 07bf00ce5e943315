"""What words of a title say of fields of which nothing else is said: it is offered, and never guessed."""

import re

from bot.language import values
from bot.language.acts import Hint
from bot.language.writing import token
from storage.records import Severity

_MINE = re.compile(r"[\s,;]+(mine|me|myself)[.!]?$", re.IGNORECASE)
_FOR = re.compile(r"[\s,;]+((?:for|assign(?:ed)?(?:\s+to)?)\s+([\w.’'-]+?))[.!]?$", re.IGNORECASE)
_SERVICE = re.compile(r"[\s,;]+(service:?\s+([\w.\-]+))[,;]?$", re.IGNORECASE)


def severity(title: str, *, than: Severity) -> Hint | None:
    """Return how it gets a worse severity that the title may name."""
    meant = values.severity_meant(title, than=than)
    return Hint(meant[0], "severity", meant[1]) if meant else None


def service(title: str) -> tuple[str, Hint] | None:
    """Return the service that the title may end with, where there is one of that name, and how it gets it."""
    said = _SERVICE.search(_FOR.sub("", _MINE.sub("", title)))
    return (said.group(2), Hint(said.group(1), "edit", token("service", said.group(2)))) if said else None


def person(title: str) -> tuple[str, str] | None:
    """Return the name of whom the title may end with, but for a service, and the words that say who is to have it."""
    said = _FOR.search(_SERVICE.sub("", title))
    return (said.group(2), said.group(1)) if said else None


def mine(title: str) -> Hint | None:
    """Return how it gets whoever opened it, whom the title may end with."""
    said = _MINE.search(title)
    return Hint(said.group(1), "take") if said else None
