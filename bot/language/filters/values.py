"""What may stand behind the colon of a filter, and how it is written again."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.errors import Nobody, Refusal
from bot.language.mentions import person_of, plain
from bot.language.words import MYSELF, bare
from bot.rules.names import SEVERITY_OF_MEANING
from storage.records import ME, MONTHS, UNRESOLVED, WEEKDAYS, Day, Point, Priority, Severity, Sort, Status

Value = TypeVar("Value", bound=StrEnum)

STATUSES: dict[str, tuple[Status, ...]] = {
    "open": (Status.OPEN,),
    "progress": (Status.IN_PROGRESS,),
    "mitigated": (Status.MITIGATED,),
    "resolved": (Status.RESOLVED,),
    "unresolved": UNRESOLVED,
}
ALSO_STATUSES = {
    **dict.fromkeys(("in_progress", "in-progress", "inprogress", "started"), (Status.IN_PROGRESS,)),
    **dict.fromkeys(("closed", "fixed"), (Status.RESOLVED,)),
    **dict.fromkeys(("active", "ongoing"), UNRESOLVED),
    **dict.fromkeys(("all", "any", "everything"), ()),
}
"""Forgiven where nothing else can be meant; in a search they are words."""
_STATUS_WORDS = {
    Status.OPEN: "open",
    Status.IN_PROGRESS: "in progress",
    Status.MITIGATED: "mitigated",
    Status.RESOLVED: "resolved",
}
_RANGE = re.compile(r"(?:sev|p)?-?(\d+)(?:(?:-|–|\.\.)(?:sev|p)?(\d+))?", re.IGNORECASE)
_IN_PROGRESS = re.compile(r"in[\s_-]+progress", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,9})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)", re.IGNORECASE)
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_LONGEST = timedelta(days=36_500)
_MOST_MINUTES = _LONGEST // timedelta(minutes=1)
_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
DAYS: dict[str, Day] = {
    **{day: day for day in Day},
    **{day[:3]: day for day in (*WEEKDAYS, *MONTHS)},
    **{day.replace("last-", "previous-"): day for day in Day},
    "tues": Day.TUESDAY,
    "thur": Day.THURSDAY,
    "thurs": Day.THURSDAY,
    "sept": Day.SEPTEMBER,
}
"""The days named by today, as they may be typed."""
_YEARS = range(1970, 3000)
_SHOWN = 40


def statuses(text: str) -> list[Status]:
    """Read `open,mitigated`; raise Refusal for what is no status."""
    known = STATUSES | ALSO_STATUSES
    found: list[Status] = []
    for word in _listed(_IN_PROGRESS.sub("progress", text)):
        if word not in known:
            raise Refusal(
                f"There is no status “{_shown(word)}”: statuses are open, progress, mitigated, resolved and unresolved."
            )
        found += known[word]
    return found


def says_resolved(word: str) -> bool:
    """Tell whether the word alone is the status Resolved."""
    return (STATUSES | ALSO_STATUSES).get(bare(word.lower())) == (Status.RESOLVED,)


def severities(text: str) -> list[Severity]:
    """Read `1`, `1-2`, `1,2`, `sev1` or `critical`; raise Refusal for what is no severity."""
    return _of_rank(text, Severity, what="severity", problem="severities are sev1 to sev4")


def priorities(text: str) -> list[Priority]:
    """Read `1`, `1-2`, `1,2` or `p1`; raise Refusal for what is no priority."""
    return _of_rank(text, Priority, what="priority", problem="priorities are p1 to p4")


def person(word: str) -> str:
    """Read a mention or `me`; raise Refusal for a name Slack did not make a mention of."""
    if word.lower() in MYSELF:
        return ME
    person_id = person_of(word)
    if person_id is None:
        raise nobody(word)
    return person_id


def nobody(word: str) -> Refusal:
    """Return the refusal for a word that was to name somebody."""
    problem = f"“{_shown(word)}” is nobody here. Choose somebody from the list Slack shows as you type @."
    return Refusal(problem, unclear=Nobody(word))


def span(text: str) -> timedelta | None:
    """Read `30m`, `4h`, `7d` or `2w`, a century at most; return None for anything else."""
    typed = _SPAN.fullmatch(text)
    if typed is None or int(typed.group(1)) > _MOST_MINUTES:
        return None
    length = timedelta(minutes=int(typed.group(1)) * _MINUTES[typed.group(2)[0].lower()])
    return length if length <= _LONGEST else None


def age(text: str) -> timedelta:
    """Read a length of time; raise Refusal for anything else."""
    length = span(text)
    if length is None:
        raise Refusal(f"“{_shown(text)}” is no age. Type it as `age>4h`, `age>30m` or `age<7d`.")
    return length


def point(text: str, *, is_end: bool) -> Point | None:
    """Read `7d`, `this week`, `monday`, `2026-10-01` or `2026-10`, whose last day `is_end`; None for anything else."""
    length, word = span(text), "-".join(text.lower().split())
    if length is not None:
        return length
    return DAYS.get(word) or _day(word, is_end=is_end)


def sort(text: str) -> tuple[Sort, bool | None]:
    """Read `updated`, and `updated:asc`; raise Refusal for what nothing is sorted by."""
    word, _, direction = text.lower().replace("-", ":").partition(":")
    if word not in set(Sort) or direction not in ("", *DIRECTIONS):
        raise Refusal(
            f"Nothing is sorted by “{_shown(text)}”: type `sort:` and "
            "created, updated, severity, status or unresolved; then, if need be, asc or desc."
        )
    return Sort(word), DIRECTIONS.get(direction)


DIRECTIONS = {"asc": False, "desc": True}


def typed_statuses(wanted: tuple[Status, ...]) -> str:
    """Return `open`, `unresolved` or `status:open,mitigated`, nothing for none."""
    words = ["unresolved"] if wanted == UNRESOLVED else [_STATUS_WORDS[status] for status in wanted]
    return f"status:{','.join(words)}" if len(words) > 1 else "".join(words)


def typed_ranks(key: str, wanted: Sequence[Severity] | Sequence[Priority]) -> str:
    """Return `sev1` or `sev:1,2`, nothing for none."""
    ranks = [rank[-1] for rank in wanted]
    return f"{key}:{','.join(ranks)}" if len(ranks) > 1 else "".join(f"{key}{rank}" for rank in ranks)


def typed_span(length: timedelta) -> str:
    """Return `4h`."""
    minutes = int(length.total_seconds() // 60)
    unit = next(unit for unit in "dhm" if minutes % _MINUTES[unit] == 0)
    return f"{minutes // _MINUTES[unit]}{unit}"


def typed_point(point: Point) -> str:
    """Return `7d`, `today` or `2026-10-01`."""
    if isinstance(point, timedelta):
        return typed_span(point)
    return point.value if isinstance(point, Day) else point.isoformat()


def in_order(values: Iterable[Value], kind: type[Value]) -> tuple[Value, ...]:
    """Return each once, in the order of their kind; all of them are as good as none."""
    wanted = set(values)
    found = tuple(value for value in kind if value in wanted)
    return () if len(found) == len(kind) else found


def _of_rank(text: str, kind: type[Value], *, what: str, problem: str) -> list[Value]:
    found: list[Value] = []
    for word in _listed(text):
        first, last = _ranks(word)
        inside = [value for value in kind if min(first, last) <= int(value[-1]) <= max(first, last)]
        if not inside or not {first, last} <= {int(value[-1]) for value in inside}:
            raise Refusal(f"There is no {what} “{_shown(word)}”: {problem}.")
        found += inside
    return found


def _ranks(word: str) -> tuple[int, int]:
    """Return the first and the last rank that are named, 0 for none."""
    if word in SEVERITY_OF_MEANING:
        rank = int(SEVERITY_OF_MEANING[word][-1])
        return rank, rank
    typed = _RANGE.fullmatch(word)
    if typed is None:
        return 0, 0
    first, last = typed.groups()
    return int(first[:9]), int((last or first)[:9])


def _listed(text: str) -> list[str]:
    words = [word.strip() for word in text.lower().split(",")]
    return [word for word in words if word] or [""]


def _day(text: str, *, is_end: bool) -> date | None:
    typed = _DAY.fullmatch(text)
    if typed is None or int(typed.group(1)) not in _YEARS:
        return None
    year, month = int(typed.group(1)), int(typed.group(2))
    try:
        last = monthrange(year, month)[1]
        return date(year, month, int(typed.group(3) or (last if is_end else 1)))
    except ValueError:
        return None


def _shown(text: str) -> str:
    return plain(text)[:_SHOWN]
