"""A change told to followers: once to each, with all follows by which it is, to nobody who may not see it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, insert, literal, select, text, update

from storage import choices, follows, incidents, people, telling
from storage.records import Audience, Incident, Key, NewOutboxItem, Person, Topic
from storage.tables import follows as table
from storage.tables import outbox, services
from storage.tables import people as people_table
from tests.making import NOON, TEAM
from tests.storage.conftest import new_incident

ANA, BEN, CY = "U0ANA", "U0BEN", "U0CY"
COPY = NewOutboxItem(lane="dm:", kind="send_direct_message", effect={"sentence": "news", "person_id": ""})
ITEMS = [NewOutboxItem(lane="card:1", kind="refresh_card"), NewOutboxItem(lane="card:1", kind="post_in_thread")]


@pytest.fixture
def incident(tx: Connection) -> Incident:
    """Give an incident of Ana's with a service and two categories; all people are described."""
    people.describe(tx, [Person(team_id=TEAM, id=id_, name=id_) for id_ in (ANA, BEN, CY)], at=NOON)
    service = choices.service_named(tx, TEAM, "pay")
    return incidents.create(
        tx, new_incident(service=service, categories=choices.categories_named(tx, TEAM, ["api", "db"]))
    )


def keys(incident: Incident) -> dict[Topic, tuple[Key, ...]]:
    assert incident.service
    return {
        Topic.INCIDENT: (incident.id,),
        Topic.PERSON: (incident.reporter_id,),
        Topic.SERVICE: (incident.service.id,),
        Topic.CATEGORY: tuple(category.id for category in incident.categories),
    }


def follow(tx: Connection, incident: Incident, *topics: Topic, by: str = BEN, all_changes: bool = False) -> list[int]:
    of = keys(incident)
    return [
        follows.put(tx, TEAM, by, topic=topic, key=key, all_changes=all_changes)
        for topic in topics
        for key in of[topic]
    ]


def tell(tx: Connection, incident: Incident, *items: NewOutboxItem, **changes: Any) -> list[dict[str, Any]]:
    """Tell it, and return the effects of the copies."""
    audience = Audience(incident=incident, concerned=keys(incident), main=keys(incident))
    telling.put(tx, TEAM, items, copy=replace(COPY, incident_id=incident.id), to=replace(audience, **changes))
    query = select(outbox.c.effect).where(outbox.c.kind == COPY.kind).order_by(outbox.c.id)
    return list(tx.execute(query).scalars())


def reasons(effect: dict[str, Any]) -> list[dict[str, Any]]:
    return [effect["because"], *effect["also"]]


def told(tx: Connection, incident: Incident, **changes: Any) -> list[str]:
    return [effect["person_id"] for effect in tell(tx, incident, **changes)]


@pytest.mark.parametrize(
    ("topic", "name"),
    [(Topic.INCIDENT, "1"), (Topic.PERSON, ANA), (Topic.SERVICE, "pay"), (Topic.CATEGORY, "api")],
)
def test_a_follower_gets_a_copy_that_says_why(tx: Connection, incident: Incident, topic: Topic, name: str) -> None:
    [first, *more] = follow(tx, incident, topic)

    [effect] = tell(tx, incident)

    because = {"id": first, "topic": topic, "name": name}
    also = [{"id": one, "topic": topic, "name": "db"} for one in more]
    assert effect == {"sentence": "news", "person_id": BEN, "because": because, "also": also}
    [row] = tx.execute(select(outbox.c.lane, outbox.c.kind, outbox.c.incident_id, outbox.c.team_id)).all()
    assert tuple(row) == (f"dm:{BEN}", COPY.kind, incident.id, TEAM)


def test_whoever_follows_it_in_many_ways_is_told_once_and_all_of_them_the_most_particular_first(
    tx: Connection, incident: Incident
) -> None:
    order = [Topic.CATEGORY, Topic.SERVICE, Topic.PERSON, Topic.INCIDENT]
    whys = [("incident", "1"), ("person", ANA), ("service", "pay"), ("category", "api"), ("category", "db")]
    for count in range(1, 5):
        follow(tx, incident, *order[:count])
        follow(tx, incident, Topic.SERVICE, by=CY)
        tx.execute(outbox.delete())

        effects = tell(tx, incident)

        told = {effect["person_id"]: [(why["topic"], why["name"]) for why in reasons(effect)] for effect in effects}
        assert told == {BEN: whys[4 - count :], CY: [("service", "pay")]}


