"""Queries on incidents."""

from storage.incidents.found import MOST_RANKED, Found, search
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
from storage.incidents.selected import MOST_COUNTED, count, counts, page
from storage.incidents.vocabulary import vocabulary

__all__ = [
    "MOST_COUNTED",
    "MOST_RANKED",
    "Found",
    "IncidentNotFound",
    "count",
    "counts",
    "create",
    "find",
    "get",
    "get_by_id",
    "get_even_deleted",
    "lock",
    "lock_even_deleted",
    "newest",
    "page",
    "purge",
    "save",
    "search",
    "set_card",
    "set_categories",
    "unresolved_of",
    "vocabulary",
]
