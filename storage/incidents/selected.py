"""Queries on the incidents somebody selects with filters: a page of them in any order, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)

from storage.incidents.rows import ANY_INCIDENT, from_row
from storage.incidents.standing import is_counted
from storage.records import MOST_COUNTED, Incident, Page, Position, Selection, Severity, Sort, Status
from storage.tables import comments, incident_categories, incidents

Condition = ColumnElement[bool]
_TEXTS = incidents.alias()
_TIMES = {Sort.UPDATED: incidents.c.updated_at}


@dataclass(frozen=True, slots=True)
class Tier:
    """A part of a sorted list in which only time counts: one severity, one status, or a severity's unresolved."""

    severity: Severity | None = None
    status: Status | None = None
    is_unresolved: bool = False

    def holds(self, incident: Incident) -> bool:
        return (
            self.severity in (None, incident.severity)
            and self.status in (None, incident.status)
            and not (self.is_unresolved and incident.is_resolved)
        )

    def may_hold(self, wanted: Selection) -> bool:
        """Tell whether anything that is wanted can be in it; one that cannot be costs a branch of the query."""
        statuses = {*(wanted.statuses or Status)} - ({Status.RESOLVED} if self.is_unresolved else set())
        return (
            self.severity in (None, *(wanted.severities or Severity))
            and bool(statuses)
            and self.status in (None, *statuses)
        )

    def condition(self, table: Any) -> Condition:
        found = [table.severity == self.severity] if self.severity else []
        found += [table.status == self.status] if self.status else []
        return and_(*found, *([table.status != Status.RESOLVED] if self.is_unresolved else []))


TIERS: dict[Sort, tuple[Tier, ...]] = {
    Sort.SEVERITY: tuple(Tier(severity=one) for one in Severity),
    Sort.STATUS: tuple(Tier(status=one) for one in Status),
    Sort.UNRESOLVED: (
        *(Tier(severity=one, is_unresolved=True) for one in Severity),
        Tier(status=Status.RESOLVED),
    ),
}
"""What follows what where more than time counts."""


def page(
    tx: Connection,
    team_id: str,
    wanted: Selection,
    *,
    limit: int,
    place: Position | None = None,
    backwards: bool = False,
) -> Page:
    """Return what comes after the place, or before it, or first; what comes and goes meanwhile moves nothing else.

    Before a place where there is less than a page, it is the first page; after one where nothing is left, the last.
    """
    found = _following(tx, team_id, wanted, limit=limit + 1, place=place, backwards=backwards)
    if place and backwards and len(found) <= limit:
        return page(tx, team_id, wanted, limit=limit)
    if place and not backwards and not found:
        return page(tx, team_id, wanted, limit=limit, place=place, backwards=True)
    shown = found[:limit][::-1] if backwards else found[:limit]
    has_more = len(found) > limit
    return Page(
        tuple(shown),
        previous=place_of(shown[0], wanted) if place and (has_more or not backwards) else None,
        next=place_of(shown[-1], wanted) if has_more or backwards else None,
    )


def count(tx: Connection, team_id: str, wanted: Selection) -> int:
    """Return how many there are; more than MOST_COUNTED are not told apart."""
    return counts(tx, team_id, [wanted])[0]


def counts(tx: Connection, team_id: str, wanted: Sequence[Selection]) -> list[int]:
    """Return how many there are of each, in one statement; more than MOST_COUNTED are not told apart."""
    counted = [
        select(incidents.c.id).where(*conditions(team_id, each)).limit(MOST_COUNTED + 1).subquery() for each in wanted
    ]
    numbers = [select(func.count()).select_from(each).scalar_subquery() for each in counted]
    return [*tx.execute(select(*numbers)).one()]


def place_of(incident: Incident, wanted: Selection) -> Position:
    """Return where the incident stands in the order that is wanted."""
    if wanted.sort in TIERS:
        rank = next(rank for rank, tier in enumerate(tiers(wanted)) if tier.holds(incident))
        return Position(rank, incident.created_at, incident.id)
    return Position(0, incident.updated_at if wanted.sort is Sort.UPDATED else incident.created_at, incident.id)


def conditions(team_id: str, wanted: Selection) -> list[Condition]:
    """Return all that must hold for an incident that is wanted."""
    table = incidents.c
    found: list[Condition] = [table.team_id == team_id, table.deleted_at.is_(None)]
    any_of: list[tuple[Any, Sequence[str]]] = [
        (table.status, wanted.statuses),
        (table.severity, wanted.severities),
        (table.priority, wanted.priorities),
    ]
    exactly: list[tuple[Any, str | int | None]] = [
        (table.assignee_id, wanted.assignee_id),
        (table.reporter_id, wanted.reporter_id),
        (table.reporter_id, wanted.visible_to),
        (table.service_id, wanted.service_id),
    ]
    found += [column.in_(values) for column, values in any_of if values]
    found += [column == value for column, value in exactly if value is not None]
    found += [is_counted(team_id, wanted.counted)] if wanted.counted else []
    return found + _concerning(wanted) + _in_time(wanted) + _described(team_id, wanted)


def _concerning(wanted: Selection) -> list[Condition]:
    table = incidents.c
    found: list[Condition] = [table.assignee_id.is_(None)] if wanted.is_unassigned else []
    if wanted.concerned_id is not None:
        found.append(or_(table.reporter_id == wanted.concerned_id, table.assignee_id == wanted.concerned_id))
    return found


