"""Queries on people: who they are is Slack's to say, what they may do is ours."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ARRAY, Connection, RowMapping, Text, bindparam, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.prepared import prepared
from storage.records import Person, Role
from storage.tables import people

COLUMNS = (
    people.c.team_id,
    people.c.id,
    people.c.name,
    people.c.time_zone,
    people.c.is_active,
    people.c.is_guest,
    people.c.is_bot,
    people.c.is_workspace_admin,
    people.c.role,
    people.c.dm_channel,
    people.c.described_at,
)


_GET = prepared(select(*COLUMNS).where(people.c.team_id == bindparam("team"), people.c.id == bindparam("person")))
_ZONES = prepared(
    select(people.c.team_id, people.c.id, people.c.time_zone).where(
        people.c.id == func.any(bindparam("ids", type_=ARRAY(Text)))
    )
)
_NAMES = prepared(
    select(people.c.id, people.c.name).where(
        people.c.team_id == bindparam("team"),
        people.c.id == func.any(bindparam("ids", type_=ARRAY(Text))),
        people.c.described_at.is_not(None),
    )
)
_new = insert(people)
# RETURNING makes one statement of many rows.
_MEET = prepared(_new.on_conflict_do_nothing().returning(people.c.id))
_DESCRIBE = prepared(_new.on_conflict_do_update(
    index_elements=["team_id", "id"],
    set_={
        column: _new.excluded[column]
        for column in (
            "name", "time_zone", "is_active", "is_guest", "is_bot", "is_workspace_admin", "described_at",
        )
    },
    # Descriptions arrive in any order; the one asked for last is the one that counts.
    where=people.c.described_at.is_(None) | (people.c.described_at <= _new.excluded.described_at),
).returning(people.c.id))  # fmt: skip


_before = (
    select(people.c.team_id, people.c.id, people.c.role)
    .where(people.c.team_id == bindparam("team"), people.c.id == bindparam("person"))
    .with_for_update(key_share=True)
    .cte("before")
)
_SET_ROLE = (
    update(people)
    .where(people.c.team_id == _before.c.team_id, people.c.id == _before.c.id)
    .values(role=bindparam("new_role"))
    .returning(_before.c.role)
)


class PersonNotFound(LookupError):
    """Nobody of that id is on record."""


def from_row(row: RowMapping) -> Person:
    """Make a Person of a row of COLUMNS."""
    return Person(
        team_id=row["team_id"],
        id=row["id"],
        name=row["name"],
        time_zone=row["time_zone"],
        is_active=row["is_active"],
        is_guest=row["is_guest"],
        is_bot=row["is_bot"],
        is_workspace_admin=row["is_workspace_admin"],
        role=Role(row["role"]) if row["role"] else None,
        dm_channel=row["dm_channel"],
        is_known=row["described_at"] is not None,
    )


def get(tx: Connection, team_id: str, person_id: str) -> Person:
    """Return the person; raise PersonNotFound."""
    row = tx.execute(_GET, {"team": team_id, "person": person_id}).mappings().one_or_none()
    if row is None:
        raise PersonNotFound(person_id)
    return from_row(row)


def meet(tx: Connection, team_id: str, names: Mapping[str, str]) -> None:
    """Put people on record who appeared before Slack described them."""
    rows = [{"team_id": team_id, "id": person_id, "name": name} for person_id, name in sorted(names.items())]
    if rows:
        tx.execute(_MEET, rows)


def describe(tx: Connection, described: Iterable[Person], *, at: datetime) -> set[str]:
    """Record people as Slack describes them; role and DM channel are kept. Return who is in another time zone now.

    Rows are locked in the order of their ids, so that two descriptions at once cannot deadlock.
    """
    rows = [
        {
            "team_id": person.team_id,
            "id": person.id,
            "name": person.name,
            "time_zone": person.time_zone,
            "is_active": person.is_active,
            "is_guest": person.is_guest,
            "is_bot": person.is_bot,
            "is_workspace_admin": person.is_workspace_admin,
            "described_at": at,
        }
        for person in sorted(described, key=lambda person: person.id)
    ]
    if not rows:
        return set()
    before = {(row.team_id, row.id): row.time_zone for row in tx.execute(_ZONES, {"ids": [row["id"] for row in rows]})}
    tx.execute(_DESCRIBE, rows)
    moved = [row for row in rows if before.get((row["team_id"], row["id"]), row["time_zone"]) != row["time_zone"]]
    return {str(row["id"]) for row in moved}


def admins(tx: Connection, team_id: str, *, limit: int) -> list[Person]:
    """Return those Slack has described who may put the workspace in order."""
    query = (
        select(*COLUMNS)
        .where(
            people.c.team_id == team_id,
            people.c.is_active,
            people.c.described_at.is_not(None),
            ~people.c.is_bot,
            ~people.c.is_guest,
            or_(people.c.is_workspace_admin, people.c.role == Role.ADMIN),
        )
        .order_by(people.c.id)
        .limit(limit)
    )
    return [from_row(row) for row in tx.execute(query).mappings()]


def set_role(tx: Connection, team_id: str, person_id: str, role: Role | None) -> Role | None:
    """Set somebody's role, None for the workspace's default, and return what it was; raise PersonNotFound."""
    row = tx.execute(_SET_ROLE, {"team": team_id, "person": person_id, "new_role": role}).one_or_none()
    if row is None:
        raise PersonNotFound(person_id)
    return Role(row.role) if row.role else None


def everybody(tx: Connection, team_id: str) -> list[Person]:
    """Return all who are on record, in the order of their ids."""
    query = select(*COLUMNS).where(people.c.team_id == team_id).order_by(people.c.id)
    return [from_row(row) for row in tx.execute(query).mappings()]


def called(tx: Connection, team_id: str, word: str, *, limit: int) -> list[Person]:
    """Return some of those who can be named and of whose name it is a word, in whichever letters, by their ids."""
    name = literal(" ") + func.lower(people.c.name) + " "
    query = (
        select(*COLUMNS)
        .where(
            people.c.team_id == team_id,
            people.c.is_active,
            ~people.c.is_bot,
            people.c.described_at.is_not(None),
            func.strpos(name, f" {word.lower()} ") > 0,
        )
        .order_by(people.c.id)
        .limit(limit)
    )
    return [from_row(row) for row in tx.execute(query).mappings()]


def names(tx: Connection, team_id: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of those of them whom Slack has described, by id."""
    found = tx.execute(_NAMES, {"team": team_id, "ids": sorted(set(ids))})
    return {row.id: row.name for row in found}


def gone(tx: Connection, team_id: str, person_id: str, *, at: datetime) -> None:
    """Record that Slack does not know the person any more; name, role and DM channel are kept."""
    tx.execute(
        update(people)
        .where(
            people.c.team_id == team_id,
            people.c.id == person_id,
            people.c.described_at.is_(None) | (people.c.described_at <= at),
        )
        .values(is_active=False, described_at=at)
    )


def set_dm_channel(tx: Connection, team_id: str, person_id: str, channel: str) -> None:
    """Remember the D-id of the person's conversation with the bot."""
    tx.execute(update(people).where(people.c.team_id == team_id, people.c.id == person_id).values(dm_channel=channel))
