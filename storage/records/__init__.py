"""The values everyone shares: what storage takes and gives back, frozen, with all times aware and in UTC."""

from storage.records.conversation import Change, Comment, File, HistoryEntry, Place
from storage.records.dossiers import Dossier, Life
from storage.records.due import Claimed, Due, JobRun
from storage.records.filters import EVERYTHING, ME, UNRESOLVED, Day, Filter, Page, Point, Position, Selection, Sort
from storage.records.follows import Audience, Follow, Followed, Key, Keys, Topic
from storage.records.homes import Home
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
from storage.records.reminders import Reminders
from storage.records.settings import Holiday, Setting, Settings
from storage.records.statistics import Counted, Group, Measure, Numbers, Span, Statistics, Times
from storage.records.workspace import AuditAct, AuditEntry, ListedName, Loaded, Named, NameList

__all__ = [
    "EVERYTHING",
    "ME",
    "UNRESOLVED",
    "Among",
    "Audience",
    "AuditAct",
    "AuditEntry",
    "Category",
    "Change",
    "Claimed",
    "Comment",
    "Counted",
    "Day",
    "Delivered",
    "Dossier",
    "Due",
    "File",
    "Filter",
    "Follow",
    "Followed",
    "Group",
    "HistoryEntry",
    "Holiday",
    "Home",
    "Incident",
    "JobRun",
    "Key",
    "Keys",
    "Life",
    "ListedName",
    "Loaded",
    "Measure",
    "NameList",
    "Named",
    "NewIncident",
    "NewOutboxItem",
    "Numbers",
    "OutboxItem",
    "Outcome",
    "Page",
    "Parked",
    "Person",
    "Place",
    "Point",
    "Position",
    "Postponed",
    "Priority",
    "Reminders",
    "Role",
    "Selection",
    "Service",
    "Setting",
    "Settings",
    "Severity",
    "Sort",
    "Source",
    "Span",
    "Statistics",
    "Status",
    "Times",
    "Topic",
    "Workspace",
    "in_order",
]
