"""A row of a file turned into an incident and the life it must have had."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.errors import Refusal
from bot.operating.imports import times, words
from bot.operating.imports.columns import Unreadable
from bot.operating.imports.people import Directory
from bot.operating.imports.rows import Problem, Row
from bot.rules import texts
from storage.records import (
    Category,
    Incident,
    Life,
    Priority,
    Service,
    Severity,
    Status,
    in_order,
)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Read:
    """What a row says, as far as it can be read; its number is 0 where it names none."""

    line: int
    number: int
    title: str | None
    opened_at: datetime | None
    life: Life | None
    """None where anything is wrong with the row."""


_CELLS: Mapping[str, Callable[[str], Any]] = {
    "number": words.number,
    "title": texts.title,
    "summary": texts.summary,
    "severity": lambda cell: words.value(Severity, cell),
    "priority": lambda cell: words.value(Priority, cell),
    "priority_set_by_hand": words.is_yes,
    "status": lambda cell: words.value(Status, cell),
    "service": lambda cell: texts.name(cell, field="service"),
    "categories": lambda cell: texts.categories(name for name in cell.split(",") if name.strip()),
    **dict.fromkeys(times.NAMES, words.moment),
}


def read(row: Row, directory: Directory, *, default_reporter: str | None, now: datetime) -> tuple[Read, list[Problem]]:
    """Return what the row says, and all that is wrong with it."""
    reader = _Reader(row)
    said: dict[str, Any] = {column: reader.cell(column, convert) for column, convert in _CELLS.items()}
    said["reporter_id"] = reader.person("reporter", directory) or default_reporter
    said["assignee_id"] = reader.person("assignee", directory)
    reader.require("title", said["title"], "every incident needs one.")
    reader.require("reporter", said["reporter_id"], "nobody is named. Say with --reporter whose these are.")
    said["status"] = said["status"] or (Status.RESOLVED if said["resolved_at"] else Status.OPEN)
    full = times.completed(said["status"], said, now=now)
    wrong = times.wrong(said["status"], said, full, unread=reader.unread, now=now)
    problems = [*reader.problems, *(Problem(row.line, words) for words in wrong)]
    life = None if problems else _life(said | full)
    return Read(row.line, said["number"] or 0, said["title"], said["created_at"], life), problems


class _Reader:
    """Reads cells, and goes on after one that cannot be read."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.unread: set[str] = set()
        self.problems: list[Problem] = []

    def cell(self, column: str, convert: Callable[[str], Result]) -> Result | None:
        """Return what the cell says, None where it is empty."""
        written = self._row.cells.get(column)
        return None if written is None else self._read(column, lambda: convert(written))

    def person(self, column: str, directory: Directory) -> str | None:
        """Return the id of whoever is named, by name or by id."""
        name, person_id = self._row.cells.get(column), self._row.cells.get(f"{column}_id")
        return self._read(column, lambda: directory.find(name, person_id))

    def require(self, column: str, found: object, words: str) -> None:
        """Have something there, unless what is there is wrong anyway."""
        if found is None and column not in self.unread:
            self.problems.append(Problem(self._row.line, f"{column}: {words}"))

    def _read(self, column: str, convert: Callable[[], Result]) -> Result | None:
        try:
            return convert()
        except (Unreadable, Refusal) as error:
            self.unread.add(column)
            self.problems.append(Problem(self._row.line, f"{column}: {error}"))
            return None


def _life(said: Mapping[str, Any]) -> Life:
    incident = _incident(said)
    return Life(incident=incident, happened=times.history(incident))


def _incident(said: Mapping[str, Any]) -> Incident:
    severity = said["severity"] or Severity.SEV3
    return Incident(
        id=0,
        team_id="",
        number=said["number"] or 0,
        title=said["title"],
        summary=said["summary"],
        severity=severity,
        own_priority=_own(said["priority"], severity, by_hand=said["priority_set_by_hand"]),
        status=said["status"],
        service=Service(id=0, name=said["service"]) if said["service"] else None,
        categories=in_order(Category(id=0, name=name) for name in said["categories"] or ()),
        reporter_id=said["reporter_id"],
        assignee_id=said["assignee_id"],
        opened_in=None,
        deleted_at=None,
        deleted_by=None,
        card_channel=None,
        card_ts=None,
        **{name: said[name] for name in times.NAMES},
    )


def _own(priority: Priority | None, severity: Severity, *, by_hand: bool | None) -> Priority | None:
    """Return the priority that was set by hand: as the row says, else where it does not follow from the severity."""
    if by_hand is None:
        return priority if priority is not severity.natural_priority else None
    return priority if by_hand else None
