"""What Slack has been told about an incident, found again in the outbox to be edited, and when it can be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    RowMapping,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from storage.outbox import UNFINISHED
from storage.prepared import prepared
from storage.tables import outbox

BEING_SAID = "one is being said"
"""The reason for which a refresh of what was said about an incident is postponed."""

_about_incident = and_(
    outbox.c.incident_id == bindparam("incident", type_=BigInteger),
    outbox.c.kind == func.any(bindparam("kinds", type_=ARRAY(Text))),
)
_first_id = func.min(outbox.c.id)
_SAID = (
    select(
        _first_id.label("item_id"),
        outbox.c.channel,
        outbox.c.ts,
        func.min(outbox.c.delivered_at).label("posted_at"),
        func.jsonb_agg(aggregate_order_by(outbox.c.effect, outbox.c.id), type_=JSONB).label("effects"),
    )
    .where(_about_incident, outbox.c.delivered_at.is_not(None), outbox.c.ts.is_not(None))
    .group_by(outbox.c.channel, outbox.c.ts)
)
_LAST_SAID = prepared(
    _SAID.where(outbox.c.lane == bindparam("on")).order_by(_first_id.desc()).limit(literal_column("1"))
)
_NEXT_SAID = prepared(
    _SAID.having(_first_id > bindparam("after", type_=BigInteger)).order_by(_first_id).limit(literal_column("1"))
)
_IS_BEING_SAID = prepared(select(exists().where(_about_incident, UNFINISHED, outbox.c.leased_until > func.now())))
_waits = and_(outbox.c.leased_until.is_(None), outbox.c.last_error == BEING_SAID)
_LET_GO_ON = prepared(
    update(outbox)
    # Also what is being tried: whoever postpones it at this moment is waited for, and seen.
    .where(outbox.c.team_id == bindparam("team"), outbox.c.lane == bindparam("on"), UNFINISHED)
    .values(available_at=case((_waits, func.now()), else_=outbox.c.available_at))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message that Slack has, with the effects it was made of, oldest first."""

    item_id: int
    """Of the item it was posted for."""
    channel: str
    ts: str
    posted_at: datetime
    effects: tuple[dict[str, Any], ...]


def last_said(tx: Connection, incident_id: int, *, kind: str, lane: str) -> Said | None:
    """Return the newest message of this kind that the lane has said about the incident."""
    asked = {"incident": incident_id, "kinds": [kind], "on": lane}
    return _said(tx.execute(_LAST_SAID, asked).mappings().one_or_none())


def next_said(tx: Connection, incident_id: int, *, kinds: Collection[str], after: int) -> Said | None:
    """Return the message of these kinds said about the incident, on whichever lane, that comes after an item's."""
    asked = {"incident": incident_id, "kinds": [*kinds], "after": after}
    return _said(tx.execute(_NEXT_SAID, asked).mappings().one_or_none())


def is_being_said(tx: Connection, incident_id: int, *, kinds: Collection[str]) -> bool:
    """Tell whether a worker has leased an item of these kinds about the incident."""
    return bool(tx.execute(_IS_BEING_SAID, {"incident": incident_id, "kinds": [*kinds]}).scalar_one())


def let_go_on(tx: Connection, team_id: str, *, lane: str) -> bool:
    """Have the refresh that waits on the lane until something is said tried at once; tell whether there is any to do.

    Locks them all: what another worker passed over meanwhile, the caller has to look for.
    """
    return tx.execute(_LET_GO_ON, {"team": team_id, "on": lane}).rowcount > 0


def _said(row: RowMapping | None) -> Said | None:
    return Said(**{**row, "effects": tuple(row["effects"])}) if row else None
