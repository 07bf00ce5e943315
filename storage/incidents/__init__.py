"""Queries on incidents."""

from storage.incidents.many import assigned_to, find, newest, purge, unresolved_named, unresolved_of, without_card
from storage.incidents.one import (
    IncidentNotFound,
    create,
    get,
    get_by_id,
    get_even_deleted,
    lock,
    lock_even_deleted,
    save,
    set_card,
    set_categories,
)

__all__ = [
    "IncidentNotFound",
    "assigned_to",
    "create",
    "find",
    "get",
    "get_by_id",
    "get_even_deleted",
    "lock",
    "lock_even_deleted",
    "newest",
    "purge",
    "save",
    "set_card",
    "set_categories",
    "unresolved_named",
    "unresolved_of",
    "without_card",
]
