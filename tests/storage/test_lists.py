"""A list is paged in the order of the alphabet with what is unresolved; its names are renamed and hidden, not lost."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, text

from storage import audit_log, choices, incidents, lists
from storage.records import AuditAct, AuditEntry, Named, NameList
from storage.tables import categories, services
from storage.tables import incidents as incident_table
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, Rival, new_incident

BOTH = pytest.mark.parametrize("which", NameList)
SERVICES, CATEGORIES = NameList.SERVICES, NameList.CATEGORIES
TABLES = {SERVICES: services, CATEGORIES: categories}
MANY_INCIDENTS = text(
    "INSERT INTO incidents (team_id, number, title, severity, status, reporter_id, assignee_id, service_id, "
    "created_at, updated_at, last_activity_at) SELECT :team, n, 'Checkout is down', 'sev3', 'open', 'U0ANA', "
    "'U0ANA', (SELECT min(id) FROM services) + n % 1200, :now, :now, :now "
    "FROM generate_series(1, 6000) n"
)


def add(tx: Connection, which: NameList, *names: str, team_id: str = TEAM) -> None:
    tx.execute(insert(TABLES[which]), [{"team_id": team_id, "name": name} for name in names])


def found(tx: Connection, which: NameList, name: str) -> Named:
    named = lists.find(tx, which, TEAM, name)
    assert named is not None
    return named


def shown(tx: Connection, which: NameList, **where: str) -> list[str]:
    return [row.name for row in lists.page(tx, which, TEAM, limit=3, **where)]


@BOTH
def test_pages_lead_back_and_forth_in_the_order_of_the_alphabet(tx: Connection, which: NameList) -> None:
    add(tx, which, "delta", "Bravo", "alpha", "Echo", "charlie")
    add(tx, which, "aaa", team_id=OTHER)

    assert shown(tx, which) == ["alpha", "Bravo", "charlie"]
    assert shown(tx, which, after="CHARLIE") == ["delta", "Echo"]
    assert shown(tx, which, after="Echo") == []
    assert shown(tx, which, before="Echo") == ["Bravo", "charlie", "delta"]
    assert shown(tx, which, before="bravo") == ["alpha"]


@BOTH
def test_what_is_removed_is_not_shown_and_is_found_all_the_same(tx: Connection, which: NameList) -> None:
    add(tx, which, "alpha", "bravo")

    lists.remove(tx, which, found(tx, which, "ALPHA"), at=NOON)

    assert shown(tx, which) == ["bravo"]
    assert found(tx, which, "Alpha").is_removed
    assert lists.find(tx, which, OTHER, "alpha") is None
    assert not found(tx, which, "bravo").is_removed


@BOTH
def test_what_is_unresolved_is_counted_of_all_or_of_one_reporter(tx: Connection, which: NameList) -> None:
    alpha = choices.service_named(tx, TEAM, "alpha"), choices.categories_named(tx, TEAM, ["alpha", "bravo"])
    of_alpha = {"service": alpha[0]} if which is SERVICES else {"categories": alpha[1]}
    for reporter in ("U0ANA", "U0ANA", "U0BEN"):
        incidents.create(tx, new_incident(reporter_id=reporter, **of_alpha))
    incidents.create(tx, new_incident())
    tx.execute(incident_table.update().where(incident_table.c.number == 1).values(deleted_at=NOON, deleted_by="U0ANA"))

    assert [row.unresolved for row in lists.page(tx, which, TEAM, limit=1)] == [2]
    assert [row.unresolved for row in lists.page(tx, which, TEAM, limit=1, reporter_id="U0BEN")] == [1]
    tx.execute(incident_table.update().values(status="resolved", acknowledged_at=NOON, resolved_at=NOON))
    assert [row.unresolved for row in lists.page(tx, which, TEAM, limit=1)] == [0]


@BOTH
def test_a_name_is_changed_and_can_differ_in_case_alone(tx: Connection, which: NameList) -> None:
    add(tx, which, "alpha")
    add(tx, which, "alpha", team_id=OTHER)

    lists.rename(tx, which, found(tx, which, "alpha"), "Alpha")
    assert shown(tx, which) == ["Alpha"]
    lists.rename(tx, which, found(tx, which, "alpha"), "omega")

    assert shown(tx, which) == ["omega"]
    assert lists.find(tx, which, TEAM, "alpha") is None
    assert [row.name for row in lists.page(tx, which, OTHER, limit=1)] == ["alpha"]


@BOTH
def test_a_name_somebody_adds_at_this_moment_is_taken(clean_engine: Engine, rival: Rival, which: NameList) -> None:
    with clean_engine.begin() as tx:
        add(tx, which, "alpha")
    with clean_engine.connect() as tx:
        named = lists.lock(tx, which, TEAM, ["alpha", "omega"])
        assert list(named) == ["alpha"]
        add(rival.tx, which, "Omega")
        rival.tx.commit()

        with pytest.raises(lists.NameTaken):
            lists.rename(tx, which, named["alpha"], "omega")

    with clean_engine.connect() as tx:
        assert shown(tx, which) == ["alpha", "Omega"]


@BOTH
def test_what_was_renamed_is_found_by_the_name_it_had(tx: Connection, which: NameList) -> None:
    act = AuditAct.SERVICE_RENAMED if which is SERVICES else AuditAct.CATEGORY_RENAMED
    add(tx, which, "charlie")
    named = found(tx, which, "charlie")
    subject = str(named.id)
    for hours, (old, new) in enumerate([("alpha", "bravo"), ("bravo", "charlie")]):
        entry = AuditEntry(act=act, subject=subject, old=old, new=new)
        audit_log.add(tx, TEAM, [entry], actor_id="U0ANA", at=NOON + timedelta(hours=hours))
    audit_log.add(tx, TEAM, [AuditEntry(act=AuditAct.ROLE, subject="U0BEN", old="zulu")], actor_id="U0ANA", at=NOON)
    ever, lately = NOON - timedelta(hours=1), NOON + timedelta(minutes=1)

    asked = ["Alpha", "BRAVO", "charlie", "zulu"]
    assert lists.renamed(tx, which, TEAM, asked, since=ever) == {"Alpha": named, "BRAVO": named}
    assert lists.renamed(tx, which, TEAM, asked, since=lately) == {"BRAVO": named}
    assert lists.renamed(tx, which, OTHER, asked) == {}


def test_many_names_are_listed_soon_where_the_database_has_no_statistics_yet(tx: Connection) -> None:
    """As right after an import: counting again for each name would take longer than an ack may."""
    for which in NameList:
        add(tx, which, *(f"name {number}" for number in range(1200)))
    tx.execute(MANY_INCIDENTS, {"team": TEAM, "now": NOON})
    tx.execute(
        text(
            "INSERT INTO incident_categories SELECT i.team_id, i.id, c.id FROM incidents i, categories c "
            "WHERE c.id = (SELECT min(id) FROM categories) + i.number % 1200"
        )
    )
    tx.execute(text("SET LOCAL statement_timeout = '3s'"))

    for which in NameList:
        assert len(lists.page(tx, which, TEAM, limit=11)) == 11, which
