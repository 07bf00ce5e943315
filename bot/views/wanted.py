"""A filter in words: what a list shows, and in which order."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.rules.names import STATUS_NAMES
from bot.views.text import duration, escape, person
from storage.records import ME, MONTHS, UNRESOLVED, WEEKDAYS, Day, Filter, Period, Point, Sort, Status

_ORDERS = {
    (Sort.CREATED, True): "newest first",
    (Sort.CREATED, False): "oldest first",
    (Sort.UPDATED, True): "last changed first",
    (Sort.UPDATED, False): "longest unchanged first",
    (Sort.SEVERITY, True): "worst first",
    (Sort.SEVERITY, False): "least severe first",
    (Sort.STATUS, True): "Resolved first, Open last",
    (Sort.STATUS, False): "Open first, Resolved last",
    (Sort.UNRESOLVED, True): "unresolved first, the worst of them first",
    (Sort.UNRESOLVED, False): "resolved first, the worst unresolved last",
}
_WORDS_BUDGET = 600


def in_words(wanted: Filter) -> str:
    """Return what a filter lets through: `Open or Mitigated · SEV1 · assigned to you`; nothing for everything."""
    return " · ".join([*_state(wanted), *_people(wanted), *_names(wanted), *_times(wanted)])


def order_in_words(wanted: Filter, *, unsorted: str = "newest first") -> str:
    """Return what comes first."""
    if wanted.sort is None:
        return unsorted
    down = wanted.sort.is_descending_by_itself if wanted.is_descending is None else wanted.is_descending
    return _ORDERS[wanted.sort, down]


def looked_for(wanted: Filter, order: str, *, total: str, words: Sequence[str], typed: Sequence[str]) -> list[str]:
    """Return what stands above what was found: how many there are, for which words and filter, and in which order.

    First of all it says where the words are others than those that were typed.
    """
    is_other = words and tuple(words) != tuple(typed)
    facts = [f"Nothing says {_quoted(typed)}" if is_other else "", total, _quoted(words) if words else ""]
    return [fact for fact in (*facts, in_words(wanted), order) if fact]


def like(wanted: Filter, words: Sequence[str]) -> str:
    """Return the words and what a filter lets through, where nothing is like this; nothing for everything."""
    return " · ".join(filter(None, [_quoted(words) if words else "", in_words(wanted)]))


def _quoted(words: Sequence[str]) -> str:
    return f"“{escape(' '.join(words), limit=_WORDS_BUDGET)}”"


def _state(wanted: Filter) -> list[str]:
    parts = [_statuses(wanted.statuses), _either(rank.upper() for rank in wanted.severities)]
    parts.append(_either(rank.upper() for rank in wanted.priorities))
    return [part for part in parts if part]


def _statuses(statuses: Sequence[Status]) -> str:
    return "unresolved" if tuple(statuses) == UNRESOLVED else _either(STATUS_NAMES[status] for status in statuses)


def _people(wanted: Filter) -> list[str]:
    parts = [f"assigned to {_person(wanted.assignee)}"] if wanted.assignee else []
    parts += ["assigned to nobody"] if wanted.is_unassigned else []
    parts += [f"reported by {_person(wanted.reporter)}"] if wanted.reporter else []
    return parts + (["reported by you or assigned to you"] if wanted.is_mine else [])


def _names(wanted: Filter) -> list[str]:
    parts = [f"service {escape(wanted.service)}"] if wanted.service else []
    parts += [f"category {escape(name)}" for name in wanted.categories]
    return parts + [f"“{escape(phrase)}”" for phrase in wanted.phrases]


def _times(wanted: Filter) -> list[str]:
    parts = [f"opened more than {_length(wanted.older_than)} ago"] if wanted.older_than is not None else []
    parts += [f"opened in the last {_length(wanted.younger_than)}"] if wanted.younger_than is not None else []
    parts += _period("opened", wanted.opened)
    return parts + _period("resolved", wanted.resolved)


def _period(what: str, period: Period) -> list[str]:
    since, until = period.since, period.until
    if since is not None and since == until and not isinstance(since, timedelta):
        return [f"{what} {_in_days(since)}"]
    parts = [f"{what} {_since(since)}"] if since is not None else []
    return parts + ([f"{what} until {_point(until)}"] if until is not None else [])


def _since(point: Point) -> str:
    return f"in the last {_length(point)}" if isinstance(point, timedelta) else f"since {_point(point)}"


def _in_days(day: date | Day) -> str:
    if isinstance(day, Day) and day not in (*WEEKDAYS, *MONTHS):
        return day_in_words(day)
    return f"{'in' if day in MONTHS else 'on'} {day_in_words(day)}"


def _point(point: Point) -> str:
    return f"{_length(point)} ago" if isinstance(point, timedelta) else day_in_words(point)


def day_in_words(day: date | Day) -> str:
    """Return `this week`, `Monday` or `1 Oct 2026`."""
    if not isinstance(day, Day):
        return f"{day.day} {day:%b %Y}"
    return day.capitalize() if day in (*WEEKDAYS, *MONTHS) else day.replace("-", " ")


def _length(length: timedelta) -> str:
    return duration(length.total_seconds())


def _person(person_id: str) -> str:
    return "you" if person_id == ME else person(person_id)


def _either(words: Iterable[str]) -> str:
    return " or ".join(words)
