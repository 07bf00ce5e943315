"""Numbers for whoever asks, of the incidents they may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import finding, selecting
from bot.deeds.outcome import Caller, Reply
from bot.errors import Refusal
from bot.language import counting, filters, paging
from bot.language.looking_acts import ShowRows, ShowStats
from bot.rules import statistics as rules
from bot.views import numbers, stats
from bot.views.numbers import Line, Rows
from bot.views.stats import Groups
from bot.views.text import escape
from bot.views.text import person as mention
from storage import people, statistics
from storage.records import ANY_TIME, Counted, Filter, Group, Measure, Severity, Span, Statistics

WITHIN = 1.9
"""Seconds for counting: what takes longer would come too late for the ack."""
MOST_GROUPS = 24
"""Services, categories and people that are shown in all: with the other numbers and the charts they fill a message."""
_NAME_BUDGET = 80
_TOO_MANY = "That is too much to count while you wait. Ask for a shorter time, or add filters."


def show_stats(tx: Connection, act: ShowStats, *, by: Caller, now: datetime) -> Reply:
    """Count over the time that was asked for, and over the one before."""
    participants = finding.reader(tx, by)
    zone = participants.caller.time_zone
    span, before = rules.spans(act.wanted.opened, now=now, zone=zone)
    selection, named = selecting.select(
        tx,
        replace(act.wanted, opened=ANY_TIME),
        participants,
        now=now,
        command=lambda other: counting.stats(replace(other, opened=act.wanted.opened)),
    )
    parts = rules.parts(span, zone=zone)
    try:
        found = statistics.count(tx, by.team_id, selection, now=span, before=before, parts=parts.begins, within=WITHIN)
    except statistics.TooMany as error:
        raise Refusal(_TOO_MANY) from error
    commands = Commands(named, span, asked_at=now)
    shown = stats.report(
        found,
        replace(named, opened=act.wanted.opened),
        now=span,
        before=before,
        rows=commands.rows(named),
        groups=groups(found, commands, people.names(tx, by.team_id, (one.name for one in found.people[:MOST_GROUPS]))),
    )
    is_empty = not any(found.now.counts.values())
    drawn = None if is_empty else stats.charts(*numbers.charts(found, parts, zone=zone))
    return Reply(shown, charts=drawn)


class Commands:
    """Writes the commands that list what is behind the numbers of one count."""

    def __init__(self, wanted: Filter, span: Span, *, asked_at: datetime) -> None:
        self._wanted, self._span, self._asked_at = wanted, span, asked_at

    def rows(self, wanted: Filter) -> Rows:
        """Return the commands of each number; none where the filter cannot be written."""
        if not filters.is_readable(wanted):
            return {}
        return {measure: paging.command(self._listing(measure, wanted)) for measure in Measure}

    def narrowed(self, **more: object) -> Rows:
        """Return the commands of a group."""
        return self.rows(replace(self._wanted, **more))  # type: ignore[arg-type] # fields of a Filter, by name

    def of_service(self, name: str) -> Rows:
        """Return the commands of a service; none of those without one, which no filter finds."""
        return self.narrowed(service=name) if name else {}

    def of_category(self, name: str) -> Rows:
        """Return the commands of a category; whatever else is wanted must hold as well."""
        others = (each for each in self._wanted.categories if each != name)
        return self.narrowed(categories=(*others, name))

    def of_person(self, id_: str) -> Rows:
        """Return the commands of a person, or of nobody where it is empty."""
        return self.narrowed(assignee=id_ or None, is_unassigned=not id_)

    def _listing(self, measure: Measure, wanted: Filter) -> ShowRows:
        return ShowRows(Counted(measure, self._span), self._asked_at, wanted)


def groups(found: Statistics, commands: Commands, names: Mapping[str, str]) -> list[Groups]:
    """Return the groups with the way to their rows, the busiest of each kind; `names` are people's, by id."""
    most = _most_of_each(found)
    severities = [
        numbers.severity_line(severity, found, commands.narrowed(severities=(severity,)))
        for severity in Severity
        if any(found.severities[severity].counts.values())
    ]
    return [
        Groups("By severity", severities, "sev1"),
        _busiest("By service", "service:name", found.services, commands.of_service, most=most),
        _busiest("By category", "cat:name", found.categories, commands.of_category, most=most),
        _busiest("By person", "@name", found.people, commands.of_person, most=most, names=names),
    ]


def _most_of_each(found: Statistics) -> int:
    """Return how many of a kind are shown: the room that few categories leave is there for services."""
    kinds = (found.services, found.categories, found.people)
    return max(most for most in range(MOST_GROUPS + 1) if sum(len(kind[:most]) for kind in kinds) <= MOST_GROUPS)


def _busiest(
    title: str,
    filter_: str,
    found: Sequence[Group],
    rows: Callable[[str], Rows],
    *,
    most: int,
    names: Mapping[str, str] | None = None,
) -> Groups:
    """Return a kind of groups, `most` of them with the way to their rows; `names` where they are people."""
    lines = [
        Line(
            label=_name(one.name) if names is None else mention(one.name),
            counts=one.counts,
            rows=rows(one.name) if place < most else {},
            name=(names or {}).get(one.name, ""),
        )
        for place, one in enumerate(found)
    ]
    return Groups(title, lines[:most], filter_, others=lines[most:])


def _name(name: str) -> str:
    return escape(name, limit=_NAME_BUDGET) or "no service"
