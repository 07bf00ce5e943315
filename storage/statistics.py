"""Counting incidents over a span of time and the one before, as they stood then, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.selectable import LateralFromClause

from storage.engine import is_busy
from storage.incidents.selected import conditions
from storage.incidents.standing import Condition, Standing, is_behind, may_count, resolved_as_of, was_reopened
from storage.records import Group, Measure, Numbers, Selection, Severity, Span, Statistics, Times
from storage.tables import categories, incident_categories, incidents, services
from storage.tables.columns import TIMESTAMP

_BUSIEST = (Measure.UNRESOLVED, Measure.OPENED, Measure.RESOLVED)
"""What makes a group one of the busiest; the first of these counts most."""
_PERCENTILES = cast([0.5, 0.9], ARRAY(Double))
_Select = Select[*tuple[Any, ...]]
_Row = Row[*tuple[Any, ...]]
_LIMIT = select(func.set_config("statement_timeout", bindparam("milliseconds"), true()))


class TooMany(Exception):
    """There is more to count than there is time for; the transaction has to be rolled back."""


def count(
    tx: Connection,
    team_id: str,
    wanted: Selection,
    *,
    now: Span,
    before: Span,
    parts: Sequence[datetime],
    within: float | None = None,
) -> Statistics:
    """Return what is counted in both spans among the incidents that are wanted; `parts` are where parts of `now` begin.

    What is deleted counts nowhere; severity, service, category and person are those of the present. Raise TooMany where
    it would take longer than `within` seconds.
    """
    facts = _facts(team_id, wanted, now=now, before=before)
    query = union_all(
        _timed(facts, "now", literal(None, Text), now),
        _timed(facts, "before", literal(None, Text), before),
        _timed(facts, "severity", facts.c.severity, now).group_by(facts.c.severity),
        *_groups(facts, now),
        *_parts(facts, now, parts),
    )
    if within is not None:
        tx.execute(_LIMIT, {"milliseconds": f"{within * 1000:.0f}"})
    try:
        rows = tx.execute(query).all()
    except OperationalError as error:
        if within is not None and is_busy(error):
            raise TooMany from error
        raise
    return _statistics(rows, parts=len(parts))


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that may count, in one or the other span."""

    rows: CTE
    standing: Standing
    """How each stood where either span begins and ends, and no other time."""
    behind: Mapping[tuple[Measure, Span], Condition]
    """Whether it is behind a number; each is said many times."""

    @property
    def c(self) -> Any:
        return self.rows.c


def _facts(team_id: str, wanted: Selection, *, now: Span, before: Span) -> _Facts:
    table = incidents.c
    moments = list(dict.fromkeys((now.begins, now.ends, before.begins, before.ends)))
    # Names that are the same each time: a statement is compiled once.
    names = {moment: f"resolved_{place}" for place, moment in enumerate(moments)}
    reopened = {now: "reopened", before: "reopened_before"}
    rows = (
        select(
            *(table.id, table.severity, table.service_id, table.assignee_id, table.created_at, table.acknowledged_at),
            *(resolved_as_of(team_id, moment).label(name) for moment, name in names.items()),
            *(was_reopened(team_id, span).label(name) for span, name in reopened.items()),
        )
        .where(*conditions(team_id, wanted), may_count(Span(before.begins, now.ends)))
        .cte("facts")
    )
    standing = Standing(
        rows.c.created_at,
        rows.c.acknowledged_at,
        resolved_as_of=lambda moment: rows.c[names[moment]],
        was_reopened=lambda span: rows.c[reopened[span]],
    )
    behind = {(measure, span): is_behind(measure, span, standing) for measure in Measure for span in (now, before)}
    return _Facts(rows, standing, behind)


def _timed(facts: _Facts, kind: str, key: ColumnElement[Any], span: Span) -> _Select:
    """Return the counts of a span under a key, and how long things took."""
    acknowledging = _times(facts.c.acknowledged_at, facts, facts.behind[Measure.ACKNOWLEDGED, span])
    resolving = _times(facts.standing.resolved_as_of(span.ends), facts, facts.behind[Measure.RESOLVED, span])
    return select(*_counts(facts, kind, key, span), acknowledging, resolving).select_from(facts.rows)


