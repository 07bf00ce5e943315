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
    Table,
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
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, insert

from storage.follows import COLUMN_OF
from storage.outbox import coalescing, in_lanes
from storage.prepared import prepared
from storage.records import Audience, Keys, NewOutboxItem, Topic
from storage.tables import categories, follows, outbox, people, services
from storage.tables.incidents import NamedThingColumns

_KEY_TYPES = {Topic.INCIDENT: BigInteger, Topic.PERSON: Text, Topic.SERVICE: BigInteger, Topic.CATEGORY: BigInteger}


def _name_in(listed: Table[NamedThingColumns], topic: Topic) -> ColumnElement[Any]:
    """Return the name, none for what can be chosen no more: by that nothing is told."""
    query = select(listed.c.name).where(listed.c.id == COLUMN_OF[topic], listed.c.removed_at.is_(None))
    return query.correlate(follows).scalar_subquery()


_NAMES: dict[Topic, ColumnElement[Any]] = {
    Topic.INCIDENT: bindparam("number", type_=Text),
    Topic.PERSON: follows.c.person_id,
    Topic.SERVICE: _name_in(services, Topic.SERVICE),
    Topic.CATEGORY: _name_in(categories, Topic.CATEGORY),
}
_LAST = 2**31 - 1
"""The place of the copies."""


def _is_among(topic: Topic, which: str) -> ColumnElement[bool]:
    keys: BindParameter[Any] = bindparam(f"{which}_{topic}", type_=ARRAY(_KEY_TYPES[topic]))
    return COLUMN_OF[topic] == func.any(keys)


def _by_topic(rank: int, topic: Topic) -> Select[*tuple[Any, ...]]:
    """Return the follows of a topic by which the change may be told."""
    return select(
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


def _followers() -> Subquery:
    """Return each follower once, with their follows, the most particular first.

    Left out is who may not see the incident, as `bot.rules.permissions` has it, and who is not to be told. People and
    names are looked up by their keys, one by one: a join whose size the planner misjudges, for want of statistics,
    compares every follower with every person.
    """
    found = union_all(*(_by_topic(rank, topic) for rank, topic in enumerate(COLUMN_OF))).subquery("found")
    sees_it = or_(and_(~people.c.is_guest, people.c.described_at.is_not(None)), people.c.id == bindparam("reporter"))
    may_be_told = select(and_(people.c.is_active, ~people.c.is_bot, sees_it)).where(
        people.c.team_id == bindparam("team"), people.c.id == found.c.follower_id
    )
    why = func.jsonb_build_object("id", found.c.id, "topic", found.c.topic, "name", found.c.name, type_=JSONB)
    return (
        select(
            found.c.follower_id,
            func.jsonb_agg(aggregate_order_by(why, found.c.rank, found.c.id), type_=JSONB).label("why"),
        )
        .where(
            found.c.name.is_not(None),
            found.c.follower_id != func.all(bindparam("besides", type_=ARRAY(Text))),
            may_be_told.correlate(found).scalar_subquery(),
        )
        .group_by(found.c.follower_id)
        .subquery("follower")
    )


_items = (
    func.jsonb_array_elements(bindparam("items", type_=JSONB))
    .table_valued(column("value", JSONB), with_ordinality="position")
    .render_derived("item")
)
_follower = _followers()
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
        func.jsonb_build_object(
            "person_id",
            _follower.c.follower_id,
            "because",
            _follower.c.why[0],
            "also",
            _follower.c.why.op("-")(literal(0, Integer)),
            type_=JSONB,
        )
    ),
    bindparam("incident", type_=BigInteger),
)
_told = union_all(_said, _copies).subquery("told")
_rows = select(bindparam("team", type_=Text), _told.c.lane, _told.c.kind, _told.c.effect, _told.c.incident_id)
_TELL = prepared(
    coalescing(
        insert(outbox).from_select(
            ["team_id", "lane", "kind", "effect", "incident_id"], _rows.order_by(_told.c.position, _told.c.lane)
        )
    )
)


def put(tx: Connection, team_id: str, items: Sequence[NewOutboxItem], *, copy: NewOutboxItem, to: Audience) -> None:
    """Put items on their lanes, and the copy for each follower it is told to, in one statement however many they are.

    The copy's lane begins with what comes before a person's id, and its effect gets the person and the follows.
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
