"""The values everyone shares: what storage takes and gives back, frozen, with all times aware and in UTC."""

from storage.records.conversation import Change, Comment, File, HistoryEntry
from storage.records.dossiers import Dossier, Life
from storage.records.incidents import (
    Among,
    Category,
    Incident,
    NewIncident,
    Priority,
    Service,
    Severity,
    Status,
    in_order,
)
from storage.records.outbox import Delivered, NewOutboxItem, OutboxItem, Outcome, Parked, Postponed
from storage.records.people import Person, Role, Workspace

__all__ = [
    "Among",
    "Category",
    "Change",
    "Comment",
    "Delivered",
    "Dossier",
    "File",
    "HistoryEntry",
    "Incident",
    "Life",
    "NewIncident",
    "NewOutboxItem",
    "OutboxItem",
    "Outcome",
    "Parked",
    "Person",
    "Postponed",
    "Priority",
    "Role",
    "Service",
    "Severity",
    "Status",
    "Workspace",
    "in_order",
]
