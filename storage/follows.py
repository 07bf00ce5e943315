"""Queries on follows: what somebody follows, and how much of it they want to hear."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    case,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from storage.records import Follow, Followed, Key, Topic
from storage.tables import categories, follows, incidents, services

COLUMN_OF: dict[Topic, Column[Any]] = {
    Topic.INCIDENT: follows.c.incident_id,
    Topic.PERSON: follows.c.person_id,
    Topic.SERVICE: follows.c.service_id,
    Topic.CATEGORY: follows.c.category_id,
}
_TOPIC = case(*((column.is_not(None), topic.value) for topic, column in COLUMN_OF.items()))
_NAME = func.coalesce(cast(incidents.c.number, Text), follows.c.person_id, services.c.name, categories.c.name)
_FOLLOWS: Select[*tuple[Any, ...]] = select(
    follows.c.id,
    _TOPIC.label("topic"),
    _NAME.label("name"),
    follows.c.all_changes,
    incidents.c.title,
    func.coalesce(services.c.removed_at, categories.c.removed_at).label("removed_at"),
).select_from(
    follows.outerjoin(incidents, incidents.c.id == follows.c.incident_id)
    .outerjoin(services, services.c.id == follows.c.service_id)
    .outerjoin(categories, categories.c.id == follows.c.category_id)
)


def _of(team_id: str, follower_id: str) -> Select[*tuple[Any, ...]]:
    return _FOLLOWS.where(follows.c.team_id == team_id, follows.c.follower_id == follower_id)


def find(tx: Connection, team_id: str, follower_id: str, *, topic: Topic, name: str) -> Follow | None:
    """Return the follow of what is so named, whatever its case, None where there is none."""
    query = _of(team_id, follower_id).where(COLUMN_OF[topic].is_not(None), func.lower(_NAME) == func.lower(name))
    return _one(tx, query)


def get(tx: Connection, team_id: str, follower_id: str, follow_id: int) -> Follow | None:
    """Return the follower's own follow of that id, None when it was stopped."""
    return _one(tx, _of(team_id, follower_id).where(follows.c.id == follow_id))


def page(
    tx: Connection,
    team_id: str,
    follower_id: str,
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
    only_reported: bool,
) -> list[Follow]:
    """Return what somebody follows, newest first: before or after the follow of that id, or the newest.

    Deleted incidents are left out; with `only_reported`, of incidents all but those that they have reported.
    """
    is_seen: ColumnElement[bool] = incidents.c.deleted_at.is_(None)
    if only_reported:
        is_seen = and_(is_seen, incidents.c.reporter_id == follower_id)
    query = _of(team_id, follower_id).where(or_(follows.c.incident_id.is_(None), is_seen))
    if after is not None:
        query = query.where(follows.c.id > after).order_by(follows.c.id)
        return [_follow(row) for row in tx.execute(query.limit(limit)).mappings()][::-1]
    if before is not None:
        query = query.where(follows.c.id < before)
    return [_follow(row) for row in tx.execute(query.order_by(follows.c.id.desc()).limit(limit)).mappings()]


def put(tx: Connection, team_id: str, follower_id: str, *, topic: Topic, key: Key, all_changes: bool) -> int:
    """Let somebody follow it, or change how much of it they hear; return the follow's id."""
    column = COLUMN_OF[topic]
    new = insert(follows).values(
        {"team_id": team_id, "follower_id": follower_id, column.key: key, "all_changes": all_changes}
    )
    statement = new.on_conflict_do_update(
        index_elements=["team_id", column.key, "follower_id"],
        index_where=column.is_not(None),
        set_={"all_changes": all_changes},
    )
    return int(tx.execute(statement.returning(follows.c.id)).scalar_one())


def choose(tx: Connection, team_id: str, follower_id: str, follow_id: int, *, all_changes: bool) -> None:
    """Change how much somebody hears by a follow of theirs."""
    tx.execute(
        update(follows)
        .where(follows.c.team_id == team_id, follows.c.follower_id == follower_id, follows.c.id == follow_id)
        .values(all_changes=all_changes)
    )


def stop(tx: Connection, team_id: str, follower_id: str, follow_id: int) -> None:
    """End a follow of somebody's."""
    tx.execute(
        delete(follows).where(
            follows.c.team_id == team_id, follows.c.follower_id == follower_id, follows.c.id == follow_id
        )
    )


def _one(tx: Connection, query: Select[*tuple[Any, ...]]) -> Follow | None:
    row = tx.execute(query).mappings().one_or_none()
    return _follow(row) if row else None


def _follow(row: RowMapping) -> Follow:
    return Follow(
        what=Followed(id=row["id"], topic=Topic(row["topic"]), name=row["name"]),
        all_changes=row["all_changes"],
        title=row["title"],
        is_removed=row["removed_at"] is not None,
    )
