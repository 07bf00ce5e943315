"""Queries on troubles that the admins were told of: each is told once, until it is over."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables import occurrences

_BEGIN = insert(occurrences).on_conflict_do_nothing().returning(occurrences.c.key)


def begin(tx: Connection, team_id: str, kind: str, key: str) -> bool:
    """Remember a trouble; False when it is known. Waits for a transaction that is about to remember the same."""
    now = {"due_at": func.now(), "done_at": func.now()}
    return tx.execute(_BEGIN.values(team_id=team_id, kind=kind, key=key, **now)).first() is not None


def is_known(tx: Connection, team_id: str, kinds: Collection[str], *, key: str | None = None) -> bool:
    """Tell whether a trouble of one of these kinds, of one thing or of any, is not over yet."""
    return bool(tx.execute(select(exists().where(*_of(team_id, kinds, None if key is None else [key])))).scalar_one())


def end(tx: Connection, team_id: str, kinds: Collection[str], *, keys: Collection[str] | None = None) -> None:
    """Forget troubles of these kinds, of these things or of all, so that the admins are told when they come again."""
    tx.execute(delete(occurrences).where(*_of(team_id, kinds, keys)))


def _of(team_id: str, kinds: Collection[str], keys: Collection[str] | None) -> list[ColumnElement[bool]]:
    conditions = [occurrences.c.team_id == team_id, occurrences.c.kind.in_(kinds)]
    return conditions if keys is None else [*conditions, occurrences.c.key.in_(keys)]
