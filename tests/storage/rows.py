"""A good row of every table, and for every constraint a row that it refuses."""

from datetime import date
from typing import Any

from sqlalchemy import Table, select

from storage.tables import (
    audit_log,
    categories,
    comments,
    counters,
    follows,
    history,
    holidays,
    homes,
    incident_categories,
    incidents,
    job_runs,
    occurrences,
    outbox,
    people,
    seen_keys,
    services,
    workspaces,
)
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER

Row = dict[str, Any]


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
    homes: {"team_id": TEAM, "person_id": "U0ANA", "state": "", "version": 0, "opened_at": NOON},
    outbox: {"team_id": TEAM, "lane": "card:1", "kind": "refresh_card", "effect": {}},
    seen_keys: {"team_id": TEAM, "key": "Tr1"},
    occurrences: {"team_id": TEAM, "kind": "daily_post", "key": "2026-11-18", "due_at": NOON, "done_at": NOON},
    job_runs: {"team_id": TEAM, "job": "remind", "ran_at": NOON},
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
    homes: {"person_id": "U0BEN"},
    outbox: {"lane": "card:2"},
    seen_keys: {"key": "Tr2"},
    occurrences: {"key": "2026-11-19"},
    job_runs: {"job": "reminder", "key": "7", "failures": 1, "error": "no"},
    holidays: {"day": date(2026, 12, 26)},
    audit_log: {},
}
RESOLVED: Row = {"status": "resolved", "acknowledged_at": NOON, "resolved_at": NOON}
DELETED: Row = {"deleted_at": NOON, "deleted_by": "U0BEN"}
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
    (incidents, DELETED | {"deleted_by": None}, "ck_incidents_deleted"),
    (incidents, DELETED | {"deleted_at": None}, "ck_incidents_deleted"),
    (incidents, DELETED | {"deleted_by": "U0EVE"}, "fk_incidents_team_id_deleted_by"),
    (incidents, {"reminders_sent": -1}, "ck_incidents_reminders_sent"),
    (incidents, {"reminder_moved_to": NOON}, "ck_incidents_reminder_moved"),
    (incidents, {"reminder_moved_at": NOON}, "ck_incidents_reminder_moved"),
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
    (homes, {"person_id": "U0ANA"}, "pk_homes"),
    (homes, {"version": -1}, "ck_homes_version"),
    (homes, {"person_id": "U0EVE"}, "fk_homes_team_id_person_id"),
    (outbox, CLAIMED | {"delivered_at": NOON, "parked_at": NOON, "last_error": "no"}, "ck_outbox_one_end"),
    (outbox, CLAIMED | {"parked_at": NOON}, "ck_outbox_parked_with_a_reason"),
    (outbox, {"attempts": 1}, "ck_outbox_attempts"),
    (outbox, {"failures": 1}, "ck_outbox_failures"),
    (outbox, {"first_claimed_at": NOON}, "ck_outbox_attempts"),
    (outbox, {"lane": "card:1"}, "uq_outbox_coalescing"),
    (outbox, NOWHERE, "fk_outbox_team_id"),
    (outbox, OTHERS_INCIDENT, "fk_outbox_team_id_incident_id"),
    (seen_keys, {"key": "Tr1"}, "pk_seen_keys"),
    (seen_keys, NOWHERE, "fk_seen_keys_team_id"),
    (occurrences, {"key": "2026-11-18"}, "pk_occurrences"),
    (occurrences, NOWHERE, "fk_occurrences_team_id"),
    (job_runs, {"job": "remind", "key": ""}, "pk_job_runs"),
    (job_runs, {"failures": 0}, "ck_job_runs_failures"),
    (job_runs, {"error": None}, "ck_job_runs_failures"),
    (job_runs, NOWHERE, "fk_job_runs_team_id"),
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
    (incidents, RESOLVED | DELETED),
    (incidents, RESOLVED | {"next_reminder_at": NOON}),
    (incidents, {"reminder_moved_to": NOON, "reminder_moved_at": NOON}),
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
    (outbox, {"incident_id": first_incident()}),
    (outbox, {"team_id": OTHER, "lane": "card:1"}),
    (outbox, CLAIMED | {"parked_at": NOON, "last_error": "no"}),
    (outbox, CLAIMED | {"delivered_at": NOON, "last_error": "late"}),
    (workspaces, {"work_days": [], "daily_post_days": [7, 1]}),
    (people, {"team_id": OTHER, "role": "admin"}),
]
