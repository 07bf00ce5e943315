"""When the daily post is due: a whole year in five zones, and the days on which clocks change, written by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.daily_post import MADE_UP_WITHIN, Occasion, due, following, last_week, on, tells_the_week
from storage.records import Holiday, Role, Settings, Severity
from tests.tables import for_each

HOUR = timedelta(hours=1)
WORKING = (1, 2, 3, 4, 5)
SETTINGS = Settings(
    incidents_channel=None,
    reminder_minutes=dict.fromkeys(Severity, 30),
    work_starts=time(9),
    work_ends=time(17),
    work_days=WORKING,
    time_zone="UTC",
    holidays=(Holiday(day=date(2026, 12, 25), name="Christmas"), Holiday(day=date(2026, 4, 6), name="Easter Monday")),
    daily_post_channel=None,
    daily_post_time=time(9),
    daily_post_days=WORKING,
    default_role=Role.RESPONDER,
)
# The zone, the hour, and how many working dates its year has; Apia left out 30 December 2011, a Friday.
YEARS = [
    ("Europe/Berlin", 2026, time(9), 259),
    ("America/New_York", 2026, time(1, 30), 259),
    ("Asia/Kolkata", 2026, time(23, 59), 259),
    ("Australia/Lord_Howe", 2026, time(2, 15), 259),
    ("Pacific/Apia", 2011, time(9), 259),
]


def posts(settings: Settings, year: int) -> Iterator[tuple[Occasion, datetime]]:
    """Look every hour of a year and three days, as a clock does, and claim each local date once."""
    now, made = datetime(year - 1, 12, 30, tzinfo=UTC), set()
    while now < datetime(year + 1, 1, 3, tzinfo=UTC):
        occasion = due(settings, now=now)
        if occasion and occasion.day not in made:
            made.add(occasion.day)
            yield occasion, now
        now += HOUR


@for_each(("zone", "year", "at", "count"), YEARS)
def test_a_year_has_one_post_for_each_working_date_at_the_local_time(
    zone: str, year: int, at: time, count: int
) -> None:
    made = [
        (occasion, seen)
        for occasion, seen in posts(replace(SETTINGS, time_zone=zone, daily_post_time=at), year)
        if occasion.day.year == year
    ]

    days = [date(year, 1, 1) + timedelta(days=place) for place in range(365)]
    free = {date(2026, 12, 25), date(2026, 4, 6), date(2011, 12, 30)}
    assert [occasion.day for occasion, _ in made] == [
        day for day in days if day.strftime("%a") not in {"Sat", "Sun"} and day not in free
    ]
    assert len(made) == count
    for occasion, seen in made:
        local = occasion.due_at.astimezone(ZoneInfo(zone))
        assert (local.date(), local.time()) == (occasion.day, at)
        assert timedelta(0) <= seen - occasion.due_at < HOUR


# The last column is in UTC.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ("Europe/Berlin", date(2026, 3, 29), time(9), datetime(2026, 3, 29, 7, tzinfo=UTC)),
    ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ("Europe/Berlin", date(2026, 10, 25), time(9), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ("America/New_York", date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
    ("America/New_York", date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
    ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
    ("Asia/Kolkata", date(2026, 3, 29), time(9), datetime(2026, 3, 29, 3, 30, tzinfo=UTC)),
    ("Nowhere/At_all", date(2026, 3, 29), time(9), datetime(2026, 3, 29, 9, tzinfo=UTC)),
]


@for_each(("zone", "day", "at", "expected"), CHANGES)
def test_where_clocks_change_it_comes_once(zone: str, day: date, at: time, expected: datetime) -> None:
    settings = replace(SETTINGS, time_zone=zone, daily_post_time=at, daily_post_days=(1, 2, 3, 4, 5, 6, 7))

    assert on(day, settings) == Occasion(day, expected)


def test_a_date_that_a_zone_leaves_out_has_none() -> None:
    apia = replace(SETTINGS, time_zone="Pacific/Apia")

    assert on(date(2011, 12, 29), apia) is not None
    assert on(date(2011, 12, 30), apia) is None


def test_it_is_made_up_for_six_hours_and_then_skipped() -> None:
    nine = datetime(2026, 11, 18, 9, tzinfo=UTC)
    late = replace(SETTINGS, daily_post_time=time(22))

    assert due(SETTINGS, now=nine - timedelta.resolution) is None
    assert due(SETTINGS, now=nine) == Occasion(nine.date(), nine)
    assert due(SETTINGS, now=nine + MADE_UP_WITHIN - timedelta.resolution) == Occasion(nine.date(), nine)
    assert due(SETTINGS, now=nine + MADE_UP_WITHIN) is None
    assert due(late, now=nine.replace(hour=3, day=19)) == Occasion(nine.date(), nine.replace(hour=22)), "yesterday's"


def test_without_days_there_is_none() -> None:
    none = replace(SETTINGS, daily_post_days=())

    assert list(posts(none, 2026)) == []
    assert following(none, now=datetime(2026, 11, 18, 9, tzinfo=UTC)) is None


def test_the_next_one_is_the_next_of_the_year() -> None:
    year = [occasion for occasion, _ in posts(SETTINGS, 2026)]

    nexts = [following(SETTINGS, now=one.due_at) for one in year[:-1]]

    assert nexts == year[1:]
    assert following(SETTINGS, now=year[0].due_at - timedelta.resolution) == year[0]


MONDAY = date(2026, 11, 16)


def test_the_first_post_of_a_week_tells_the_week() -> None:
    days = [MONDAY + timedelta(days=place) for place in range(7)]
    free = replace(SETTINGS, holidays=(Holiday(day=MONDAY, name="A holiday"),))
    at_the_end = replace(SETTINGS, daily_post_days=(5, 7))

    assert [tells_the_week(day, SETTINGS) for day in days[:5]] == [True, False, False, False, False]
    assert [tells_the_week(day, free) for day in days[1:5]] == [True, False, False, False]
    assert [tells_the_week(days[4], at_the_end), tells_the_week(days[6], at_the_end)] == [True, False]
    assert {last_week(day) for day in days} == {(date(2026, 11, 9), date(2026, 11, 15))}


@given(
    st.integers(0, 37 * 365 * 1440).map(lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + minutes * HOUR / 60),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]),
    st.times(),
)
def test_whenever_one_is_due_it_is_of_its_own_date_and_not_too_late(now: datetime, zone: str, at: time) -> None:
    settings = replace(SETTINGS, time_zone=zone, daily_post_time=at, daily_post_days=(1, 2, 3, 4, 5, 6, 7), holidays=())

    found = due(settings, now=now)

    if found:
        assert found.due_at <= now < found.due_at + MADE_UP_WITHIN
        assert found.due_at.astimezone(ZoneInfo(zone)).date() == found.day
