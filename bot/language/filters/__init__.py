"""The language of filters: read and written in one place, for every list, search and count."""

from bot.language.filters.explained import EXPLAINED, Explained
from bot.language.filters.fillers import leads_to_filter
from bot.language.filters.people import names_people, with_mentions
from bot.language.filters.reading import (
    NotAFilter,
    begins_with_time,
    is_one,
    is_readable,
    is_surely_one,
    read,
    split,
    words_of,
)
from bot.language.filters.times import in_pieces, time_at_end
from bot.language.filters.writing import typed

__all__ = [
    "EXPLAINED",
    "Explained",
    "NotAFilter",
    "begins_with_time",
    "in_pieces",
    "is_one",
    "is_readable",
    "is_surely_one",
    "leads_to_filter",
    "names_people",
    "read",
    "split",
    "time_at_end",
    "typed",
    "with_mentions",
    "words_of",
]
