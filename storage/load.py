"""Queries on how much people have: the unresolved incidents assigned to each."""

from typing import Any

from sqlalchemy import CTE, Connection, and_, func, literal, or_, select, true, tuple_

from storage.incidents.rows import unresolved
from storage.people import COLUMNS, from_row
from storage.records import Loaded
from storage.tables import incidents, people


def page(
    tx: Connection,
    team_id: str,
    *,
    limit: int,
    after: tuple[int, str] | None = None,
    before: tuple[int, str] | None = None,
    reporter_id: str | None = None,
) -> list[Loaded]:
    """Return people, the most loaded first, then by name: those right after a (load, id), or right before one.

    Bots and deactivated people are among them only while something is assigned to them. Counted are the incidents of
    one reporter, or of all.
    """
    counted = _counted(team_id, reporter_id)
    load = func.coalesce(counted.c.load, 0)
    place = (-load, func.lower(people.c.name), people.c.id)
    query = (
        select(*COLUMNS, load.label("load"))
        .select_from(people.outerjoin(counted, counted.c.person_id == people.c.id))
        .where(
            people.c.team_id == team_id,
            or_(and_(people.c.is_active, ~people.c.is_bot), load > 0),
            true() if after is None else tuple_(*place) > _place_of(team_id, after),
            true() if before is None else tuple_(*place) < _place_of(team_id, before),
        )
        .order_by(*(place if before is None else [key.desc() for key in place]))
        .limit(limit)
    )
    found = [Loaded(person=from_row(row), load=row["load"]) for row in tx.execute(query).mappings()]
    return found if before is None else found[::-1]


def of(tx: Connection, team_id: str, person_id: str, *, reporter_id: str | None = None) -> int:
    """Return how many unresolved incidents somebody has, of one reporter or of all."""
    mine = and_(unresolved(team_id, reporter_id), incidents.c.assignee_id == person_id)
    return tx.execute(select(func.count()).select_from(incidents).where(mine)).scalar_one()


def _place_of(team_id: str, cursor: tuple[int, str]) -> Any:
    load, person_id = cursor
    name = select(func.lower(people.c.name)).where(people.c.team_id == team_id, people.c.id == person_id)
    return tuple_(literal(-load), name.scalar_subquery(), literal(person_id))


def _counted(team_id: str, reporter_id: str | None) -> CTE:
    """Count once: a planner without statistics would count again for each person."""
    return (
        select(incidents.c.assignee_id.label("person_id"), func.count().label("load"))
        .where(unresolved(team_id, reporter_id), incidents.c.assignee_id.is_not(None))
        .group_by(incidents.c.assignee_id)
        .cte("counted")
        .prefix_with("MATERIALIZED")
    )
