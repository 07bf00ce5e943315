"""What Slack must be told of a change, with a copy for each follower whom the change concerns: all in one statement."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on, insert

from storage.follows import COLUMN_OF
from storage.outbox import coalescing, in_lanes
from storage.records import Audience, Keys, NewOutboxItem, Topic
from storage.tables import categories, follows, outbox, people, services

_KEY_TYPES = {Topic.INCIDENT: BigInteger, Topic.PERSON: Text, Topic.SERVICE: BigInteger, Topic.CATEGORY: BigInteger}
_LISTS = {Topic.SERVICE: services, Topic.CATEGORY: categories}
_NAMES = {
    Topic.INCIDENT: bindparam("number", type_=Text),
    Topic.PERSON: follows.c.person_id,
    Topic.SERVICE: services.c.name,
    Topic.CATEGORY: categories.c.name,
}
_LAST = 2**31 - 1
"""The place of the copies."""


def _is_among(topic: Topic, which: str) -> ColumnElement[bool]:
    keys: BindParameter[Any] = bindparam(f"{which}_{topic}", type_=ARRAY(_KEY_TYPES[topic]))
    return COLUMN_OF[topic] == func.any(keys)


def _by_topic(rank: int, topic: Topic) -> Select[*tuple[Any, ...]]:
    """Return the follows of a topic by which the change is told; nothing is by what can be chosen no more."""
    query: Select[*tuple[Any, ...]] = select(
        follows.c.follower_id,
        follows.c.id,
        literal(rank, Integer).label("rank"),
        literal(topic.value, Text).label("topic"),
        _NAMES[topic].label("name"),
    ).where(
        follows.c.team_id == bindparam("team"),
        _is_among(topic, "concerned"),
        or_(follows.c.all_changes, _is_among(topic, "main")),
    )
    listed = _LISTS.get(topic)
    if listed is None:
        return query
    return query.where(listed.c.id == COLUMN_OF[topic], listed.c.removed_at.is_(None))


def _followers() -> Subquery:
    """Return each follower once, with the most particular of their follows.

    Left out is who may not see the incident, as `bot.rules.permissions` has it, and who is not to be told.
    """
    found = union_all(*(_by_topic(rank, topic) for rank, topic in enumerate(COLUMN_OF))).subquery("found")
    sees_all = and_(~people.c.is_guest, people.c.described_at.is_not(None))
    return (
        select(found)
        .ext(distinct_on(found.c.follower_id))
        .join(people, and_(people.c.team_id == bindparam("team"), people.c.id == found.c.follower_id))
        .where(
            people.c.is_active,
            ~people.c.is_bot,
            or_(sees_all, people.c.id == bindparam("reporter")),
            people.c.id != func.all(bindparam("besides", type_=ARRAY(Text))),
        )
        .order_by(found.c.follower_id, found.c.rank, found.c.id)
        .subquery("follower")
    )


_items = (
    func.jsonb_array_elements(bindparam("items", type_=JSONB))
    .table_valued(column("value", JSONB), with_ordinality="position")
    .render_derived("item")
)
_follower = _followers()
_why = func.jsonb_build_object("id", _follower.c.id, "topic", _follower.c.topic, "name", _follower.c.name)
_said = select(
    _items.c.position.label("position"),
    _items.c.value["lane"].astext.label("lane"),
    _items.c.value["kind"].astext.label("kind"),
    _items.c.value["effect"].label("effect"),
    cast(_items.c.value["incident_id"].astext, BigInteger).label("incident_id"),
)
_copies = select(
    literal(_LAST, BigInteger),
    bindparam("lane", type_=Text).concat(_follower.c.follower_id),
    bindparam("kind", type_=Text),
    bindparam("effect", type_=JSONB).concat(
        func.jsonb_build_object("person_id", _follower.c.follower_id, "because", _why, type_=JSONB)
    ),
    bindparam("incident", type_=BigInteger),
)
_told = union_all(_said, _copies).subquery("told")
_TELL = coalescing(
    insert(outbox).from_select(
        ["team_id", "lane", "kind", "effect", "incident_id"],
        select(bindparam("team", type_=Text), _told.c.lane, _told.c.kind, _told.c.effect, _told.c.incident_id).order_by(
            _told.c.position, _told.c.lane
        ),
    )
)


def put(tx: Connection, team_id: str, items: Sequence[NewOutboxItem], *, copy: NewOutboxItem, to: Audience) -> None:
    """Put items on their lanes, and the copy for each follower it is told to, in one statement however many they are.

    The copy's lane begins with what comes before a person's id, and its effect gets the person and the follow.
    """
    values: dict[str, Any] = {
        "team": team_id,
        "items": [asdict(item) for item in in_lanes(items)],
        "lane": copy.lane,
        "kind": copy.kind,
        "effect": copy.effect,
        "incident": copy.incident_id,
        "number": str(to.incident.number),
        "reporter": to.incident.reporter_id,
        "besides": sorted(to.besides),
    }
    tx.execute(_TELL, values | _keys("concerned", to.concerned) | _keys("main", to.main))


def _keys(which: str, keys: Keys) -> dict[str, Any]:
    return {f"{which}_{topic}": list(keys.get(topic, ())) for topic in Topic}
