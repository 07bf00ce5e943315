"""Numbers in words, each with the way to the incidents behind it; and drawn, for readers who see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.periods import zone_named
from bot.rules.statistics import Parts
from bot.views.blocks import OPTION_VALUE_MAX, Block, button, lines_chart, overflow, section, shares_chart
from bot.views.text import aloud, duration
from bot.views.words import severity_signed
from storage.records import Measure, Severity, Statistics, Times

LABELS = {
    Measure.OPENED: "Opened",
    Measure.RESOLVED: "Resolved",
    Measure.REOPENED: "Reopened",
    Measure.CARRIED_OVER: "Carried over",
    Measure.UNRESOLVED: "Unresolved",
    Measure.ACKNOWLEDGED: "Acknowledged",
}
_OF_GROUPS = (Measure.UNRESOLVED, Measure.OPENED, Measure.RESOLVED)
Rows = Mapping[Measure, str]
"""The commands that list the incidents behind each number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is said of one group of incidents."""

    label: str
    counts: Mapping[Measure, int]
    rows: Rows
    name: str = ""
    """The person's, where the label mentions one."""
    resolving: Times | None = None

    @property
    def words(self) -> str:
        """Return `SEV1 critical · 4 unresolved · 3 opened · 2 resolved`."""
        facts = [f"{self.counts[each]} {LABELS[each].lower()}" for each in _OF_GROUPS if self.counts[each]]
        facts += [f"MTTR {_percentiles(self.resolving)}"] if self.resolving else []
        return " · ".join([self.label, *facts])


def counted(measure: Measure, now: Mapping[Measure, int], before: Mapping[Measure, int]) -> str:
    """Return `*Opened* 34, 5 more than before`."""
    more = now[measure] - before[measure]
    change = f"{abs(more)} {'more' if more > 0 else 'fewer'} than before" if more else "as many as before"
    return f"*{LABELS[measure]}* {now[measure]}, {change}"


def took(name: str, now: Times | None, before: Times | None) -> str:
    """Return `*MTTR* p50 2 h, p90 1 d; before p50 3 h, p90 2 d`."""
    words = _percentiles(now) if now else "none"
    return f"*{name}* {words}; before {_percentiles(before) if before else 'none'}"


def with_rows(markup: str, command: str | None, *, name: str = "") -> Block:
    """Return a number with the button that lists what is behind it; of nothing, there is nothing to list.

    `name` is that of a person whom it mentions.
    """
    if not command:
        return section(markup)
    return section(markup, accessory=button("Show rows", id="act:rows", value=command, about=aloud(markup, name=name)))


def line(shown: Line) -> Block:
    """Return the line of a group with the menu to what is behind its numbers.

    A menu holds less than a button: where a filter is too long for it, the menu is left out.
    """
    behind = [(measure, shown.rows[measure]) for measure in _OF_GROUPS if shown.counts[measure] and shown.rows]
    if len(behind) == 1:
        return with_rows(shown.words, behind[0][1], name=shown.name)
    options = [(f"Show rows: {LABELS[measure].lower()}", command) for measure, command in behind]
    fits = options and all(len(command) <= OPTION_VALUE_MAX for _, command in options)
    return section(shown.words, accessory=overflow(options, id="act:rows") if fits else None)


def severity_line(severity: Severity, found: Statistics, rows: Rows) -> Line:
    """Return what is said of a severity."""
    numbers = found.severities[severity]
    return Line(label=severity_signed(severity), counts=numbers.counts, rows=rows, resolving=numbers.resolving)


def charts(found: Statistics, parts: Parts, *, zone: str) -> tuple[list[Block], str]:
    """Return what was opened and resolved in each part, and what is unresolved by severity; drawn and in words."""
    labels = _labels(parts, zone)
    opened, resolved = zip(*found.per_part, strict=True)
    shares = [(one.upper(), found.severities[one].counts[Measure.UNRESOLVED]) for one in Severity]
    shares = [(label, value) for label, value in shares if value]
    title = f"Opened and resolved{_covered(parts)}"
    drawn = [lines_chart(title, labels, [("Opened", opened), ("Resolved", resolved)])]
    drawn += [shares_chart("Unresolved by severity", shares)] if shares else []
    said = [f"{label}: {each[0]} and {each[1]}" for label, each in zip(labels, found.per_part, strict=True)]
    words = f"{title}: {'; '.join(said)}."
    by_severity = ", ".join(f"{label} {value}" for label, value in shares)
    return drawn, f"{words} Unresolved by severity: {by_severity or 'none'}."


def in_words(lines: Sequence[str]) -> str:
    """Return the lines without their markup, for those who hear them."""
    return ". ".join(line.replace("*", "") for line in lines) + "."


def _labels(parts: Parts, zone: str) -> list[str]:
    """Return when each part begins, as people there say it; no two are the same, as a chart needs it."""
    local = zone_named(zone)
    said = [_said(moment.astimezone(local), are_days=parts.are_days) for moment in parts.begins]
    if len({moment.astimezone(local).year for moment in parts.begins}) > 1 and parts.are_days:
        said = [f"{each} {moment.astimezone(local):%Y}" for each, moment in zip(said, parts.begins, strict=True)]
    seen: Counter[str] = Counter()
    return [_different(each, seen) for each in said]


def _covered(parts: Parts) -> str:
    """Return what each point covers, where that is more than its label says."""
    if parts.length == 1:
        return ""
    return f", {parts.length} {'days' if parts.are_days else 'hours'} per point"


def _said(local: datetime, *, are_days: bool) -> str:
    return f"{local.day} {local:%b}" if are_days else f"{local:%a %H:%M}"


def _different(label: str, seen: Counter[str]) -> str:
    """Return the label, numbered where an hour comes twice."""
    seen[label] += 1
    return label if seen[label] == 1 else f"{label} ({seen[label]})"


def _percentiles(times: Times) -> str:
    return f"p50 {_short(times.p50)}, p90 {_short(times.p90)}"


def _short(length: timedelta) -> str:
    return duration(length.total_seconds()) if length >= timedelta(minutes=1) else "under 1 min"