def _in_time(wanted: Selection) -> list[Condition]:
    opened, resolved = incidents.c.created_at, incidents.c.resolved_at
    found = [opened >= wanted.opened_from] if wanted.opened_from else []
    found += [opened < wanted.opened_before] if wanted.opened_before else []
    found += [resolved >= wanted.resolved_from] if wanted.resolved_from else []
    return found + ([resolved < wanted.resolved_before] if wanted.resolved_before else [])


def _described(team_id: str, wanted: Selection) -> list[Condition]:
    categorised = [
        exists().where(
            incident_categories.c.team_id == team_id,
            incident_categories.c.incident_id == incidents.c.id,
            incident_categories.c.category_id == category,
        )
        for category in wanted.category_ids
    ]
    return categorised + [_says(team_id, phrase) for phrase in wanted.phrases]


def _says(team_id: str, phrase: str) -> Condition:
    """Tell whether the words stand together in the title, the summary or a comment, exactly but for their case.

    Where all of them are too common to be in the index, like those of "is down", only titles and summaries are read.
    """
    near = func.phraseto_tsquery("english", phrase)
    described = select(_TEXTS.c.id).where(
        _TEXTS.c.team_id == team_id, _TEXTS.c.search.op("@@")(near), _holds(_described_in(_TEXTS), phrase)
    )
    commented = select(comments.c.incident_id).where(
        comments.c.team_id == team_id,
        comments.c.deleted_at.is_(None),
        comments.c.search.op("@@")(near),
        _holds(comments.c.body, phrase),
    )
    is_indexed = func.numnode(near) > 0
    return or_(
        and_(is_indexed, incidents.c.id.in_(union_all(described, commented))),
        and_(not_(is_indexed), _holds(_described_in(incidents), phrase)),
    )


def _described_in(table: Any) -> ColumnElement[str]:
    return func.concat(table.c.title, " ", table.c.summary)


def _holds(text: ColumnElement[Any], phrase: str) -> Condition:
    in_one_line: ColumnElement[str] = func.regexp_replace(text, r"\s+", " ", "g")
    return in_one_line.icontains(phrase, autoescape=True)


@dataclass(frozen=True, slots=True)
class _Branch:
    """A part of the list in which only time counts: all of it, or one severity or status."""

    rank: int
    condition: Condition | None
    after: tuple[datetime, int] | None


def _following(
    tx: Connection, team_id: str, wanted: Selection, *, limit: int, place: Position | None, backwards: bool
) -> list[Incident]:
    """Return what follows the place, in the order that is wanted, or in its reverse.

    Each branch follows an index of its own, so that no page is slower than the first.
    """
    time = _TIMES.get(wanted.sort, incidents.c.created_at)
    is_newest_first = (wanted.is_descending or wanted.sort in TIERS) is not backwards
    parts = []
    for branch in _branches(wanted, place, backwards=backwards):
        part = select(literal(branch.rank).label("rank"), time.label("at"), incidents.c.id)
        part = part.where(*conditions(team_id, wanted), *_bounds(branch, time, is_newest_first=is_newest_first))
        part = part.order_by(*_by_time(time, incidents.c.id, is_newest_first=is_newest_first)).limit(limit)
        parts.append(_whole(part))
    if not parts:
        return []
    chosen = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery("chosen")
    rank = chosen.c.rank.desc() if backwards else chosen.c.rank
    query = (
        ANY_INCIDENT.join(chosen, chosen.c.id == incidents.c.id)
        .order_by(rank, *_by_time(chosen.c.at, chosen.c.id, is_newest_first=is_newest_first))
        .limit(limit)
    )
    return [from_row(row) for row in tx.execute(query).mappings()]


def _branches(wanted: Selection, place: Position | None, *, backwards: bool) -> list[_Branch]:
    after = (place.at, place.id) if place else None
    if wanted.sort not in TIERS:
        return [_Branch(0, None, after)]
    return [
        _Branch(rank, tier.condition(incidents.c), after if place and rank == place.rank else None)
        for rank, tier in enumerate(tiers(wanted))
        if tier.may_hold(wanted) and (place is None or (rank <= place.rank if backwards else rank >= place.rank))
    ]


def tiers(wanted: Selection) -> Sequence[Tier]:
    """Return the tiers in the order that is wanted."""
    found = TIERS[wanted.sort]
    return found if wanted.is_descending is wanted.sort.is_descending_by_itself else found[::-1]


def rank(wanted: Selection, table: Any) -> ColumnElement[int]:
    """Return the place of an incident's tier; 0 where only time counts."""
    ranks = [(tier.condition(table), place) for place, tier in enumerate(tiers(wanted))] if wanted.sort in TIERS else []
    return case(*ranks, else_=literal(0)) if ranks else literal(0)


def order(wanted: Selection) -> list[ColumnElement[Any]]:
    """Return the order that is wanted, where all of it is read and not a page."""
    time = _TIMES.get(wanted.sort, incidents.c.created_at)
    if wanted.sort not in TIERS:
        return _by_time(time, incidents.c.id, is_newest_first=wanted.is_descending)
    return [rank(wanted, incidents.c), *_by_time(time, incidents.c.id, is_newest_first=True)]


def _bounds(branch: _Branch, time: Any, *, is_newest_first: bool) -> list[Condition]:
    bounds = [] if branch.condition is None else [branch.condition]
    if branch.after is None:
        return bounds
    here, there = tuple_(time, incidents.c.id), tuple_(*map(literal, branch.after))
    return [*bounds, here < there if is_newest_first else here > there]


def _by_time(time: Any, id_: Any, *, is_newest_first: bool) -> list[ColumnElement[Any]]:
    return [time.desc(), id_.desc()] if is_newest_first else [time, id_]


def _whole(part: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    inner = part.subquery()
    return select(inner.c.rank, inner.c.at, inner.c.id)
