"""Every named constraint refuses the row it is there for, and lets its neighbour pass."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, select, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from storage.tables import (
    audit_log,
    categories,
    comments,
    counters,
    follows,
    history,
    holidays,
    incident_categories,
    incidents,
    metadata,
    occurrences,
    outbox,
    people,
    seen_keys,
    services,
    workspaces,
)
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, populate

Row = dict[str, Any]

NAMED = """
    SELECT conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u')
    UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'public'::regnamespace AND indisunique
"""


def id_of(table: Table[Any], name: str, *, team_id: str = TEAM) -> object:
    """Return a subquery for the id of a row that is there."""
    return select(table.c.id).where(table.c.team_id == team_id, table.c.name == name).scalar_subquery()


def first_incident(team_id: str = TEAM) -> object:
    return select(incidents.c.id).where(incidents.c.team_id == team_id, incidents.c.number == 1).scalar_subquery()


NETWORK = id_of(categories, "network")

# One row of each table; beside what the fixtures know of workspaces, counters and people, these are in the database.
FIRST: dict[Table[Any], Row] = {
    services: {"team_id": TEAM, "name": "checkout"},
    categories: {"team_id": TEAM, "name": "network"},
    incidents: {
        "team_id": TEAM,
        "number": 1,
        "title": "Checkout is down",
        "severity": "sev3",
        "status": "open",
        "reporter_id": "U0ANA",
        **dict.fromkeys(("created_at", "updated_at", "last_activity_at"), NOON),
        "card_channel": "C1",
        "card_ts": "1.000100",
    },
    incident_categories: {"team_id": TEAM, "incident_id": first_incident(), "category_id": NETWORK},
    comments: {
        "team_id": TEAM,
        "incident_id": first_incident(),
        "author_id": "U0ANA",
        "body": "Looking",
        "created_at": NOON,
        "channel": "C1",
        "ts": "1.000200",
    },
    history: {"team_id": TEAM, "incident_id": first_incident(), "at": NOON, "actor_id": "U0ANA", "change": "opened"},
    follows: {"team_id": TEAM, "follower_id": "U0ANA", "incident_id": first_incident()},
    outbox: {"team_id": TEAM, "lane": "card:1", "kind": "refresh_card", "effect": {}},
    seen_keys: {"team_id": TEAM, "key": "Tr1"},
    occurrences: {"team_id": TEAM, "kind": "daily_post", "key": "2026-11-18", "due_at": NOON, "done_at": NOON},
    holidays: {"team_id": TEAM, "day": date(2026, 12, 25), "name": "Christmas"},
    audit_log: {"team_id": TEAM, "at": NOON, "actor_id": "U0ANA", "act": "role", "subject": "U0BEN"},
}
# What makes another row of the table that is good as well.
SECOND: dict[Table[Any], Row] = {
    workspaces: {"id": "T0NEW", "name": "New", "bot_user_id": "U0BOT"},
    counters: {"team_id": "T0BARE"},
    people: {"team_id": TEAM, "id": "U0CY", "name": "cy"},
    services: {"name": "search"},
    categories: {"name": "storage"},
    incidents: {"number": 2, "card_ts": "1.000300"},
    incident_categories: {"category_id": id_of(categories, "spare")},
    comments: {"ts": "1.000400"},
    history: {},
    follows: {"follower_id": "U0BEN"},
    outbox: {"lane": "card:2"},
    seen_keys: {"key": "Tr2"},
    occurrences: {"key": "2026-11-19"},
    holidays: {"day": date(2026, 12, 26)},
    audit_log: {},
}
RESOLVED: Row = {"status": "resolved", "acknowledged_at": NOON, "resolved_at": NOON}
CLAIMED: Row = {"attempts": 1, "first_claimed_at": NOON}
OTHERS_SERVICE: Row = {"service_id": id_of(services, "theirs", team_id=OTHER)}
OTHERS_CATEGORY: Row = {"category_id": id_of(categories, "theirs", team_id=OTHER)}
OTHERS_INCIDENT: Row = {"incident_id": first_incident(OTHER)}
NOWHERE: Row = {"team_id": "T0NOWHERE"}
FOLLOWS_A_PERSON: Row = {"incident_id": None, "person_id": "U0ANA"}
FOLLOWS_A_SERVICE: Row = {"incident_id": None, "service_id": id_of(services, "checkout")}
FOLLOWS_A_CATEGORY: Row = {"incident_id": None, "category_id": NETWORK}

BAD: list[tuple[Table[Any], Row, str]] = [
    (workspaces, {"id": TEAM}, "pk_workspaces"),
    (workspaces, {"default_role": "owner"}, "ck_workspaces_default_role"),
    (workspaces, {"sev1_reminder_minutes": 0}, "ck_workspaces_reminder_minutes"),
    (workspaces, {"work_starts": "17:00"}, "ck_workspaces_work_hours"),
    (workspaces, {"work_days": [0]}, "ck_workspaces_work_days"),
    (workspaces, {"daily_post_days": [1, 8]}, "ck_workspaces_daily_post_days"),
    (counters, {"team_id": TEAM}, "pk_counters"),
    (counters, {"next_number": 0}, "ck_counters_next_number"),
    (counters, NOWHERE, "fk_counters_team_id"),
    (people, {"id": "U0ANA"}, "pk_people"),
    (people, {"role": "boss"}, "ck_people_role"),
    (people, NOWHERE, "fk_people_team_id"),
    (services, {"name": "CHECKOUT"}, "uq_services_name"),
    (services, {"name": ""}, "ck_services_name_length"),
    (services, {"name": "é" * 61}, "ck_services_name_length"),
    (services, NOWHERE, "fk_services_team_id"),
    (categories, {"name": "Network"}, "uq_categories_name"),
    (categories, {"name": ""}, "ck_categories_name_length"),
    (categories, {"name": "é" * 61}, "ck_categories_name_length"),
    (categories, NOWHERE, "fk_categories_team_id"),
    (incidents, {"number": 1}, "uq_incidents_team_id_number"),
    (incidents, {"number": 0}, "ck_incidents_number"),
    (incidents, {"title": "ab"}, "ck_incidents_title_length"),
    (incidents, {"title": "é" * 256}, "ck_incidents_title_length"),
    (incidents, {"summary": ""}, "ck_incidents_summary_length"),
    (incidents, {"summary": "é" * 3001}, "ck_incidents_summary_length"),
    (incidents, {"severity": "sev5"}, "ck_incidents_severity"),
    (incidents, {"own_priority": "p0"}, "ck_incidents_own_priority"),
    (incidents, {"status": "closed"}, "ck_incidents_status"),
    (incidents, RESOLVED | {"resolved_at": None}, "ck_incidents_resolved_at"),
    (incidents, {"resolved_at": NOON}, "ck_incidents_resolved_at"),
    (incidents, RESOLVED | {"status": "in_progress"}, "ck_incidents_resolved_at"),
    (incidents, RESOLVED | {"acknowledged_at": None}, "ck_incidents_acknowledged_at"),
    (incidents, {"status": "mitigated"}, "ck_incidents_mitigated_at"),
    (incidents, RESOLVED | {"next_reminder_at": NOON}, "ck_incidents_next_reminder_at"),
    (incidents, {"deleted_at": NOON, "next_reminder_at": NOON}, "ck_incidents_next_reminder_at"),
    (incidents, {"reminders_sent": -1}, "ck_incidents_reminders_sent"),
    (incidents, {"card_channel": None}, "ck_incidents_card"),
    (incidents, {"card_ts": None}, "ck_incidents_card"),
    (incidents, {"card_ts": "1.000100"}, "uq_incidents_card"),
    (incidents, {"source_channel": "C1"}, "ck_incidents_source"),
    (incidents, {"source_ts": "1.000000"}, "ck_incidents_source"),
    (incidents, {"reporter_id": "U0EVE"}, "fk_incidents_team_id_reporter_id"),
    (incidents, {"assignee_id": "U0EVE"}, "fk_incidents_team_id_assignee_id"),
    (incidents, OTHERS_SERVICE, "fk_incidents_team_id_service_id"),
    (incident_categories, {"category_id": NETWORK}, "pk_incident_categories"),
    (incident_categories, OTHERS_INCIDENT, "fk_incident_categories_team_id_incident_id"),
    (incident_categories, OTHERS_CATEGORY, "fk_incident_categories_team_id_category_id"),
    (comments, {"body": ""}, "ck_comments_body_length"),
    (comments, {"body": "é" * 40_001}, "ck_comments_body_length"),
    (comments, {"ts": None}, "ck_comments_said_in_thread"),
    (comments, {"channel": None}, "ck_comments_said_in_thread"),
    (comments, {"ts": "1.000200"}, "uq_comments_team_id_channel_ts"),
    (comments, {"author_id": "U0EVE"}, "fk_comments_team_id_author_id"),
    (comments, OTHERS_INCIDENT, "fk_comments_team_id_incident_id"),
    (history, {"change": "exploded"}, "ck_history_change"),
    (history, {"actor_id": "U0EVE"}, "fk_history_team_id_actor_id"),
    (history, OTHERS_INCIDENT, "fk_history_team_id_incident_id"),
    (follows, {"incident_id": None}, "ck_follows_one_target"),
    (follows, {"person_id": "U0ANA"}, "ck_follows_one_target"),
    (follows, FOLLOWS_A_PERSON | {"follower_id": "U0ANA"}, "ck_follows_not_oneself"),
    (follows, {"follower_id": "U0ANA"}, "uq_follows_incident_id"),
    (follows, FOLLOWS_A_PERSON | {"follower_id": "U0DEE"}, "uq_follows_person_id"),
    (follows, FOLLOWS_A_SERVICE | {"follower_id": "U0DEE"}, "uq_follows_service_id"),
    (follows, FOLLOWS_A_CATEGORY | {"follower_id": "U0DEE"}, "uq_follows_category_id"),
    (follows, {"follower_id": "U0EVE"}, "fk_follows_team_id_follower_id"),
    (follows, FOLLOWS_A_PERSON | {"person_id": "U0EVE"}, "fk_follows_team_id_person_id"),
    (follows, FOLLOWS_A_SERVICE | OTHERS_SERVICE, "fk_follows_team_id_service_id"),
    (follows, FOLLOWS_A_CATEGORY | OTHERS_CATEGORY, "fk_follows_team_id_category_id"),
    (follows, OTHERS_INCIDENT, "fk_follows_team_id_incident_id"),
    (outbox, CLAIMED | {"delivered_at": NOON, "parked_at": NOON, "last_error": "no"}, "ck_outbox_one_end"),
    (outbox, CLAIMED | {"parked_at": NOON}, "ck_outbox_parked_with_a_reason"),
    (outbox, {"attempts": 1}, "ck_outbox_attempts"),
    (outbox, {"failures": 1}, "ck_outbox_failures"),
    (outbox, {"first_claimed_at": NOON}, "ck_outbox_attempts"),
    (outbox, {"lane": "card:1"}, "uq_outbox_coalescing"),
    (outbox, NOWHERE, "fk_outbox_team_id"),
    (seen_keys, {"key": "Tr1"}, "pk_seen_keys"),
    (seen_keys, NOWHERE, "fk_seen_keys_team_id"),
    (occurrences, {"key": "2026-11-18"}, "pk_occurrences"),
    (occurrences, NOWHERE, "fk_occurrences_team_id"),
    (holidays, {"day": date(2026, 12, 25)}, "pk_holidays"),
    (holidays, NOWHERE, "fk_holidays_team_id"),
    (audit_log, {"actor_id": "U0EVE"}, "fk_audit_log_team_id_actor_id"),
]
GOOD: list[tuple[Table[Any], Row]] = [
    *((table, {}) for table in SECOND),
    (services, {"name": "e"}),
    (services, {"name": "é" * 60}),
    (services, {"team_id": OTHER, "name": "checkout"}),
    (incidents, {"title": "abc"}),
    (incidents, {"title": "é" * 255}),
    (incidents, {"summary": "e"}),
    (incidents, {"summary": "é" * 3000}),
    (incidents, {"card_channel": None, "card_ts": None}),
    (incidents, {"source_channel": "C1", "source_ts": "1.000000"}),
    (incidents, {"status": "in_progress", "acknowledged_at": NOON, "next_reminder_at": NOON}),
    (incidents, {"status": "mitigated", "mitigated_at": NOON}),
    (incidents, RESOLVED | {"deleted_at": NOON}),
    (incidents, {"assignee_id": "U0BEN", "service_id": id_of(services, "checkout"), "own_priority": "p1"}),
    (comments, {"body": "e"}),
    (comments, {"body": "é" * 40_000}),
    (comments, {"channel": None, "ts": None}),
    (history, {"actor_id": None}),
    (follows, FOLLOWS_A_PERSON),
    (follows, FOLLOWS_A_SERVICE),
    (follows, FOLLOWS_A_CATEGORY),
    (outbox, CLAIMED | {"lane": "card:1"}),
    (outbox, {"lane": "card:1", "kind": "refresh_home"}),
    (outbox, {"team_id": OTHER, "lane": "card:1"}),
    (outbox, CLAIMED | {"parked_at": NOON, "last_error": "no"}),
    (outbox, CLAIMED | {"delivered_at": NOON, "last_error": "late"}),
    (workspaces, {"work_days": [], "daily_post_days": [7, 1]}),
    (people, {"team_id": OTHER, "role": "admin"}),
]


@pytest.fixture(scope="module")
def full(engine: Engine) -> Iterator[Connection]:
    """Give a transaction with a row in every table, and with what belongs to another workspace."""
    with engine.connect() as tx:
        populate(tx)
        add(tx, workspaces, {"id": "T0BARE", "name": "Bare", "bot_user_id": "U0BOT"})
        add(tx, people, {"team_id": TEAM, "id": "U0DEE", "name": "dee"})
        for table, row in FIRST.items():
            add(tx, table, row)
        add(tx, categories, {"team_id": TEAM, "name": "spare"})
        add(tx, services, {"team_id": OTHER, "name": "theirs"})
        add(tx, categories, {"team_id": OTHER, "name": "theirs"})
        add(tx, incidents, FIRST[incidents] | {"team_id": OTHER})
        for target in (FOLLOWS_A_PERSON, FOLLOWS_A_SERVICE, FOLLOWS_A_CATEGORY):
            add(tx, follows, {"team_id": TEAM, "follower_id": "U0DEE", **target})
        yield tx


@pytest.fixture
def tx(full: Connection) -> Iterator[Connection]:
    """Give that transaction; what the test does to it is undone."""
    with full.begin_nested() as savepoint:
        yield full
        savepoint.rollback()


def add(tx: Connection, table: Table[Any], row: Row) -> None:
    tx.execute(table.insert().values(**row))


def another(table: Table[Any], changes: Row) -> Row:
    return {**FIRST.get(table, {}), **SECOND[table], **changes}


@pytest.mark.parametrize(("table", "changes"), [pytest.param(*good, id=good[0].name) for good in GOOD])
def test_a_good_row_is_taken(tx: Connection, table: Table[Any], changes: Row) -> None:
    add(tx, table, another(table, changes))


@pytest.mark.parametrize(("table", "changes", "constraint"), [pytest.param(*bad, id=bad[2]) for bad in BAD])
def test_a_bad_row_is_refused(tx: Connection, table: Table[Any], changes: Row, constraint: str) -> None:
    with pytest.raises(IntegrityError) as refused:
        add(tx, table, another(table, changes))

    assert getattr(getattr(refused.value.orig, "diag", None), "constraint_name", None) == constraint


def test_every_constraint_has_a_row_that_it_refuses(tx: Connection) -> None:
    """A foreign key to the workspace is shadowed where people are of the workspace; ids are never given by hand."""
    named = set(tx.execute(text(NAMED)).scalars())
    numbered = {table.name for table in metadata.tables.values() if "id" in table.c and table.c.id.identity}

    assert named - {constraint for _, _, constraint in BAD} == {
        "alembic_version_pkc",
        "fk_audit_log_team_id",
        "fk_incidents_team_id",
        *(f"pk_{name}" for name in numbered),
        *(f"uq_{name}_team_id_id" for name in ("categories", "incidents", "services")),
    }


def test_an_id_longer_than_slacks_is_refused(tx: Connection) -> None:
    with pytest.raises(DataError, match=r"character varying\(32\)"):
        add(tx, people, another(people, {"id": "U" * 33}))


def test_what_is_in_history_cannot_be_changed(tx: Connection) -> None:
    with pytest.raises(DBAPIError, match="history is append-only"):
        tx.execute(history.update().values(new="something else"))
