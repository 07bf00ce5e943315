"""Which payloads were heard: a key is claimed in the transaction of its effect and keeps the answer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Numeric, and_, bindparam, cast, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from storage import homes
from storage.prepared import prepared
from storage.records import NewOutboxItem
from storage.tables import seen_keys

KEPT_FOR = timedelta(days=7)
"""Longer than Slack's last redelivery."""

_CLAIM = prepared(insert(seen_keys).on_conflict_do_nothing().returning(seen_keys.c.key))
_newer = insert(seen_keys)
_is_newer = cast(seen_keys.c.answer["version"].astext, Numeric) < cast(
    _newer.excluded.answer["version"].astext, Numeric
)
_NEWEST = prepared(
    _newer.on_conflict_do_update(
        index_elements=["team_id", "key"],
        set_={"answer": _newer.excluded.answer, "seen_at": func.now()},
        where=_is_newer,
    ).returning(seen_keys.c.key)
)
_this = and_(seen_keys.c.team_id == bindparam("team"), seen_keys.c.key == bindparam("heard"))
_ANSWER = prepared(select(seen_keys.c.answer).where(_this))
_OLD_CARD = "old-card:"
"""How the keys begin that are not forgotten: a thread stays when its card has moved away."""
NUMBER_AT_OLD_CARD = (
    select(cast(seen_keys.c.answer["number"].astext, Integer))
    .where(
        seen_keys.c.team_id == bindparam("team"),
        seen_keys.c.key == func.concat(_OLD_CARD, bindparam("channel"), ":", bindparam("ts")),
    )
    .scalar_subquery()
)
"""The number of the incident whose card once stood there, as part of another query."""
_REMEMBER = prepared(
    update(seen_keys).where(_this).values(answer=bindparam("given")).add_cte(homes.REFRESH.cte("refreshed"))
)

_old = (
    select(seen_keys.c.team_id, seen_keys.c.key)
    .where(seen_keys.c.seen_at < func.now() - KEPT_FOR, ~seen_keys.c.key.startswith(_OLD_CARD))
    .limit(bindparam("most", type_=Integer))
)
_FORGET_OLD = delete(seen_keys).where(tuple_(seen_keys.c.team_id, seen_keys.c.key).in_(_old))


def claim(tx: Connection, team_id: str, key: str) -> bool:
    """Claim the key for this transaction; False when it was heard before. Waits for a transaction that holds it."""
    return tx.execute(_CLAIM, {"team_id": team_id, "key": key}).first() is not None


def answer_to(tx: Connection, team_id: str, key: str) -> dict[str, Any]:
    """Return what was answered when the key was first heard."""
    answer: dict[str, Any] = tx.execute(_ANSWER, {"team": team_id, "heard": key}).scalar_one()
    return answer


def remember(
    tx: Connection, team_id: str, key: str, answer: Mapping[str, Any], *, person_id: str, home: NewOutboxItem
) -> None:
    """Keep the answer for a redelivery, and put the item that draws the Home tab of whoever did it again.

    One statement does both.
    """
    refreshing = homes.refreshing(team_id, person_id, home)
    tx.execute(_REMEMBER, {"heard": key, "given": dict(answer), **refreshing})


def is_newest(tx: Connection, team_id: str, key: str, version: str) -> bool:
    """Tell whether nothing as new was heard of the same thing: what Slack sends comes twice, late and in any order."""
    return tx.execute(_NEWEST, {"team_id": team_id, "key": key, "answer": {"version": version}}).first() is not None


def keep_old_card(tx: Connection, team_id: str, *, channel: str, ts: str, number: int) -> None:
    """Remember whose card stood there, for those who still write under it."""
    answer = {"number": number}
    tx.execute(_CLAIM, {"team_id": team_id, "key": f"{_OLD_CARD}{channel}:{ts}", "answer": answer})


def forget_old(tx: Connection, *, limit: int) -> int:
    """Delete at most so many keys past their time; return how many."""
    return tx.execute(_FORGET_OLD, {"most": limit}).rowcount
