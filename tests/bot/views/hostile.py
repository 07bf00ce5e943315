"""Words and records at their worst: everything a person may have had stored."""

from datetime import datetime, timedelta
from functools import cache, partial
from itertools import product
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language.mentions import clean
from bot.rules import texts
from storage.records import Category, Comment, File, Incident, Priority, Service, Severity, Source, Status
from tests.drawing import pieces_among
from tests.making import NOON, incident

heavy = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

PINGS = ["<!channel>", "<!here|here>", "<@U0EVA>", "<@U0EVA|eva>", "<#C0SECRET>", "<!subteam^S0OPS>"]
LINKS = [
    "<https://evil.example|our bank>",
    "<http://evil.example>",
    "<mailto:eva@evil.example>",
    "https://evil.example",
]
FORMATS = ["*bold*", "_it_", "~gone~", "`code`", "```pre```", "__init__", "**", "> quoted", "snake_case", ":smile:"]
ODD = [
    "&",
    "&amp;",
    "&lt;!channel&gt;",
    "<",
    ">",
    "|",
    "\u200b",
    "\u202e",
    "עברית",
    "👩‍👩‍👧",
    "e\u0301",
    "\u3000",
    "\u0085",
    "\u00a0",
    "\u00ad",
    "é",
    '"',
    "\\",
    "…",
]
# A strategy is cached where it is made for each draw: what hypothesis finds out about it, it would find out each time.
PIECES = [*PINGS, *LINKS, *FORMATS, *ODD, " ", "a", "Checkout is down"]
BREAKS = ["\n", "\n\n", "\n>", "\n```\n", "\n" * 120, "\t"]
RUNS = ["&", "<", ">", "*", "_", "`", "\\", "x", "日", "🔥", "x ", "& ", "&amp;", "<!channel>", "*_~`"]


@cache
def words(longest: int) -> st.SearchStrategy[str]:
    """Draw one line of people's words up to this length, often of exactly this length."""
    return _words(PIECES, longest)


@cache
def paragraphs(longest: int) -> st.SearchStrategy[str]:
    """Draw people's words in lines, up to this length."""
    return _words([*PIECES, *BREAKS], longest)


def _words(pieces: list[str], longest: int) -> st.SearchStrategy[str]:
    starts = pieces_among(st.text(max_size=15), pieces)
    runs = [*RUNS, *pieces]
    return st.builds(partial(_run_on, longest), starts, st.sampled_from([*[""] * len(runs), *runs]))


