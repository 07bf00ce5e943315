"""Filters written as they are typed, so that they are read again as the same."""

import re

from bot.language.filters import values
from bot.language.mentions import as_typed
from storage.records import ME, Filter

_SIMPLE = re.compile(r"[\w./-]+")


def typed(wanted: Filter) -> str:
    """Return the filter as Slack sends it when it is typed: marked and read again, it is the same."""
    parts = [*_typed_lists(wanted), *_typed_people(wanted), *_typed_times(wanted)]
    parts += [f'"{phrase}"' for phrase in wanted.phrases]
    if wanted.sort:
        parts.append(f"sort:{wanted.sort}")
    if wanted.is_descending is not None:
        parts.append("desc" if wanted.is_descending else "asc")
    return " ".join(part if part.startswith(("<@", "reporter:<@")) else as_typed(part) for part in parts)


def _typed_lists(wanted: Filter) -> list[str]:
    parts = [
        values.typed_statuses(wanted.statuses),
        values.typed_ranks("sev", wanted.severities),
        values.typed_ranks("p", wanted.priorities),
        f"service:{_quoted(wanted.service)}" if wanted.service else "",
        *(f"cat:{_quoted(name)}" for name in wanted.categories),
    ]
    return [part for part in parts if part]


def _typed_people(wanted: Filter) -> list[str]:
    named = ["assignee:me" if wanted.assignee == ME else f"<@{wanted.assignee}>"] if wanted.assignee else []
    named += [f"reporter:{ME if wanted.reporter == ME else f'<@{wanted.reporter}>'}"] if wanted.reporter else []
    # Behind a name that is typed without a mention, they would be read as more of it.
    return ["unassigned"] * wanted.is_unassigned + ["mine"] * wanted.is_mine + named


def _typed_times(wanted: Filter) -> list[str]:
    spans = {"age>": wanted.older_than, "age<": wanted.younger_than}
    points = {
        "since:": wanted.opened.since,
        "until:": wanted.opened.until,
        "resolved-since:": wanted.resolved.since,
        "resolved-until:": wanted.resolved.until,
    }
    aged = [f"{key}{values.typed_span(span)}" for key, span in spans.items() if span is not None]
    return aged + [f"{key}{values.typed_point(point)}" for key, point in points.items() if point is not None]


def _quoted(name: str) -> str:
    return name if not name or _SIMPLE.fullmatch(name) else f'"{name}"'
