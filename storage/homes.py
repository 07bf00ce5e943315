"""Queries on Home tabs: what each person looks at there, kept so that it can be drawn again without a click."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, exists, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from storage.prepared import prepared
from storage.records import Home, NewOutboxItem
from storage.tables import homes, outbox
from storage.tables.columns import COALESCING, SLACK_ID

_is_open = exists().where(homes.c.team_id == bindparam("team"), homes.c.person_id == bindparam("person"))
_item = (
    bindparam("team", type_=SLACK_ID),
    bindparam("lane", type_=Text),
    bindparam("kind", type_=Text),
    bindparam("effect", type_=JSONB),
)
REFRESH = (
    insert(outbox)
    .from_select(["team_id", "lane", "kind", "effect"], select(*_item).where(_is_open))
    .on_conflict_do_update(
        index_elements=["team_id", "lane", "kind"], index_where=COALESCING, set_={"touched_at": func.now()}
    )
)
"""Puts a refresh where there is a tab; one that waits speaks for all, and is held until this transaction commits."""

_REFRESH = prepared(REFRESH)
_GET = prepared(
    select(homes.c.state, homes.c.version, homes.c.said).where(
        homes.c.team_id == bindparam("team"), homes.c.person_id == bindparam("person")
    )
)


def open_(tx: Connection, team_id: str, person_id: str, *, at: datetime) -> None:
    """Note that the person has opened their tab, and keep what they look at there; what was said about it is over."""
    first = insert(homes).values(team_id=team_id, person_id=person_id, state="", version=0, opened_at=at)
    tx.execute(
        first.on_conflict_do_update(index_elements=["team_id", "person_id"], set_={"said": None, "opened_at": at})
    )


def get(tx: Connection, team_id: str, person_id: str) -> Home | None:
    """Return what the person looks at; None when they have never opened their Home tab."""
    row = tx.execute(_GET, {"team": team_id, "person": person_id}).one_or_none()
    return Home(state=row.state, version=row.version, said=tuple(row.said or ())) if row else None


def keep(tx: Connection, team_id: str, person_id: str, *, state: str, after: int, at: datetime) -> bool:
    """Keep what the person looks at now, one version after the one they clicked on.

    False when that was not the newest: another click came first, which is committed by now.
    """
    first = insert(homes).values(team_id=team_id, person_id=person_id, state=state, version=after + 1, opened_at=at)
    statement = first.on_conflict_do_update(
        index_elements=["team_id", "person_id"],
        set_={"state": state, "version": after + 1, "said": None},
        where=homes.c.version == after,
    )
    return tx.execute(statement).rowcount == 1


def tell(tx: Connection, team_id: str, person_id: str, said: Sequence[dict[str, Any]]) -> None:
    """Keep what is said at the top of the person's Home tab until their next click."""
    here = homes.c.team_id == team_id, homes.c.person_id == person_id
    tx.execute(update(homes).where(*here).values(said=[*said]))


def refresh(tx: Connection, team_id: str, person_id: str, item: NewOutboxItem) -> None:
    """Put the item that draws the person's Home tab again; nothing where they never opened it."""
    tx.execute(_REFRESH, refreshing(team_id, person_id, item))


def refreshing(team_id: str, person_id: str, item: NewOutboxItem) -> dict[str, Any]:
    """Return the parameters of REFRESH."""
    return {"team": team_id, "person": person_id, "lane": item.lane, "kind": item.kind, "effect": item.effect}
