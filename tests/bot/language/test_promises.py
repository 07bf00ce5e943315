"""What the words of a comment may be meant to promise."""

import pytest

from bot.language.promises import meant
from bot.rules import texts
from tests.tables import for_each


@for_each(
    ("comment", "command"),
    [
        ("building an index, next update in half an hour", "comment 42 due:30m"),
        ("It was down for 2 days. Next update in 30 min", "comment 42 due:30m"),
        ("I report back in 1h 30m.", "comment 42 due:1h30m"),
        ("update due in about an hour", "comment 42 due:1h"),
        ("in 2 hours", "comment 42 due:2h"),
        ("it is due:30m late", "comment 42 due:30m"),
        ("2 days without sleep; next update tomorrow", "comment 42"),
        ("next update at 17:30, slow for 5 min", "comment 42"),
        ("next update in 10-15 min", "comment 42"),
        ("next update in 1,5h", "comment 42"),
        ("next update in 60 days", "comment 42"),
        ("paid, due:friday", "comment 42"),
        ("back to normal in 1 hour", None),
        ("down for 30m", None),
    ],
)
def test_the_length_that_is_offered_is_that_of_the_next_update(comment: str, command: str | None) -> None:
    assert meant(42, comment) == command


@pytest.mark.parametrize("piece", ["due:", "update ", "update in ", "1h ", "half an ", "9", "in 1h, "])
def test_what_is_long_is_read_in_time(piece: str) -> None:
    comment = piece * (40_000 // len(piece)) + "!"

    assert (meant(42, comment) is not None) is texts.speaks_of_next_update(comment)
