"""Categories of an incident are set all at once, and nobody else's are touched."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine

from storage import choices, incidents
from storage.records import Category, Incident
from tests.making import TEAM
from tests.storage.conftest import Rival, new_incident


def named(tx: Connection, *names: str) -> tuple[Category, ...]:
    return choices.categories_named(tx, TEAM, names)


def with_categories(tx: Connection, *names: str) -> Incident:
    return incidents.create(tx, new_incident(categories=named(tx, *names)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), ()),
        ((), ("api",)),
        (("api",), ()),
        (("api", "web"), ("web",)),
        (("api", "web"), ("web", "zone")),
        (("api", "web"), ("core", "zone")),
        (("api", "web"), ("api", "web")),
    ],
)
def test_what_is_set_takes_the_place_of_what_was(
    tx: Connection, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    incident, neighbour = with_categories(tx, *before), with_categories(tx, "api", "web")
    changed = replace(incident, categories=named(tx, *after))

    incidents.set_categories(tx, changed)

    assert incidents.get(tx, TEAM, incident.number) == changed
    assert incidents.get(tx, TEAM, neighbour.number) == neighbour


@pytest.mark.parametrize(("names", "limit"), [((), 1), (("a", "b", "c"), 2)])
def test_the_statements_are_a_deletion_and_the_rows(
    tx: Connection, statements: list[str], names: tuple[str, ...], limit: int
) -> None:
    changed = replace(with_categories(tx, "api"), categories=named(tx, *names))
    statements.clear()

    incidents.set_categories(tx, changed)

    assert len(statements) == limit


def test_who_waits_for_the_incident_sees_its_new_categories(clean_engine: Engine, rival: Rival) -> None:
    with clean_engine.begin() as tx:
        incident = with_categories(tx, "api")

    with clean_engine.connect() as ours:
        locked = incidents.lock(ours, TEAM, incident.number)
        theirs = rival.must_wait(lambda tx: incidents.lock(tx, TEAM, incident.number))
        changed = replace(locked, categories=named(ours, "web"))
        incidents.set_categories(ours, changed)
        ours.commit()

        assert theirs.result(timeout=10) == changed