def test_what_is_no_main_change_is_told_to_those_who_want_all(tx: Connection, incident: Incident) -> None:
    follow(tx, incident, Topic.INCIDENT)
    follow(tx, incident, Topic.SERVICE, by=CY, all_changes=True)

    assert told(tx, incident, main={}) == [CY]
    tx.execute(outbox.delete())
    assert told(tx, incident, main={Topic.PERSON: (ANA,)}) == [CY]
    tx.execute(outbox.delete())
    follow(tx, incident, Topic.SERVICE)
    assert told(tx, incident, main={Topic.SERVICE: keys(incident)[Topic.SERVICE]}) == [BEN, CY]


def test_a_main_change_for_one_topic_is_told_by_that_one(tx: Connection, incident: Incident) -> None:
    follow(tx, incident, Topic.INCIDENT, Topic.CATEGORY)

    [effect] = tell(tx, incident, main={Topic.CATEGORY: keys(incident)[Topic.CATEGORY]})

    assert {why["topic"] for why in reasons(effect)} == {Topic.CATEGORY}


@pytest.mark.parametrize(
    "flags", [{"is_active": False}, {"is_bot": True}, {"is_guest": True}, {"described_at": None}], ids=str
)
def test_nobody_is_told_who_may_not_see_it_or_is_not_there(
    tx: Connection, incident: Incident, flags: dict[str, Any]
) -> None:
    follow(tx, incident, Topic.INCIDENT, Topic.SERVICE)
    tx.execute(update(people_table).where(people_table.c.id == BEN).values(**flags))

    assert told(tx, incident) == []


@pytest.mark.parametrize("flags", [{"is_guest": True}, {"described_at": None}], ids=str)
def test_its_reporter_sees_it_as_a_guest_too(tx: Connection, incident: Incident, flags: dict[str, Any]) -> None:
    follow(tx, incident, Topic.SERVICE, by=ANA)
    tx.execute(update(people_table).values(**flags))

    assert told(tx, incident) == [ANA]


def test_who_hears_of_it_anyway_is_not_told_again(tx: Connection, incident: Incident) -> None:
    for person in (ANA, BEN, CY):
        follow(tx, incident, Topic.SERVICE, by=person)

    assert told(tx, incident, besides=frozenset({ANA, CY})) == [BEN]


def test_by_what_can_be_chosen_no_more_nothing_is_told(tx: Connection, incident: Incident) -> None:
    follow(tx, incident, Topic.SERVICE)
    tx.execute(update(services).values(removed_at=NOON))

    assert told(tx, incident) == []


def test_followers_of_something_else_are_not_told(tx: Connection, incident: Incident) -> None:
    service = choices.service_named(tx, TEAM, "search")
    other = incidents.create(tx, new_incident(reporter_id=CY, service=service, categories=()))
    follow(tx, other, Topic.INCIDENT, Topic.PERSON, Topic.SERVICE)

    assert told(tx, incident) == []


def follow_many(tx: Connection, incident: Incident, count: int) -> None:
    """Let so many more follow the incident."""
    tx.execute(
        text(
            "INSERT INTO people (team_id, id, name, described_at) "
            "SELECT :team, 'W' || to_char(n, 'FM0000'), 'x', :now FROM generate_series(1, :many) n"
        ),
        {"team": TEAM, "now": NOON, "many": count},
    )
    many = select(people_table.c.team_id, people_table.c.id, literal(incident.id)).where(
        people_table.c.id.like("W____")
    )
    tx.execute(insert(table).from_select(["team_id", "follower_id", "incident_id"], many))


def test_all_is_one_statement_in_the_order_of_the_items_however_many_follow(
    tx: Connection, incident: Incident, statements: list[str]
) -> None:
    follow(tx, incident, Topic.SERVICE)
    follow_many(tx, incident, 1000)
    statements.clear()

    tell(tx, incident, *ITEMS)

    assert len([statement for statement in statements if statement.startswith("INSERT")]) == 1
    lanes = list(tx.execute(select(outbox.c.lane, outbox.c.kind).order_by(outbox.c.id)))
    assert [kind for _, kind in lanes[:2]] == [item.kind for item in ITEMS]
    assert len(lanes) == 1003
    assert len({lane for lane, _ in lanes[2:]}) == 1001


def test_it_is_quick_where_nothing_is_known_of_the_tables(tx: Connection, incident: Incident) -> None:
    """Ten times too quick for a plan that compares all with all, as the planner likes it for want of statistics."""
    follow_many(tx, incident, 4000)
    tx.execute(text("SET LOCAL statement_timeout = '3 s'"))

    assert len(told(tx, incident)) == 4000


def test_a_refresh_that_waits_speaks_for_the_one_put_with_it(tx: Connection, incident: Incident) -> None:
    follow(tx, incident, Topic.INCIDENT)

    for _ in range(2):
        tell(tx, incident, ITEMS[0])

    kinds = list(tx.execute(select(outbox.c.kind).order_by(outbox.c.id)).scalars())
    assert kinds == ["refresh_card", COPY.kind, COPY.kind]
