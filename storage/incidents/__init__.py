"""Queries on incidents."""

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
from storage.incidents.threads import lock_under_card, lock_with_comment, number_at_card

__all__ = [
    "IncidentNotFound",
    "create",
    "find",
    "get",
    "get_by_id",
    "get_even_deleted",
    "lock",
    "lock_even_deleted",
    "lock_under_card",
    "lock_with_comment",
    "newest",
    "number_at_card",
    "purge",
    "save",
    "set_card",
    "set_categories",
    "unresolved_of",
]
