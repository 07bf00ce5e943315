"""Queries on workspaces, and the one that reads a workspace together with the people an act concerns."""

from collections.abc import Iterable

from sqlalchemy import Connection, and_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.people import COLUMNS as PERSON_COLUMNS
from storage.people import from_row as person_from_row
from storage.prepared import prepared
from storage.records import Person, Role, Workspace
from storage.tables import counters, people, workspaces

_new = insert(workspaces).values(uninstalled_at=None, next_daily_post_at=func.now())
_known = ("name", "bot_user_id", "uninstalled_at", "next_daily_post_at")
_INSTALL = prepared(
    _new.on_conflict_do_update(index_elements=["id"], set_={column: _new.excluded[column] for column in _known})
)
_COUNT = prepared(insert(counters).on_conflict_do_nothing())


class WorkspaceNotFound(LookupError):
    """The app is not installed in this workspace."""


_WORKSPACE_COLUMNS = (
    workspaces.c.id.label("workspace_id"),
    workspaces.c.name.label("workspace_name"),
    workspaces.c.bot_user_id,
    workspaces.c.incidents_channel,
    workspaces.c.default_channel,
    workspaces.c.default_role,
)

_WITH_PEOPLE = prepared(
    select(*_WORKSPACE_COLUMNS, *PERSON_COLUMNS)
    .select_from(
        workspaces.outerjoin(
            people, and_(people.c.team_id == workspaces.c.id, people.c.id == func.any(bindparam("people")))
        )
    )
    .where(workspaces.c.id == bindparam("workspace"))
    .order_by(people.c.id)
)

_SET_DEFAULT_CHANNEL = prepared(
    update(workspaces).where(workspaces.c.id == bindparam("workspace")).values(default_channel=bindparam("channel"))
)


def install(tx: Connection, team_id: str, *, name: str, bot_user_id: str) -> None:
    """Remember a workspace, or that it was renamed or installed the app again; the clock looks what is due there."""
    tx.execute(_INSTALL, {"id": team_id, "name": name, "bot_user_id": bot_user_id})
    tx.execute(_COUNT, {"team_id": team_id})


def installed(tx: Connection) -> dict[str, str]:
    """Return the names, by id, of all workspaces that ever installed the app."""
    query = select(workspaces.c.id, workspaces.c.name).order_by(workspaces.c.id)
    return {row.id: row.name for row in tx.execute(query)}


def get(tx: Connection, team_id: str) -> Workspace:
    """Return the workspace; raise WorkspaceNotFound."""
    return with_people(tx, team_id, [])[0]


def with_people(tx: Connection, team_id: str, ids: Iterable[str]) -> tuple[Workspace, dict[str, Person]]:
    """Return the workspace and those of the people that are on record, in one statement; raise WorkspaceNotFound."""
    rows = tx.execute(_WITH_PEOPLE, {"workspace": team_id, "people": sorted(set(ids))}).mappings().all()
    if not rows:
        raise WorkspaceNotFound(team_id)
    first = rows[0]
    workspace = Workspace(
        id=first["workspace_id"],
        name=first["workspace_name"],
        bot_user_id=first["bot_user_id"],
        incidents_channel=first["incidents_channel"],
        default_channel=first["default_channel"],
        default_role=Role(first["default_role"]),
    )
    return workspace, {row["id"]: person_from_row(row) for row in rows if row["id"]}


def set_default_channel(tx: Connection, team_id: str, channel: str | None) -> None:
    """Remember which channel is the incidents channel while no admin has chosen one."""
    tx.execute(_SET_DEFAULT_CHANNEL, {"workspace": team_id, "channel": channel})
