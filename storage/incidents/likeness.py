"""Incidents that may be the same thing as one about to be opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Float, Select, Subquery, case, cast, false, func, or_, select

from storage.incidents.rows import ANY_INCIDENT, from_row
from storage.records import Incident, Status
from storage.tables import incidents

LOOKED_THROUGH = 1000
COMPARED = 100
"""Letters of a title: what that costs grows with their square, and whoever opens an incident waits for it."""
_ALIKE = 0.4
"""Of 1: as near as “Checkout is down” is to “Checkout is slow”, nearer than to “Search is down”."""
_HELD = 0.5
"""What it is worth that one title is all in the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What is about to be opened, and among which incidents the like of it is looked for."""

    title: str
    service_id: int | None
    since: datetime
    reporter_id: str | None
    """The only one whose incidents may be seen; None where all may be."""


def alike(tx: Connection, team_id: str, like: Likeness, *, finds_similar: bool, limit: int) -> list[Incident]:
    """Return unresolved incidents with a similar title or the same service, the most similar first, then the newest.

    Somebody waits: only the newest LOOKED_THROUGH are looked through. Titles are compared by their letters where the
    database `finds_similar`, else by the words they share.
    """
    recent = _recent(team_id, like)
    likeness = (_by_letters if finds_similar else _by_words)(recent.c.title, like.title)
    is_of_service = false() if like.service_id is None else recent.c.service_id == like.service_id
    scored = _once(select(recent.c.id, recent.c.created_at, is_of_service.label("shared"), likeness.label("likeness")))
    best = _best(scored).limit(limit).subquery("best")
    query = ANY_INCIDENT.join(best, best.c.id == incidents.c.id).order_by(best.c.place)
    return [from_row(row) for row in tx.execute(query).mappings()]


def _once(query: Select[*tuple[Any, ...]]) -> CTE:
    """Return what is computed once for each row: likeness is dear."""
    return query.cte("scored").prefix_with("MATERIALIZED")


def _best(scored: CTE) -> Select[*tuple[Any, ...]]:
    is_similar = scored.c.likeness >= _ALIKE
    score = case((is_similar, scored.c.likeness), else_=0) + case((scored.c.shared, _HELD), else_=0)
    best_first = (is_similar.desc(), score.desc(), scored.c.created_at.desc(), scored.c.id.desc())
    place = func.row_number().over(order_by=best_first).label("place")
    return select(scored.c.id, place).where(or_(is_similar, scored.c.shared)).order_by(place)


def _recent(team_id: str, like: Likeness) -> Subquery:
    query = select(incidents.c.id, incidents.c.title, incidents.c.service_id, incidents.c.created_at).where(
        incidents.c.team_id == team_id,
        incidents.c.deleted_at.is_(None),
        incidents.c.status != Status.RESOLVED,
        incidents.c.created_at >= like.since,
    )
    if like.reporter_id is not None:
        query = query.where(incidents.c.reporter_id == like.reporter_id)
    newest_first = query.order_by(incidents.c.created_at.desc(), incidents.c.id.desc())
    return newest_first.limit(LOOKED_THROUGH).subquery("recent")


def _by_letters(title: ColumnElement[str], typed: str) -> ColumnElement[Any]:
    there, here = func.lower(func.left(title, COMPARED)), func.lower(typed[:COMPARED])
    return func.greatest(
        func.similarity(there, here),
        _HELD * func.strict_word_similarity(here, there),
        _HELD * func.strict_word_similarity(there, here),
    )


def _by_words(title: ColumnElement[str], typed: str) -> ColumnElement[Any]:
    """Return which part of the words of both they share, or half of which part of the fewer words the other has."""
    there, here = func.to_tsvector("english", title), func.to_tsvector("english", typed)
    others = func.length(func.ts_delete(there, func.tsvector_to_array(here)))
    shared = cast(func.length(there) - others, Float)
    fewer = func.least(func.length(there), func.length(here))
    held = case((fewer > 1, _HELD * shared / func.nullif(fewer, 0)), else_=0.0)
    return func.coalesce(func.greatest(shared / func.nullif(func.length(here) + others, 0), held), 0.0)
