"""Moments that were typed: so long before now, or a day as it is where the reader is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import Refusal
from bot.rules.periods import begin_of, end_of, opened, resolved
from storage.records import Day, Filter, Period, Point
from tests.making import NOON
from tests.tables import for_each

NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
MOMENTS: list[tuple[Point, str, datetime, datetime]] = [
    (timedelta(days=7), TOKYO, NOON - timedelta(days=7), NOON - timedelta(days=7)),
    (date(2026, 10, 1), "UTC", datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC)),
    (date(2026, 10, 1), NEW_YORK, datetime(2026, 10, 1, 4, tzinfo=UTC), datetime(2026, 10, 2, 4, tzinfo=UTC)),
    (date(2026, 11, 1), NEW_YORK, datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC)),
    (Day.TODAY, TOKYO, datetime(2026, 11, 17, 15, tzinfo=UTC), datetime(2026, 11, 18, 15, tzinfo=UTC)),
    (Day.YESTERDAY, "UTC", datetime(2026, 11, 17, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC)),
    (Day.TODAY, "Nowhere/At all", datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 19, tzinfo=UTC)),
    (Day.THIS_WEEK, TOKYO, datetime(2026, 11, 15, 15, tzinfo=UTC), datetime(2026, 11, 22, 15, tzinfo=UTC)),
    (Day.THIS_MONTH, NEW_YORK, datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)),
    (Day.LAST_WEEK, "UTC", datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)),
    (Day.LAST_MONTH, NEW_YORK, datetime(2026, 10, 1, 4, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)),
    (Day.LAST_QUARTER, "UTC", datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)),
    (Day.WEDNESDAY, "UTC", datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 19, tzinfo=UTC)),
    (Day.THURSDAY, TOKYO, datetime(2026, 11, 11, 15, tzinfo=UTC), datetime(2026, 11, 12, 15, tzinfo=UTC)),
    (Day.NOVEMBER, "UTC", datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
    (Day.DECEMBER, NEW_YORK, datetime(2025, 12, 1, 5, tzinfo=UTC), datetime(2026, 1, 1, 5, tzinfo=UTC)),
    (Day.LAST_YEAR, "UTC", datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    (date(1970, 1, 1), TOKYO, datetime(1969, 12, 31, 15, tzinfo=UTC), datetime(1970, 1, 1, 15, tzinfo=UTC)),
]


@for_each(("point", "zone", "begins", "ends"), MOMENTS)
def test_a_day_is_the_readers_own_and_as_long_as_it_is_there(
    point: Point, zone: str, begins: datetime, ends: datetime
) -> None:
    assert begin_of(point, now=NOON, zone=zone) == begins
    assert end_of(point, now=NOON, zone=zone) == ends


@for_each(
    ("now", "begins", "ends"),
    [
        (datetime(2026, 1, 31, tzinfo=UTC), datetime(2025, 10, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
        (datetime(2028, 4, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC), datetime(2028, 4, 1, tzinfo=UTC)),
    ],
)
def test_the_last_quarter_ends_where_this_one_begins(now: datetime, begins: datetime, ends: datetime) -> None:
    assert begin_of(Day.LAST_QUARTER, now=now, zone="UTC") == begins
    assert end_of(Day.LAST_QUARTER, now=now, zone="UTC") == ends


def test_the_narrowest_of_what_was_typed_counts() -> None:
    wanted = Filter(
        opened=Period(timedelta(days=7), Day.TODAY),
        younger_than=timedelta(days=3),
        older_than=timedelta(hours=1),
    )

    assert opened(wanted, now=NOON, zone="UTC") == (NOON - timedelta(days=3), NOON - timedelta(hours=1))
    assert opened(Filter(), now=NOON, zone="UTC") == (None, None)


def test_when_it_was_opened_and_when_it_was_resolved_are_told_apart() -> None:
    wanted = Filter(resolved=Period(Day.YESTERDAY, Day.YESTERDAY), opened=Period(timedelta(days=7)))

    today = datetime(2026, 11, 18, tzinfo=UTC)
    assert resolved(wanted, now=NOON, zone="UTC") == (today - timedelta(days=1), today)
    assert opened(wanted, now=NOON, zone="UTC") == (NOON - timedelta(days=7), None)


@for_each(
    "wanted",
    [
        Filter(opened=Period(date(2026, 10, 2), date(2026, 10, 1))),
        Filter(older_than=timedelta(days=7), younger_than=timedelta(days=7)),
        Filter(older_than=timedelta(days=7), opened=Period(timedelta(days=3))),
    ],
)
def test_a_period_with_nothing_in_it_is_refused(wanted: Filter) -> None:
    with pytest.raises(Refusal, match="leave nothing"):
        opened(wanted, now=NOON, zone="UTC")


def test_a_time_of_resolution_with_nothing_in_it_is_refused() -> None:
    with pytest.raises(Refusal, match="leave nothing"):
        resolved(Filter(resolved=Period(Day.TODAY, Day.YESTERDAY)), now=NOON, zone="UTC")
