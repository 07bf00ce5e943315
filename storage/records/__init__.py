"""The values everyone shares: what storage takes and gives back, frozen, with all times aware and in UTC."""

from storage.records.conversation import Change, Comment, File, HistoryEntry
from storage.records.follows import Audience, Follow, Followed, Key, Keys, Topic
from storage.records.incidents import (
    Among,
    Category,
    Incident,
    NewIncident,
    Priority,
    Service,
    Severity,
    Source,
    Status,
    in_order,
)
from storage.records.outbox import Delivered, NewOutboxItem, OutboxItem, Outcome, Parked, Postponed
from storage.records.people import Person, Role, Workspace

__all__ = [
    "Among",
    "Audience",
    "Category",
    "Change",
    "Comment",
    "Delivered",
    "File",
    "Follow",
    "Followed",
    "HistoryEntry",
    "Incident",
    "Key",
    "Keys",
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
    "Source",
    "Status",
    "Topic",
    "Workspace",
    "in_order",
]
