"""The values everyone shares: what storage takes and gives back, frozen, with all times aware and in UTC."""

from storage.records.conversation import Change, Comment, File, HistoryEntry
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
from storage.records.settings import Holiday, Setting, Settings
from storage.records.workspace import AuditAct, AuditEntry, ListedName, Loaded, Named, NameList

__all__ = [
    "Among",
    "AuditAct",
    "AuditEntry",
    "Category",
    "Change",
    "Comment",
    "Delivered",
    "File",
    "HistoryEntry",
    "Holiday",
    "Incident",
    "ListedName",
    "Loaded",
    "NameList",
    "Named",
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
    "Setting",
    "Settings",
    "Severity",
    "Status",
    "Workspace",
    "in_order",
]
