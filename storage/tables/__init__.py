"""Every table with its constraints and indexes, as typed SQLAlchemy Core; private to storage and migrations."""

from storage.tables.columns import metadata
from storage.tables.conversation import comments, history
from storage.tables.homes import homes
from storage.tables.incidents import categories, incident_categories, incidents, services
from storage.tables.outbox import job_runs, occurrences, outbox, seen_keys
from storage.tables.people import follows, people
from storage.tables.workspaces import audit_log, counters, holidays, workspaces

__all__ = [
    "audit_log",
    "categories",
    "comments",
    "counters",
    "follows",
    "history",
    "holidays",
    "homes",
    "incident_categories",
    "incidents",
    "job_runs",
    "metadata",
    "occurrences",
    "outbox",
    "people",
    "seen_keys",
    "services",
    "workspaces",
]
