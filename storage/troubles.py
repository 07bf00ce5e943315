"""Queries on troubles that the admins were told of: each is told once, until it is over."""

from collections.abc import Collection

from sqlalchemy import ARRAY, Connection, Text, and_, bindparam, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.prepared import prepared
from storage.tables import occurrences

_BEGIN = insert(occurrences).on_conflict_do_nothing().returning(occurrences.c.key)

_KINDS, _KEYS = (func.any(bindparam(name, type_=ARRAY(Text))) for name in ("kinds", "of"))
_of_kinds = and_(occurrences.c.team_id == bindparam("team"), occurrences.c.kind == _KINDS)
_of_these = and_(_of_kinds, occurrences.c.key == _KEYS)
_IS_KNOWN, _IS_ONE_KNOWN = (prepared(select(exists().where(which))) for which in (_of_kinds, _of_these))
_END, _END_THESE = (prepared(delete(occurrences).where(which)) for which in (_of_kinds, _of_these))


def begin(tx: Connection, team_id: str, kind: str, key: str) -> bool:
    """Remember a trouble; False when it is known. Waits for a transaction that is about to remember the same."""
    now = {"due_at": func.now(), "done_at": func.now()}
    return tx.execute(_BEGIN.values(team_id=team_id, kind=kind, key=key, **now)).first() is not None


def is_known(tx: Connection, team_id: str, kinds: Collection[str], *, key: str | None = None) -> bool:
    """Tell whether a trouble of one of these kinds, of one thing or of any, is not over yet."""
    keys = None if key is None else [key]
    return bool(tx.execute(_IS_KNOWN if key is None else _IS_ONE_KNOWN, _of(team_id, kinds, keys)).scalar_one())


def end(tx: Connection, team_id: str, kinds: Collection[str], *, keys: Collection[str] | None = None) -> None:
    """Forget troubles of these kinds, of these things or of all, so that the admins are told when they come again."""
    tx.execute(_END if keys is None else _END_THESE, _of(team_id, kinds, keys))


def _of(team_id: str, kinds: Collection[str], keys: Collection[str] | None) -> dict[str, object]:
    return {"team": team_id, "kinds": [*kinds], "of": None if keys is None else [*keys]}
