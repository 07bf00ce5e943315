"""How an incident stood at a moment that has passed, and so behind which numbers it is; told from status history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from storage.records import Change, Counted, Measure, Span, Status
from storage.tables import history, incidents

Condition = ColumnElement[bool]
_IS_REOPENING = and_(history.c.change == Change.STATUS, history.c.old == Status.RESOLVED)
_COUNTS = and_(
    history.c.change == Change.STATUS,
    or_(history.c.old == Status.RESOLVED, history.c.new == Status.RESOLVED),
)


def resolved_as_of(team_id: str, moment: datetime) -> ColumnElement[Any]:
    """Return when the incident was resolved, as things stood at a moment; null where it was not, or not there yet.

    The row knows of its last resolution. Only for what was reopened since, which is little, history is read.
    """
    before: ColumnElement[Any] = (
        select(case((history.c.new == Status.RESOLVED, history.c.at)))
        .where(history.c.incident_id == incidents.c.id, _COUNTS, history.c.at < moment)
        .order_by(history.c.at.desc(), history.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case(
        (incidents.c.id.in_(_reopened(team_id, history.c.at >= moment)), before),
        (incidents.c.resolved_at < moment, incidents.c.resolved_at),
    )


def was_reopened(team_id: str, span: Span) -> Condition:
    """Tell whether it was reopened in that time."""
    return incidents.c.id.in_(_reopened(team_id, history.c.at >= span.begins, history.c.at < span.ends))


def may_count(span: Span) -> Condition:
    """Tell whether any number of that time may be about it: it was there, and not resolved for good before."""
    lasts = or_(incidents.c.resolved_at.is_(None), incidents.c.resolved_at >= span.begins)
    return and_(incidents.c.created_at < span.ends, lasts)


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known of an incident to tell behind which numbers it is."""

    created_at: ColumnElement[Any]
    acknowledged_at: ColumnElement[Any]
    resolved_as_of: Callable[[datetime], ColumnElement[Any]]
    was_reopened: Callable[[Span], Condition]


def is_behind(measure: Measure, span: Span, known: Standing) -> Condition:
    """Tell whether what may count in that time is behind the number."""
    conditions: dict[Measure, Callable[[], Condition]] = {
        Measure.OPENED: lambda: is_within(known.created_at, span),
        Measure.ACKNOWLEDGED: lambda: is_within(known.acknowledged_at, span),
        Measure.REOPENED: lambda: known.was_reopened(span),
        Measure.RESOLVED: lambda: and_(known.resolved_as_of(span.ends) >= span.begins),
        Measure.CARRIED_OVER: lambda: _is_unresolved(span.begins, known),
        Measure.UNRESOLVED: lambda: _is_unresolved(span.ends, known),
    }
    return conditions[measure]()


def is_counted(team_id: str, counted: Counted) -> Condition:
    """Tell whether the incident is behind the number."""
    known = Standing(
        incidents.c.created_at,
        incidents.c.acknowledged_at,
        resolved_as_of=partial(resolved_as_of, team_id),
        was_reopened=partial(was_reopened, team_id),
    )
    return and_(may_count(counted.span), is_behind(counted.measure, counted.span, known))


def is_within(column: Any, span: Span) -> Condition:
    """Tell whether the moment lies in that time."""
    return and_(column >= span.begins, column < span.ends)


def _is_unresolved(moment: datetime, known: Standing) -> Condition:
    return and_(known.created_at < moment, known.resolved_as_of(moment).is_(None))


def _reopened(team_id: str, *when: Condition) -> Select[*tuple[Any, ...]]:
    return select(history.c.incident_id).where(history.c.team_id == team_id, _IS_REOPENING, *when)
