"""Incidents found by where people talk about them: the card a thread hangs on, or a comment said in it."""

from sqlalchemy import Connection, and_, bindparam, or_, select

from storage.incidents.one import get_even_deleted
from storage.records import Incident
from storage.seen import NUMBER_AT_OLD_CARD
from storage.tables import comments, incidents

_stands_there = and_(
    incidents.c.team_id == bindparam("team"),
    or_(
        and_(incidents.c.card_channel == bindparam("channel"), incidents.c.card_ts == bindparam("ts")),
        incidents.c.number == NUMBER_AT_OLD_CARD,
    ),
)
_AT_CARD = select(incidents.c.number).where(_stands_there)
_LOCK_UNDER_CARD = _AT_CARD.with_for_update(key_share=True)
_LOCK_WITH_COMMENT = (
    select(incidents.c.number, comments.c.id)
    .join_from(
        comments,
        incidents,
        and_(incidents.c.team_id == comments.c.team_id, incidents.c.id == comments.c.incident_id),
    )
    .where(
        comments.c.team_id == bindparam("team"),
        comments.c.channel == bindparam("channel"),
        comments.c.ts == bindparam("ts"),
    )
    .with_for_update(of=incidents, key_share=True)
)


def number_at_card(tx: Connection, team_id: str, *, channel: str, ts: str) -> int | None:
    """Return the number of the incident whose card that message is, or was; None for any other message."""
    number: int | None = tx.execute(_AT_CARD, {"team": team_id, "channel": channel, "ts": ts}).scalar_one_or_none()
    return number


def lock_under_card(tx: Connection, team_id: str, *, channel: str, ts: str) -> Incident | None:
    """Return the incident whose card that message is, or was, deleted or not; locked until the transaction ends."""
    row = tx.execute(_LOCK_UNDER_CARD, {"team": team_id, "channel": channel, "ts": ts}).one_or_none()
    return get_even_deleted(tx, team_id, row.number) if row else None


def lock_with_comment(tx: Connection, team_id: str, *, channel: str, ts: str) -> tuple[Incident, int] | None:
    """Return the incident a message is a comment on, locked as above, and the comment's id; either may be deleted."""
    row = tx.execute(_LOCK_WITH_COMMENT, {"team": team_id, "channel": channel, "ts": ts}).one_or_none()
    return (get_even_deleted(tx, team_id, row.number), row.id) if row else None
