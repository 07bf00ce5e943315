"""Queries on incidents."""

from storage.incidents.found import MOST_RANKED, Found, search
from storage.incidents.likeness import Likeness, alike
from storage.incidents.many import find, purge, unresolved_of, waiting_longest
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
from storage.incidents.selected import count, counts, page
from storage.incidents.threads import lock_under_card, lock_with_comment, number_at_card
from storage.incidents.vocabulary import vocabulary

__all__ = [
    "MOST_RANKED",
    "Found",
    "IncidentNotFound",
    "Likeness",
    "alike",
    "count",
    "counts",
    "create",
    "find",
    "get",
    "get_by_id",
    "get_even_deleted",
    "lock",
    "lock_even_deleted",
    "lock_under_card",
    "lock_with_comment",
    "number_at_card",
    "page",
    "purge",
    "save",
    "search",
    "set_card",
    "set_categories",
    "unresolved_of",
    "vocabulary",
    "waiting_longest",
]
