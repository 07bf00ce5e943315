"""Which time is counted, which it is compared with, and how it is parted, written by hand; and whatever is typed."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.rules.statistics import MOST_PARTS, parts, spans
from storage.records import Day, Period, Point, Span
from tests.making import NOON
from tests.tables import for_each

BERLIN = "Europe/Berlin"


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def of(*moments: datetime) -> list[Span]:
    begins, ends, before, ends_before = moments
    return [Span(begins, ends), Span(before, ends_before)]


DAYS, HOURS = timedelta(days=1), timedelta(hours=1)
# NOON is a Wednesday, 18 November 2026; in Berlin it is one o'clock, and clocks went back on 25 October.
SPANS: list[tuple[Point | None, Point | None, list[Span]]] = [
    (None, None, of(NOON - 30 * DAYS, NOON, NOON - 60 * DAYS, NOON - 30 * DAYS)),
    (7 * DAYS, None, of(NOON - 7 * DAYS, NOON, NOON - 14 * DAYS, NOON - 7 * DAYS)),
    (
        date(2026, 10, 1),
        date(2026, 10, 31),
        of(at(2026, 9, 30, 22), at(2026, 10, 31, 23), at(2026, 8, 31, 22), at(2026, 9, 30, 22)),
    ),
    (
        date(2026, 11, 1),
        date(2026, 11, 30),
        of(at(2026, 10, 31, 23), NOON, at(2026, 9, 30, 22), at(2026, 10, 18, 11)),
    ),
    (
        date(2026, 1, 1),
        date(2026, 3, 31),
        of(at(2025, 12, 31, 23), at(2026, 3, 31, 22), at(2025, 9, 30, 22), at(2025, 12, 31, 23)),
    ),
    (
        date(2026, 10, 25),
        date(2026, 10, 25),
        of(at(2026, 10, 24, 22), at(2026, 10, 25, 23), at(2026, 10, 23, 22), at(2026, 10, 24, 22)),
    ),
    (Day.TODAY, Day.TODAY, of(at(2026, 11, 17, 23), NOON, at(2026, 11, 16, 23), NOON - DAYS)),
    (
        Day.YESTERDAY,
        Day.YESTERDAY,
        of(at(2026, 11, 16, 23), at(2026, 11, 17, 23), at(2026, 11, 15, 23), at(2026, 11, 16, 23)),
    ),
    (Day.THIS_WEEK, Day.THIS_WEEK, of(at(2026, 11, 15, 23), NOON, at(2026, 11, 8, 23), NOON - 7 * DAYS)),
    (
        Day.THIS_MONTH,
        Day.THIS_MONTH,
        of(at(2026, 10, 31, 23), NOON, at(2026, 9, 30, 22), at(2026, 10, 18, 11)),
    ),
    (
        date(2026, 11, 17),
        None,
        of(at(2026, 11, 16, 23), NOON, at(2026, 11, 16, 23) - 37 * HOURS, at(2026, 11, 16, 23)),
    ),
    (
        None,
        date(2026, 10, 31),
        of(
            at(2026, 10, 31, 23) - 30 * DAYS,
            at(2026, 10, 31, 23),
            at(2026, 10, 31, 23) - 60 * DAYS,
            at(2026, 10, 31, 23) - 30 * DAYS,
        ),
    ),
]


@for_each(("since", "until", "expected"), SPANS)
def test_the_time_and_the_one_before(since: Point | None, until: Point | None, expected: list[Span]) -> None:
    assert [*spans(Period(since, until), now=NOON, zone=BERLIN)] == expected


@for_each(("since", "until"), [(date(2026, 12, 1), None), (Day.TODAY, Day.YESTERDAY), (timedelta(0), None)])
def test_where_no_time_is_left_that_is_said(since: Point, until: Point | None) -> None:
    with pytest.raises(Refusal, match="nothing to count"):
        spans(Period(since, until), now=NOON, zone=BERLIN)


POINTS = (
    st.timedeltas(timedelta(minutes=1), timedelta(days=36_500))
    | st.dates(date(1970, 1, 1), date(2027, 1, 1))
    | st.sampled_from(Day)
)
ZONES = st.sampled_from(["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"])


@given(POINTS | st.none(), POINTS | st.none(), ZONES)
def test_whatever_is_typed_is_as_long_as_before_and_in_parts_that_a_chart_can_hold(
    since: Point | None, until: Point | None, zone: str
) -> None:
    try:
        span, before = spans(Period(since, until), now=NOON, zone=zone)
    except Refusal:
        return
    begins = parts(span, zone=zone).begins

    assert before.begins < before.ends <= span.begins < span.ends <= NOON
    assert 1 <= len(begins) <= MOST_PARTS
    assert begins[0] == span.begins
    assert all(one < other for one, other in pairwise((*begins, span.ends)))


def test_a_week_is_drawn_in_days_and_a_day_in_hours() -> None:
    week = parts(Span(NOON - 7 * DAYS, NOON), zone=BERLIN)
    day = parts(Span(NOON - DAYS, NOON), zone=BERLIN)
    quarter = parts(Span(NOON - 90 * DAYS, NOON), zone=BERLIN)

    assert week.begins == (NOON - 7 * DAYS, *(at(2026, 11, day, 23) for day in range(11, 18)))
    assert week.are_days
    assert (len(day.begins), day.begins[1] - day.begins[0], day.are_days) == (12, 2 * HOURS, False)
    assert len(quarter.begins) == 13
    assert [each.length for each in (week, day, quarter)] == [1, 2, 7]
