"""What admins do to a workspace, and the lists, load and settings it has."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.records.people import Person


class AuditAct(StrEnum):
    """What admins do; `subject`, `old` and `new` of an entry hold what this kind names."""

    INCIDENT_DELETED = "incident_deleted"
    """The subject is its number, as for restoring."""
    INCIDENT_RESTORED = "incident_restored"
    SERVICE_ADDED = "service_added"
    """By an admin, in its list. Of services and categories, the subject is the id, `old` and `new` are names."""
    SERVICE_RENAMED = "service_renamed"
    SERVICE_REMOVED = "service_removed"
    SERVICE_RESTORED = "service_restored"
    """Whoever it was: without it, the log would end with the removal."""
    CATEGORY_ADDED = "category_added"
    CATEGORY_RENAMED = "category_renamed"
    CATEGORY_REMOVED = "category_removed"
    CATEGORY_RESTORED = "category_restored"
    ROLE = "role"
    """The subject is the person's id; None is the default role."""
    SETTING = "setting"
    """The subject is the setting's name; values are in its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing an admin did: who, when, what, on what, from, to."""

    act: AuditAct
    subject: str
    old: str | None = None
    new: str | None = None
    actor_id: str = ""
    id: int = 0
    at: datetime | None = None
    """Who, id and moment are there once it is stored."""


class NameList(StrEnum):
    """The workspace's own lists of names."""

    SERVICES = "services"
    CATEGORIES = "categories"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A service or a category as its list keeps it."""

    id: int
    name: str
    is_removed: bool = False
    """Hidden from choices; incidents that have it keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """A name of a list, with how many unresolved incidents have it."""

    name: str
    unresolved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Somebody with the number of unresolved incidents assigned to them."""

    person: Person
    load: int
