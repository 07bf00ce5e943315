"""The values everyone shares: what storage takes and gives back, frozen, with all times aware and in UTC."""

from storage.records.conversation import Change, Comment, File, HistoryEntry
from storage.records.filters import EVERYTHING, ME, UNRESOLVED, Day, Filter, Page, Place, Point, Selection, Sort
from storage.records.homes import Home
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
    "EVERYTHING",
    "ME",
    "UNRESOLVED",
    "Among",
    "Category",
    "Change",
    "Comment",
    "Day",
    "Delivered",
    "File",
    "Filter",
    "HistoryEntry",
    "Home",
    "Incident",
    "NewIncident",
    "NewOutboxItem",
    "OutboxItem",
    "Outcome",
    "Page",
    "Parked",
    "Person",
    "Place",
    "Point",
    "Postponed",
    "Priority",
    "Role",
    "Selection",
    "Service",
    "Severity",
    "Sort",
    "Status",
    "Workspace",
    "in_order",
]
