"""The answer to `stats`: what was counted, against the time before, and by severity, service, category and person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.rules.names import COMMAND
from bot.rules.statistics import USUAL, month_of
from bot.views import numbers
from bot.views.blocks import Block, Message, message, section, small_print
from bot.views.numbers import LABELS, Line, Rows
from bot.views.text import moment
from bot.views.wanted import day_in_words, in_words
from storage.records import ANY_TIME, Counted, Filter, Measure, Period, Point, Span, Statistics

_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
_MOST_NAMED = 12
"""Groups that are named where there is no room for their lines."""
_FIRST = (Measure.OPENED, Measure.RESOLVED, Measure.REOPENED, Measure.CARRIED_OVER, Measure.UNRESOLVED)


@dataclass(frozen=True, slots=True)
class Groups:
    """The busiest groups of a kind, and those for which there is no room."""

    title: str
    lines: Sequence[Line]
    filter: str
    """Counts another one, with its name in it."""
    others: Sequence[Line] = ()


def report(
    found: Statistics, wanted: Filter, *, now: Span, before: Span, rows: Rows, groups: Sequence[Groups]
) -> Message:
    """Show the numbers; each with the way to its rows."""
    headline = " · ".join(filter(None, [period(wanted.opened), _filters(wanted)]))
    if not any(found.now.counts.values()) and not any(found.before.counts.values()):
        return nothing(headline)
    compared = f"{_from_to(now)}, compared with {_from_to(before)}."
    lines = _lines(found)
    shown = [each for each in groups if each.lines]
    spoken = [words for words, _ in lines] + [_spoken(each) for each in shown]
    return message(
        numbers.in_words([headline, compared.rstrip("."), *spoken]),
        section(f"*{headline}*"),
        small_print(compared),
        *(
            numbers.with_rows(words, rows.get(measure) if found.now.counts[measure] else None)
            for words, measure in lines
        ),
        *(block for each in shown for block in _group(each)),
    )


def nothing(headline: str) -> Message:
    """Say that there is nothing to count, and what else can be asked."""
    said = f"{headline}: nothing was opened, resolved or left unresolved that you can see, then or before."
    hint = f"`{COMMAND} stats 90d` looks further back; fewer filters let more through."
    return message(f"{said} {hint}", section(said), small_print(hint))


def charts(drawn: list[Block], words: str) -> Message:
    """Show the charts alone, for the message beside the numbers."""
    return message(words, *drawn)


def behind(counted: Counted, wanted: Filter) -> str:
    """Return what is behind a number: `Resolved between … and … · SEV1`."""
    span = counted.span
    words = {
        Measure.CARRIED_OVER: f"Carried over as of {moment(span.begins)}",
        Measure.UNRESOLVED: f"Unresolved as of {moment(span.ends)}",
    }
    said = words.get(counted.measure, f"{LABELS[counted.measure]} between {_between(span)}")
    return " · ".join(filter(None, [said, in_words(wanted)]))


def period(asked: Period) -> str:
    """Return the time that is counted, as it was asked for."""
    since, until = asked.since, asked.until
    month = month_of(asked)
    if month:
        return f"{month:%B %Y}"
    if since is not None and since == until and not isinstance(since, timedelta):
        said = day_in_words(since)
        return said[:1].upper() + said[1:]
    if until is None and (since is None or isinstance(since, timedelta)):
        return f"Last {_length(since or USUAL)}"
    return " ".join(filter(None, [_end("From", since), _end("until" if since else "Until", until)]))


def _filters(wanted: Filter) -> str:
    return in_words(replace(wanted, opened=ANY_TIME))


def _lines(found: Statistics) -> list[tuple[str, Measure]]:
    now, before = found.now, found.before
    counts = [(numbers.counted(measure, now.counts, before.counts), measure) for measure in _FIRST]
    return [
        *counts,
        (numbers.took("MTTA", now.acknowledging, before.acknowledging), Measure.ACKNOWLEDGED),
        (numbers.took("MTTR", now.resolving, before.resolving), Measure.RESOLVED),
    ]


def _group(groups: Groups) -> list[Block]:
    more = [small_print(_ranked(groups))] if groups.others else []
    return [section(f"*{groups.title}*"), *(numbers.line(each) for each in groups.lines), *more]


def _ranked(groups: Groups) -> str:
    """Name those for which there is no room, in the same order, and say how to count one of them."""
    shown, left = len(groups.lines), len(groups.others) - _MOST_NAMED
    named = [*(each.words for each in groups.others[:_MOST_NAMED]), *([f"and {left} more"] if left > 0 else [])]
    order = f"{shown} of {shown + len(groups.others)}, the most unresolved first, then the most opened."
    return f"{order} The others: {'; '.join(named)}. `{groups.filter}` in the command counts one of them."


def _spoken(groups: Groups) -> str:
    return f"{groups.title}: {'; '.join(each.words for each in groups.lines)}"


def _between(span: Span) -> str:
    return f"{moment(span.begins)} and {moment(span.ends)}"


def _from_to(span: Span) -> str:
    return f"{moment(span.begins)} until {moment(span.ends)}"


def _end(word: str, point: Point | None) -> str:
    if point is None:
        return ""
    return f"{word} {_length(point)} ago" if isinstance(point, timedelta) else f"{word} {day_in_words(point)}"


def _length(length: timedelta) -> str:
    unit, name = next((unit, name) for unit, name in _UNITS if not length % unit)
    return f"{length // unit} {name}{'' if length == unit else 's'}"
