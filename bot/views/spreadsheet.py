"""Incidents as a spreadsheet takes them, and as another program does: one CSV row, or one JSON object, for each.

A spreadsheet runs a cell that begins like a formula, whoever typed it. An apostrophe before it makes it text; a cell
that has one there already gets another, so that `without_guard` gives back every text as it was.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from bot.rules.names import STATUS_NAMES
from storage.records import Comment, Dossier, HistoryEntry, Incident

FILE_ENCODING = "utf-8-sig"
"""Of files: without the mark at its beginning Excel takes UTF-8 for something else, and everybody else skips it."""

_LIKE_A_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r\n]")
_GUARD = "'"


def guarded(cell: str) -> str:
    """Return the cell as no spreadsheet takes it for a formula."""
    return _GUARD + cell if _LIKE_A_FORMULA.match(cell) else cell


def without_guard(cell: str) -> str:
    """Return what was guarded."""
    return cell[1:] if cell.startswith(_GUARD) and _LIKE_A_FORMULA.match(cell) else cell


def iso(at: datetime | None) -> str:
    """Return a moment in ISO 8601, in UTC; nothing for None."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else ""


def _moment(name: str) -> Callable[[Dossier], str]:
    return lambda dossier: iso(getattr(dossier.incident, name))


TIMES = (
    "created_at",
    "updated_at",
    "acknowledged_at",
    "mitigated_at",
    "resolved_at",
    "last_activity_at",
    "update_due_at",
)
COLUMNS: dict[str, Callable[[Dossier], str]] = {
    "number": lambda dossier: str(dossier.incident.number),
    "title": lambda dossier: dossier.incident.title,
    "summary": lambda dossier: dossier.incident.summary or "",
    "severity": lambda dossier: dossier.incident.severity.upper(),
    "priority": lambda dossier: dossier.incident.priority.upper(),
    "priority_set_by_hand": lambda dossier: "yes" if dossier.incident.own_priority else "no",
    "status": lambda dossier: STATUS_NAMES[dossier.incident.status],
    "service": lambda dossier: dossier.incident.service.name if dossier.incident.service else "",
    "categories": lambda dossier: ", ".join(label.name for label in dossier.incident.categories),
    "reporter": lambda dossier: _name(dossier, dossier.incident.reporter_id),
    "reporter_id": lambda dossier: dossier.incident.reporter_id,
    "assignee": lambda dossier: _name(dossier, dossier.incident.assignee_id),
    "assignee_id": lambda dossier: dossier.incident.assignee_id or "",
    **{name: _moment(name) for name in TIMES},
    "comments": lambda dossier: str(dossier.comment_count),
    "history": lambda dossier: str(dossier.history_count),
}
"""What a row has, in this order; of comments and history it is how many there are."""


class Counter:
    """How many have come through: nobody knows before, and none is kept."""

    def __init__(self) -> None:
        self.count = 0

    def through(self, dossiers: Iterable[Dossier]) -> Iterator[Dossier]:
        """Give them on."""
        for dossier in dossiers:
            self.count += 1
            yield dossier


def csv_lines(dossiers: Iterable[Dossier]) -> Iterator[str]:
    """Give the header and a row for each, as RFC 4180 has them; one cell may have several lines."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    yield line.getvalue()
    for dossier in dossiers:
        line.seek(0)
        line.truncate()
        writer.writerow([guarded(cell(dossier)) for cell in COLUMNS.values()])
        yield line.getvalue()


def json_lines(dossiers: Iterable[Dossier]) -> Iterator[str]:
    """Give one array, an incident a line."""
    before = "[\n"
    for dossier in dossiers:
        yield before + json.dumps(_object(dossier), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _object(dossier: Dossier) -> dict[str, Any]:
    incident = dossier.incident
    return {
        "number": incident.number,
        "title": incident.title,
        "summary": incident.summary,
        "severity": incident.severity,
        "priority": incident.priority,
        "priority_set_by_hand": incident.own_priority is not None,
        "status": incident.status,
        "service": incident.service.name if incident.service else None,
        "categories": [label.name for label in incident.categories],
        "reporter": _person(dossier, incident.reporter_id),
        "assignee": _person(dossier, incident.assignee_id),
        **_times(incident),
        "comments": [_comment(dossier, comment) for comment in dossier.comments],
        "history": [_entry(dossier, entry) for entry in dossier.history],
    }


def _times(incident: Incident) -> dict[str, str | None]:
    return {name: iso(getattr(incident, name)) or None for name in TIMES}


def _comment(dossier: Dossier, comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.id,
        "at": iso(comment.created_at),
        "by": _person(dossier, comment.author_id),
        "text": comment.body,
        "files": [{"name": file.name, "link": file.link} for file in comment.files],
    }


def _entry(dossier: Dossier, entry: HistoryEntry) -> dict[str, Any]:
    return {
        "at": iso(entry.at),
        "by": _person(dossier, entry.actor_id),
        "change": entry.change,
        "from": entry.old,
        "to": entry.new,
    }


def _person(dossier: Dossier, person_id: str | None) -> dict[str, str] | None:
    return {"id": person_id, "name": _name(dossier, person_id)} if person_id else None


def _name(dossier: Dossier, person_id: str | None) -> str:
    return dossier.names.get(person_id, person_id) if person_id else ""
