"""What the columns of a file are called, here and in the trackers that were there before."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from bot.views.spreadsheet import COLUMNS

OTHER_NAMES = {
    "number": ("#", "id", "incident", "incident_id", "key"),
    "title": ("name", "subject"),
    "summary": ("description", "details"),
    "severity": ("sev", "impact"),
    "priority": ("prio", "urgency"),
    "status": ("state",),
    "service": ("component", "system"),
    "categories": ("category", "tags", "labels"),
    "reporter": ("reported_by", "created_by", "opened_by", "author"),
    "assignee": ("assigned_to", "owner"),
    "created_at": ("created", "opened", "opened_at", "reported_at", "date"),
    "updated_at": ("updated", "modified", "modified_at"),
    "acknowledged_at": ("acknowledged", "acked_at"),
    "mitigated_at": ("mitigated",),
    "resolved_at": ("resolved", "closed", "closed_at", "fixed_at"),
    "last_activity_at": ("last_activity",),
    "update_due_at": ("update_due", "next_update_due"),
}
_COLUMN_OF_NAME = {name: name for name in COLUMNS} | {
    other: name for name, others in OTHER_NAMES.items() for other in others
}


class Unreadable(ValueError):
    """What is wrong, in words."""


def column_of(name: str) -> str:
    """Return the column that is meant; raise Unreadable, naming the nearest, where it is none."""
    wanted = re.sub(r"[\s_-]+", "_", name.strip().casefold())
    if wanted in _COLUMN_OF_NAME:
        return _COLUMN_OF_NAME[wanted]
    near = get_close_matches(wanted, list(_COLUMN_OF_NAME), n=1, cutoff=0.6)
    meant = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(COLUMNS)}."
    raise Unreadable(f"there is no column “{name.strip()}”. {meant}")


def columns_of(header: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the columns in their order, and what is wrong with them."""
    columns: list[str] = []
    problems: list[str] = []
    for name in header:
        try:
            column = column_of(name)
        except Unreadable as error:
            problems.append(str(error))
            continue
        if column in columns:
            problems.append(f"“{name.strip()}” is a second column for {column}; keep one.")
        columns.append(column)
    if not problems and "title" not in columns:
        problems.append("there is no column “title”, which every incident needs.")
    return columns, problems