def _groups(facts: _Facts, span: Span) -> list[_Select]:
    """Return the counts of each service, category and person, of those without a service and of nobody's."""
    counts_at_all = or_(facts.behind[Measure.RESOLVED, span], facts.behind[Measure.UNRESOLVED, span])
    label = _labels_of(facts)
    sources = {
        "service": (
            services.c.name,
            facts.rows.outerjoin(services, services.c.id == facts.c.service_id),
            services.c.id,
        ),
        "category": (
            categories.c.name,
            facts.rows.join(label, true()).join(categories, categories.c.id == label.c.category_id),
            categories.c.id,
        ),
        "person": (facts.c.assignee_id, facts.rows, facts.c.assignee_id),
    }
    return [
        select(*_counts(facts, kind, key, span), *_no_times()).select_from(source).where(counts_at_all).group_by(by)
        for kind, (key, source, by) in sources.items()
    ]


def _labels_of(facts: _Facts) -> LateralFromClause:
    """Return the categories of each, looked up by its key: reading those of all incidents would take longer."""
    table = incident_categories.c
    return select(table.category_id).where(table.incident_id == facts.c.id).offset(0).lateral("label")


def _parts(facts: _Facts, span: Span, parts: Sequence[datetime]) -> list[_Select]:
    """Return the counts of the opened and the resolved in each part; the parts are numbered from 1."""
    begins = cast(list(parts), ARRAY(TIMESTAMP))
    return [
        select(
            literal(measure.value, Text),
            cast(func.width_bucket(moment, begins), Text),
            *(func.count() if each is measure else literal(0, BigInteger) for each in Measure),
            *_no_times(),
        )
        .where(facts.behind[measure, span])
        .group_by(func.width_bucket(moment, begins))
        for measure, moment in (
            (Measure.OPENED, facts.c.created_at),
            (Measure.RESOLVED, facts.standing.resolved_as_of(span.ends)),
        )
    ]


def _counts(facts: _Facts, kind: str, key: ColumnElement[Any], span: Span) -> list[ColumnElement[Any]]:
    counts = [func.count().filter(facts.behind[measure, span]).label(measure.value) for measure in Measure]
    return [literal(kind, Text).label("kind"), key.label("key"), *counts]


def _times(moment: ColumnElement[Any], facts: _Facts, condition: Condition) -> ColumnElement[Any]:
    """Return p50 and p90 of the seconds since the opening."""
    seconds = cast(extract("epoch", moment - facts.c.created_at), Double)
    return func.percentile_cont(_PERCENTILES).within_group(seconds).filter(condition)


def _no_times() -> list[ColumnElement[Any]]:
    return [cast(null(), ARRAY(Double))] * 2


def _statistics(rows: Sequence[_Row], *, parts: int) -> Statistics:
    of_kind: dict[str, list[_Row]] = {}
    for row in rows:
        of_kind.setdefault(row[0], []).append(row)
    [now], [before] = of_kind["now"], of_kind["before"]
    by_severity = {Severity(row[1]): _numbers(row) for row in of_kind.get("severity", ())}
    nothing = Numbers(counts=dict.fromkeys(Measure, 0))
    return Statistics(
        now=_numbers(now),
        before=_numbers(before),
        severities={severity: by_severity.get(severity, nothing) for severity in Severity},
        services=_busiest(of_kind.get("service", ())),
        categories=_busiest(of_kind.get("category", ())),
        people=_busiest(of_kind.get("person", ())),
        per_part=tuple(
            zip(_per_part(of_kind, Measure.OPENED, parts), _per_part(of_kind, Measure.RESOLVED, parts), strict=True)
        ),
    )


def _busiest(rows: Sequence[_Row]) -> tuple[Group, ...]:
    groups = [Group(name=row[1] or "", counts=_by_measure(row)) for row in rows]
    groups = [group for group in groups if any(group.counts[measure] for measure in _BUSIEST)]
    return tuple(sorted(groups, key=lambda group: (*(-group.counts[measure] for measure in _BUSIEST), group.name)))


def _per_part(of_kind: Mapping[str, Sequence[_Row]], measure: Measure, parts: int) -> list[int]:
    found = {int(row[1]): _by_measure(row)[measure] for row in of_kind.get(measure.value, ())}
    return [found.get(part, 0) for part in range(1, parts + 1)]


def _numbers(row: _Row) -> Numbers:
    acknowledging, resolving = row[-2:]
    return Numbers(counts=_by_measure(row), acknowledging=_as_times(acknowledging), resolving=_as_times(resolving))


def _by_measure(row: _Row) -> dict[Measure, int]:
    return dict(zip(Measure, row[2:-2], strict=True))


def _as_times(seconds: Sequence[float] | None) -> Times | None:
    return Times(*(timedelta(seconds=each) for each in seconds)) if seconds else None
