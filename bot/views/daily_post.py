"""The daily post: what happened since the last one, what is unresolved, how long things take; on Mondays the week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.daily_post import last_week
from bot.views import numbers
from bot.views.blocks import Block, Message, button, header, message, section, small_print
from bot.views.numbers import LABELS, Rows
from bot.views.text import ago, escape, moment
from bot.views.text import person as mention
from bot.views.words import severity_signed
from storage.records import Incident, Measure, Severity, Span, Statistics

MOST_LOADED = 5
"""People whose load is told."""
_HAPPENED = (Measure.OPENED, Measure.RESOLVED, Measure.REOPENED)
_SINCE_LAST = (*_HAPPENED, Measure.CARRIED_OVER)
_TITLE_BUDGET = 120


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted over a time, and the commands that list what is behind each number."""

    span: Span
    found: Statistics
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a daily post says."""

    day: date
    since_last: Tally
    seven_days: Tally
    week: Tally | None
    """The week before, in the first post of a week."""
    oldest: Sequence[Incident]
    stalest: Sequence[Incident]
    of_severity: Mapping[Severity, str]
    """The commands that list what is unresolved."""
    of_person: Mapping[str, str]
    """Of the most loaded."""
    names: Mapping[str, str]
    """Theirs, by id."""
    charts: list[Block]
    charts_in_words: str

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened that a post would have to tell."""
        told = [self.since_last, *([self.week] if self.week else [])]
        return not any(each.found.now.counts[measure] for each in told for measure in _HAPPENED)


def post(report: Report) -> Message:
    """Say it all; or, on a quiet day, that it was one."""
    if report.is_quiet:
        return _quiet(report)
    day = f"{report.day:%A}, {report.day.day} {report.day:%B}"
    parts = [
        _since_last(report),
        *([_week(report.week, report.day)] if report.week else []),
        _unresolved(report),
        _took(report),
    ]
    oldest = [(one, one.created_at) for one in report.oldest]
    stalest = [(one, one.last_activity_at) for one in report.stalest]
    parts += [_incidents("Oldest unresolved", oldest), _incidents("Longest without activity", stalest), _load(report)]
    return message(
        " ".join([f"{day}.", *(words for words, _ in parts), report.charts_in_words]),
        header(day),
        *(block for _, blocks in parts for block in blocks),
        *report.charts,
    )


def _quiet(report: Report) -> Message:
    counted = report.since_last
    unresolved = counted.found.now.counts[Measure.UNRESOLVED]
    still = f"{unresolved} unresolved" if unresolved else "nothing is unresolved"
    said = f"A quiet day: nothing was opened or resolved since {moment(counted.span.begins)}; {still}."
    return message(said, numbers.with_rows(said, counted.rows[Measure.UNRESOLVED] if unresolved else None))


def _since_last(report: Report) -> tuple[str, list[Block]]:
    counted = report.since_last
    counts = counted.found.now.counts
    since = f"Since {moment(counted.span.begins)}"
    lines = [
        (f"*{LABELS[measure]}* {counts[measure]}", measure) for measure in _SINCE_LAST if _is_told(measure, counts)
    ]
    return f"{since}: {numbers.in_words([words for words, _ in lines])}", [
        small_print(since),
        *(_line(words, measure, counts, counted.rows) for words, measure in lines),
    ]


def _week(counted: Tally, day: date) -> tuple[str, list[Block]]:
    """Return last week's numbers against those of the week before, with its dates: the last 7 days are others."""
    now, before = counted.found.now.counts, counted.found.before.counts
    lines = [(numbers.counted(each, now, before), each) for each in _HAPPENED if now[each] or before[each]]
    monday, sunday = last_week(day)
    title = f"Last week, {_day(monday)} until {_day(sunday)}"
    return f"{title}: {numbers.in_words([words for words, _ in lines] or ['nothing'])}", [
        section(f"*{title}, against the week before*"),
        *(_line(words, measure, now, counted.rows) for words, measure in lines),
    ]


def _unresolved(report: Report) -> tuple[str, list[Block]]:
    found = report.since_last.found
    total = found.now.counts[Measure.UNRESOLVED]
    rows = report.since_last.rows[Measure.UNRESOLVED]
    by_severity = {one: found.severities[one].counts[Measure.UNRESOLVED] for one in Severity}
    lines = [
        (f"{severity_signed(one)} · {count}", report.of_severity[one]) for one, count in by_severity.items() if count
    ]
    words = [f"*Unresolved now* {total}", *(words for words, _ in lines)]
    return numbers.in_words(words), [
        numbers.with_rows(words[0], rows if total else None),
        *(numbers.with_rows(line, command) for line, command in lines),
    ]


def _took(report: Report) -> tuple[str, list[Block]]:
    counted = report.seven_days
    now, before = counted.found.now, counted.found.before
    lines = [
        (numbers.took("MTTA", now.acknowledging, before.acknowledging), Measure.ACKNOWLEDGED),
        (numbers.took("MTTR", now.resolving, before.resolving), Measure.RESOLVED),
    ]
    title = "Of the last 7 days, against the 7 before"
    return f"{title}: {numbers.in_words([words for words, _ in lines])}", [
        section(f"*{title}*"),
        *(_line(words, measure, now.counts, counted.rows) for words, measure in lines),
    ]


def _incidents(title: str, found: Sequence[tuple[Incident, datetime]]) -> tuple[str, list[Block]]:
    if not found:
        return "", []
    blocks, words = [section(f"*{title}*")], []
    for incident, at in found:
        name = escape(incident.title, limit=_TITLE_BUDGET)
        who = mention(incident.assignee_id)
        line = f"*#{incident.number}* {incident.severity.upper()} — {name} · {who} · {ago(at)}"
        show = button(
            "Show", id="act:show", value=f"show {incident.number}", about=f"#{incident.number} {incident.title}"
        )
        blocks.append(section(line, accessory=show))
        words.append(f"#{incident.number}, {incident.severity.upper()}, {who}, {moment(at)}: {name}")
    return f"{title}: {'; '.join(words)}.", blocks


def _load(report: Report) -> tuple[str, list[Block]]:
    groups = report.since_last.found.people
    loads = [(one.name, one.counts[Measure.UNRESOLVED]) for one in groups if one.counts[Measure.UNRESOLVED]]
    if not loads:
        return "", []
    shown = [(f"{mention(id_)} · {load} unresolved", id_) for id_, load in loads[:MOST_LOADED]]
    rest = len(loads) - len(shown)
    more = [small_print(f"And {rest} more.")] if rest else []
    return f"Load: {'; '.join(words for words, _ in shown)}.", [
        section("*Load*"),
        *(numbers.with_rows(words, report.of_person[id_], name=report.names.get(id_, "")) for words, id_ in shown),
        *more,
    ]


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _line(words: str, measure: Measure, counts: Mapping[Measure, int], rows: Rows) -> Block:
    return numbers.with_rows(words, rows[measure] if counts[measure] else None)


def _is_told(measure: Measure, counts: Mapping[Measure, int]) -> bool:
    return measure is not Measure.REOPENED or bool(counts[measure])
