"""A CSV file of incidents read into lives, with everything that is wrong with it: pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.operating.imports.columns import OTHER_NAMES
from bot.operating.imports.lives import Read, read
from bot.operating.imports.people import Directory
from bot.operating.imports.rows import Problem, parsed
from bot.operating.imports.words import OTHER_WORDS
from storage.records import Person

__all__ = ["OTHER_NAMES", "OTHER_WORDS", "Problem", "Read", "read_file"]


def read_file(
    content: bytes, *, people: Sequence[Person], reporter: str | None, now: datetime
) -> tuple[list[Read], list[Problem]]:
    """Return what the rows say, and all that is wrong; `reporter` is whose those are that name none."""
    rows, problems = parsed(content)
    directory = Directory(people)
    found = []
    for row in rows:
        one, wrong = read(row, directory, default_reporter=reporter, now=now)
        problems += wrong
        found.append(one)
    return found, problems
