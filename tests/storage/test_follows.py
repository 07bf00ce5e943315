"""What somebody follows: once each, found by its name, listed newest first, and nobody else's."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, update

from storage import choices, follows, incidents
from storage.records import Follow, Followed, Incident, Topic
from storage.tables import categories
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, new_incident

ANA, BEN = "U0ANA", "U0BEN"


@pytest.fixture
def incident(tx: Connection) -> Incident:
    return incidents.create(tx, new_incident())


def put(tx: Connection, topic: Topic, key: int | str, *, follower: str = BEN, **changes: Any) -> int:
    return follows.put(tx, TEAM, follower, topic=topic, key=key, **{"all_changes": False, **changes})


def listed(tx: Connection, follower: str = BEN, **changes: Any) -> list[tuple[str, str]]:
    found = follows.page(tx, TEAM, follower, **{"limit": 10, "only_reported": False, **changes})
    return [(follow.what.topic, follow.what.name) for follow in found]


def test_each_topic_is_found_by_its_name_and_listed_newest_first(tx: Connection, incident: Incident) -> None:
    service, [category] = choices.service_named(tx, TEAM, "Pay"), choices.categories_named(tx, TEAM, ["api"])
    first = put(tx, Topic.INCIDENT, incident.id)
    put(tx, Topic.PERSON, ANA)
    put(tx, Topic.SERVICE, service.id)
    put(tx, Topic.CATEGORY, category.id)

    assert listed(tx) == [("category", "api"), ("service", "Pay"), ("person", ANA), ("incident", "1")]
    assert listed(tx, limit=2) == listed(tx)[:2]
    assert listed(tx, before=first + 1) == [("incident", "1")]
    assert listed(tx, after=first) == listed(tx)[:3]
    assert listed(tx, after=first, limit=2) == listed(tx)[1:3]
    assert follows.find(tx, TEAM, BEN, topic=Topic.INCIDENT, name="1") == Follow(
        what=Followed(id=first, topic=Topic.INCIDENT, name="1"), all_changes=False, title="Checkout is down"
    )
    for topic, name in listed(tx):
        found = follows.find(tx, TEAM, BEN, topic=Topic(topic), name=name.upper())
        assert found == follows.get(tx, TEAM, BEN, found.what.id if found else 0)
        assert found
    assert follows.find(tx, TEAM, BEN, topic=Topic.CATEGORY, name="Pay") is None


def test_following_again_changes_the_choice_and_keeps_the_follow(tx: Connection, incident: Incident) -> None:
    first = put(tx, Topic.INCIDENT, incident.id)

    assert put(tx, Topic.INCIDENT, incident.id, all_changes=True) == first

    found = follows.get(tx, TEAM, BEN, first)
    assert found
    assert found.all_changes
    follows.choose(tx, TEAM, BEN, first, all_changes=False)
    assert follows.get(tx, TEAM, BEN, first) == replace(found, all_changes=False)


def test_what_was_stopped_is_gone(tx: Connection, incident: Incident) -> None:
    kept, stopped = put(tx, Topic.PERSON, ANA), put(tx, Topic.INCIDENT, incident.id)

    follows.stop(tx, TEAM, BEN, stopped)
    follows.stop(tx, TEAM, BEN, stopped)

    assert follows.get(tx, TEAM, BEN, stopped) is None
    assert follows.get(tx, TEAM, BEN, kept)


def test_nobody_touches_what_another_follows(tx: Connection, incident: Incident) -> None:
    mine = put(tx, Topic.INCIDENT, incident.id)

    for team, person in ((TEAM, ANA), (OTHER, BEN)):
        follows.stop(tx, team, person, mine)
        follows.choose(tx, team, person, mine, all_changes=True)
        assert follows.get(tx, team, person, mine) is None
        assert follows.find(tx, team, person, topic=Topic.INCIDENT, name="1") is None
        assert follows.page(tx, team, person, limit=9, only_reported=False) == []

    found = follows.get(tx, TEAM, BEN, mine)
    assert found
    assert not found.all_changes


def test_incidents_that_are_deleted_or_not_to_be_seen_are_left_out(tx: Connection, incident: Incident) -> None:
    put(tx, Topic.INCIDENT, incident.id)
    own = incidents.create(tx, new_incident(reporter_id=BEN))
    put(tx, Topic.INCIDENT, own.id)
    put(tx, Topic.PERSON, ANA)

    assert listed(tx, only_reported=True) == [("person", ANA), ("incident", "2")]
    incidents.save(tx, replace(own, deleted_at=NOON, deleted_by=BEN))
    assert listed(tx) == [("person", ANA), ("incident", "1")]


def test_what_can_be_chosen_no_more_is_still_listed_and_marked(tx: Connection) -> None:
    [category] = choices.categories_named(tx, TEAM, ["api"])
    put(tx, Topic.CATEGORY, category.id)
    tx.execute(update(categories).values(removed_at=NOON))

    [found] = follows.page(tx, TEAM, BEN, limit=9, only_reported=False)

    assert found.is_removed


def test_purging_an_incident_takes_its_follows_along(tx: Connection, incident: Incident) -> None:
    put(tx, Topic.INCIDENT, incident.id)
    incidents.save(tx, replace(incident, deleted_at=NOON, deleted_by=BEN))

    incidents.purge(tx, deleted_before=NOON.replace(year=2027), limit=9)

    assert follows.find(tx, TEAM, BEN, topic=Topic.INCIDENT, name="1") is None
