"""The filters found in what was typed, and how each kind of word is read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bot.errors import Refusal
from bot.language.filters import values
from bot.language.filters.explained import EXPLAINED
from bot.language.mentions import person_of, plain
from bot.language.words import MYSELF, NOBODY, STRAIGHT_QUOTES, bare
from bot.rules import texts
from storage.records import ANY_TIME, Filter, Period, Point, Priority, Severity, Sort, Status

Value = TypeVar("Value")

KEYS = (
    "status|severity|sev|priority|prio|p|assignee|owner|reporter|service|category|cat|since|until"
    "|resolved-since|resolved-until|sort"
)
_KEYED = re.compile(rf'({KEYS}):"?([^"]*|\S*)"?', re.IGNORECASE)
_SEVERITY = re.compile(r"sev[-:]?(\d[\dsev,.–-]*)", re.IGNORECASE)
_PRIORITY = re.compile(r"(p\d(?:[-–,]p?\d)*)", re.IGNORECASE)
_AGE = re.compile(r"age\s*(?::?\s*([<>])=?|:)\s*(.*)", re.IGNORECASE)
_POINTS = {"since": False, "until": True, "resolved-since": False, "resolved-until": True}
"""The keys of moments, and whether a period ends with them."""
_ALSO = {"severity": "sev", "prio": "p", "priority": "p", "owner": "assignee", "category": "cat"}


@dataclass(slots=True)
class Found:
    """The filters found so far, in the order they were typed."""

    is_strict: bool
    """Whether everything must be a filter; then more words are taken for one."""
    statuses: list[Status] = field(default_factory=list)
    severities: list[Severity] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    assignees: dict[str, str] = field(default_factory=dict)
    """Ids with the words they were typed as."""
    reporters: dict[str, str] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    is_unassigned: bool = False
    is_mine: bool = False
    older: list[timedelta] = field(default_factory=list)
    younger: list[timedelta] = field(default_factory=list)
    points: dict[str, list[Point]] = field(default_factory=lambda: {key: [] for key in _POINTS})
    """The moments behind each of these keys."""
    phrases: list[str] = field(default_factory=list)
    sorts: list[Sort] = field(default_factory=list)
    directions: list[bool] = field(default_factory=list)
    is_after_sort: bool = False

    def take(self, token: str) -> bool:
        """Keep the token if it is a filter; tell whether it was. Raise Refusal for a value it cannot have."""
        taken = any(reading(self, token) for reading in _READINGS)
        self.is_after_sort = taken and token.lower().startswith("sort:")
        return taken

    def filter(self) -> Filter:
        if self.is_unassigned and self.assignees:
            named = next(iter(self.assignees.values()))
            raise Refusal(f"“unassigned” and “{plain(named)}” contradict each other: leave one out.")
        resolved = Period(self._point("resolved-since"), self._point("resolved-until"))
        if resolved != ANY_TIME and self.statuses and Status.RESOLVED not in self.statuses:
            named = values.typed_statuses(values.in_order(self.statuses, Status))
            raise Refusal(f"`{named}` and a time of resolution contradict each other: leave one out.")
        direction = _once(self.directions, "asc or desc")
        return Filter(
            statuses=values.in_order(self.statuses, Status),
            severities=values.in_order(self.severities, Severity),
            priorities=values.in_order(self.priorities, Priority),
            assignee=_only(self.assignees, "assignee"),
            reporter=_only(self.reporters, "reporter"),
            is_unassigned=self.is_unassigned,
            is_mine=self.is_mine,
            service=self.services[key] if (key := _only(self.services, "service")) else None,
            categories=tuple(self.categories.values()),
            older_than=_once(self.older, "age>"),
            younger_than=_once(self.younger, "age<"),
            opened=Period(self._point("since"), self._point("until")),
            resolved=resolved,
            phrases=tuple(dict.fromkeys(self.phrases)),
            sort=_once(self.sorts, "sort:") or (None if direction is None else Sort.CREATED),
            is_descending=direction,
        )

    def _point(self, key: str) -> Point | None:
        return _once(self.points[key], f"{key}:")


def _phrase(found: Found, token: str) -> bool:
    if not token.startswith('"'):
        return False
    if phrase := " ".join(plain(token).strip('"').split()):
        found.phrases.append(phrase)
    return True


def _word(found: Found, token: str) -> bool:
    word = bare(token.lower())
    known = values.STATUSES | (values.ALSO_STATUSES if found.is_strict else {})
    if " ".join(word.split()) == "in progress":
        word = "progress"
    if word not in known:
        return False
    found.statuses += known[word]
    return True


def _whose(found: Found, token: str) -> bool:
    word = bare(token.lower())
    is_unassigned, is_mine = word in ("unassigned", "unowned"), word == "mine"
    found.is_unassigned |= is_unassigned
    found.is_mine |= is_mine
    return is_unassigned or is_mine


def _person(found: Found, token: str) -> bool:
    word = bare(token)
    is_me = word.lower() in MYSELF and (found.is_strict or word.startswith("@"))
    if not is_me and not word.startswith("@") and person_of(word) is None:
        return False
    if not is_me and not found.is_strict and person_of(word) is None:
        return False
    found.assignees.setdefault(values.person(word), word)
    return True


def _ranked(found: Found, token: str) -> bool:
    word = token.rstrip(",;.")
    if match := _SEVERITY.fullmatch(word):
        found.severities += values.severities(match.group(1))
    elif match := _PRIORITY.fullmatch(word):
        found.priorities += values.priorities(match.group(1))
    return match is not None


def _aged(found: Found, token: str) -> bool:
    match = _AGE.fullmatch(bare(token))
    if match is None:
        return False
    (found.younger if match.group(1) == "<" else found.older).append(values.age(match.group(2)))
    return True


def _direction(found: Found, token: str) -> bool:
    word = bare(token.lower())
    if word not in values.DIRECTIONS or not (found.is_strict or found.is_after_sort):
        return False
    found.directions.append(values.DIRECTIONS[word])
    return True


def _keyed(found: Found, token: str) -> bool:
    match = _KEYED.fullmatch(token if token.endswith('"') else bare(token))
    if match is None:
        return False
    key, value = match.group(1).lower(), match.group(2).strip()
    if not value and not found.is_strict:
        return False
    if not value:
        raise Refusal(f"Nothing stands behind `{key}:`. For example: `{_example(key)}`.")
    _BY_KEY[key](found, value)
    return True


def _take_assignee(found: Found, value: str) -> None:
    if value.lower() in NOBODY:
        found.is_unassigned = True
    else:
        found.assignees.setdefault(values.person(value), value)


def _take_point(found: Found, value: str, *, key: str) -> None:
    point = values.point(value, is_end=_POINTS[key])
    if point is None:
        ways = f"`{key}:2026-10-01`, `{key}:2026-10`, `{key}:7d` or `{key}:yesterday`"
        raise Refusal(f"“{plain(value)[:40]}” is no date. Type it as {ways}.")
    found.points[key].append(point)


def _take_sort(found: Found, value: str) -> None:
    by, direction = values.sort(value)
    found.sorts.append(by)
    found.directions += [] if direction is None else [direction]


def _take_service(found: Found, value: str) -> None:
    name = _name(value, field="service")
    found.services.setdefault(name.lower(), name)


def _name(value: str, *, field: str) -> str:
    """Return the name without quotes, with which nothing could be written again."""
    return texts.name(plain(value).translate(STRAIGHT_QUOTES).replace('"', " "), field=field)


def _take_category(found: Found, value: str) -> None:
    name = _name(value, field="categories")
    found.categories.setdefault(name.lower(), name)


_BY_KEY: dict[str, Callable[[Found, str], object]] = {
    "status": lambda found, value: found.statuses.extend(values.statuses(value)),
    **dict.fromkeys(("sev", "severity"), lambda found, value: found.severities.extend(values.severities(value))),
    **dict.fromkeys(("p", "prio", "priority"), lambda found, value: found.priorities.extend(values.priorities(value))),
    **dict.fromkeys(("assignee", "owner"), _take_assignee),
    "reporter": lambda found, value: found.reporters.setdefault(values.person(value), value),
    "service": _take_service,
    **dict.fromkeys(("cat", "category"), _take_category),
    **{key: partial(_take_point, key=key) for key in _POINTS},
    "sort": _take_sort,
}
_READINGS: tuple[Callable[[Found, str], bool], ...] = (
    _phrase, _word, _whose, _person, _ranked, _aged, _direction, _keyed,
)  # fmt: skip


def _only(named: Mapping[str, str], what: str) -> str | None:
    """Return the one that was named; raise Refusal when several were."""
    if len(named) > 1:
        both = " and ".join(plain(word) for word in named.values())
        raise Refusal(f"An incident has one {what}; you named {both}.")
    return next(iter(named), None)


def _once(given: Sequence[Value], what: str) -> Value | None:
    """Return the one value that was given; raise Refusal when several were."""
    if len(set(given)) > 1:
        raise Refusal(f"`{what}` can be said once; you said it {len(given)} times.")
    return given[0] if given else None


def _example(key: str) -> str:
    """Return how the filter of that key is typed."""
    examples = [example for explained in EXPLAINED for example in explained.examples]
    return next(example for example in examples if example.startswith(f"{_ALSO.get(key, key)}:"))