def _run_on(longest: int, start: str, run: str) -> str:
    return clean(start + run * (longest // len(run) + 1 if run else 0))[:longest]


def _storable_title(text: str) -> str:
    try:
        return texts.title(text)
    except Refusal:
        return "Checkout is down"


@cache
def titles() -> st.SearchStrategy[str]:
    """Draw titles as they are stored."""
    return words(texts.TITLE[1]).map(_storable_title)


@cache
def names() -> st.SearchStrategy[str]:
    """Draw names of services and categories as they are stored."""
    return words(texts.NAME_MAX).map(_storable_name)


def _storable_name(text: str) -> str:
    try:
        return texts.name(text, field="service")
    except Refusal:
        return "payments"


@cache
def summaries() -> st.SearchStrategy[str]:
    """Draw summaries as they are stored."""
    return paragraphs(texts.SUMMARY_MAX).map(lambda text: text.strip() or "since 11:00")


@cache
def bodies() -> st.SearchStrategy[str]:
    """Draw comments as they are stored, some as long as they may be."""
    return (paragraphs(3000) | paragraphs(texts.COMMENT_MAX)).map(lambda text: text.strip() or "looking")


SOURCE = Source(channel="C0GENERAL", ts="1795000000.000200")


@cache
def numbers() -> st.SearchStrategy[int]:
    """Draw an incident's number, up to what its column holds."""
    return st.integers(1, 2**31 - 1)


_STANDS = list(
    product(Status, Severity, (None, *Priority), (None, NOON), (None, "U0BEN"), (None, SOURCE), (False, True))
)


@cache
def incidents() -> st.SearchStrategy[Incident]:
    """Draw an incident with any of its fields filled to the brim; those of few values at once, as each choice costs."""
    return st.builds(
        _incident_at,
        st.sampled_from(_STANDS),
        st.integers(0, 10**8),
        number=numbers(),
        title=titles(),
        summary=st.none() | summaries(),
        service=st.none() | names().map(lambda name: Service(id=1, name=name)),
        categories=st.builds(
            _categories, st.integers(0, texts.MOST_CATEGORIES), words(texts.MOST_CATEGORIES * texts.NAME_MAX)
        ),
    )


def _incident_at(
    stands: tuple[Status, Severity, Priority | None, datetime | None, str | None, Source | None, bool],
    seconds: int,
    **fields: Any,
) -> Incident:
    status, severity, priority, update_due_at, assignee_id, source, reminders_stopped = stands
    is_resolved = status is Status.RESOLVED
    return incident(
        status=status,
        severity=severity,
        own_priority=priority,
        assignee_id=assignee_id,
        source=source,
        acknowledged_at=NOON if is_resolved else None,
        resolved_at=NOON + timedelta(seconds=seconds) if is_resolved else None,
        update_due_at=None if is_resolved else update_due_at,
        reminders_stopped=reminders_stopped,
        **fields,
    )


def _categories(how_many: int, text: str) -> tuple[Category, ...]:
    """Return so many, called by pieces of the text."""
    longest = len(text) // (how_many or 1) or 1
    pieces = [text[n * longest :][: min(longest, texts.NAME_MAX)] for n in range(how_many)]
    return tuple(Category(id=n, name=_storable_name(piece)) for n, piece in enumerate(pieces))


@cache
def comments() -> st.SearchStrategy[Comment]:
    """Draw a comment."""
    return bodies().map(lambda body: Comment(id=1, incident_id=7, author_id="U0CHLOE", body=body, created_at=NOON))


@cache
def files() -> st.SearchStrategy[tuple[File, ...]]:
    """Draw what goes with a comment: as many files as Slack takes, called whatever people call them."""
    return st.lists(words(255).filter(str.strip).map(file), min_size=1, max_size=10).map(tuple)


@cache
def far_files() -> st.SearchStrategy[tuple[File, ...]]:
    """Draw files at addresses of every length up to 2000 characters, often all as long as that."""
    lengths = st.lists(st.integers(30, 2000), min_size=1, max_size=10) | st.just([2000] * 10)
    return st.builds(_at_addresses, lengths, words(255).map(str.strip))


def _at_addresses(lengths: list[int], name: str) -> tuple[File, ...]:
    return tuple(
        File(id=f"F{n}", name=name, link=f"https://acme.slack.com/F{n}/".ljust(length, "x"))
        for n, length in enumerate(lengths)
    )


def file(name: str) -> File:
    """Return a file of this name."""
    return File(id="F0GRAPH", name=name, link="https://acme.slack.com/files/U0ANA/F0GRAPH/graph.png")


def full(title: str, *, status: Status = Status.OPEN) -> Incident:
    """Return an incident of which every field is as long as it may be, of this text over and over."""
    long_name = (title * texts.NAME_MAX)[: texts.NAME_MAX]
    return incident(
        number=2**31 - 1,
        title=(title * texts.TITLE[1])[: texts.TITLE[1]],
        summary=(title * texts.SUMMARY_MAX)[: texts.SUMMARY_MAX],
        status=status,
        service=Service(id=1, name=long_name),
        categories=tuple(Category(id=n, name=long_name) for n in range(texts.MOST_CATEGORIES)),
        assignee_id="U0BEN",
        acknowledged_at=NOON if status is Status.RESOLVED else None,
        resolved_at=NOON if status is Status.RESOLVED else None,
        update_due_at=None if status is Status.RESOLVED else NOON,
        source=SOURCE,
        reminders_stopped=True,
    )
