"""Lengths of time, as people type them and as they are shown."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.durations import in_short, leading, minutes
from tests.tables import for_each


@for_each(
    ("typed", "meant"),
    [
        ("30m", 30),
        ("30 min", 30),
        ("1 minute", 1),
        ("2h", 120),
        ("2H", 120),
        ("2 hrs", 120),
        ("1 hour", 60),
        ("1d", 1440),
        ("3 days", 4320),
        ("1h30m", 90),
        ("1h 30m", 90),
        ("1 day, 2 hours", 1560),
        ("an hour", 60),
        ("half an hour", 30),
        ("Half a day", 720),
        (" 5m ", 5),
        ("0m", 0),
        ("30", None),
        ("", None),
        ("soon", None),
        ("m", None),
        ("-5m", None),
        ("1.5h", None),
        ("5mo", None),
        ("5 weeks", None),
        ("5m x", None),
        ("9999999m", None),
    ],
)
def test_what_is_typed_is_understood_or_not(typed: str, meant: int | None) -> None:
    assert minutes(typed) == meant


@for_each(
    ("said", "meant", "rest"),
    [
        ("30 min", 30, ""),
        ("half an hour, or 2h", 30, ", or 2h"),
        ("1h 30m at most", 90, " at most"),
        ("1h30m\nat most", 90, "\nat most"),
        ("2 days, 3 hours if it lasts", 3060, " if it lasts"),
        ("in 4 days", None, "in 4 days"),
        ("17:30", None, "17:30"),
        ("1,5h", None, "1,5h"),
        ("10-15 min", None, "10-15 min"),
        ("1d3f", None, "1d3f"),
        ("42 hosts", None, "42 hosts"),
        ("", None, ""),
    ],
)
def test_a_length_is_read_before_other_words(said: str, meant: int | None, rest: str) -> None:
    assert leading(said) == (meant, rest)


@for_each(("length", "shown"), [(0, "0m"), (1, "1m"), (60, "1h"), (90, "1h 30m"), (1440, "1d"), (1501, "1d 1h 1m")])
def test_a_length_is_shown_in_its_units(length: int, shown: str) -> None:
    assert in_short(length) == shown


@given(st.integers(0, 10**6))
def test_what_is_shown_can_be_typed(length: int) -> None:
    assert minutes(in_short(length)) == length


@for_each("typed", ["1m " * 200 + "x", "1h, " * 200 + "x", "1m" + " " * 10_000 + "x"])
def test_what_is_nearly_a_length_is_told_from_one(typed: str) -> None:
    """Going through all ways to read the blanks between the parts would never end, and everybody would wait."""
    assert minutes(typed) is None
