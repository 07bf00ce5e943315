"""Queries on incidents."""

from storage.incidents.likeness import Likeness, alike
from storage.incidents.many import find, newest, purge, unresolved_of
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
    "Likeness",
    "alike",
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
    "unresolved_of",
]
