"""When people work, by the clock on their own wall, over every change of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.working_hours import first_working, is_working
from storage.records import Holiday, Settings
from tests.drawing import moments, some_of
from tests.making import NOON, settings
from tests.tables import for_each

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata")
MINUTE = timedelta(minutes=1)
CHRISTMAS = (Holiday(day=date(2026, 12, 25), name="Christmas"),)

# By hand: from which local moment on, to which. Berlin changes clocks on 25 Oct 2026 and 28 Mar 2027, New York on
# 1 Nov 2026 and 14 Mar 2027, Lord Howe, by half an hour, on 4 Oct 2026 and 4 Apr 2027; Apia left out 30 Dec 2011.
FIRST = [
    ("UTC", "2026-11-18T12:00", "2026-11-18T12:00"),
    ("Europe/Berlin", "2026-11-18T08:59", "2026-11-18T09:00"),
    ("Europe/Berlin", "2026-11-18T09:00", "2026-11-18T09:00"),
    ("Europe/Berlin", "2026-11-18T16:59", "2026-11-18T16:59"),
    ("Europe/Berlin", "2026-11-18T17:00", "2026-11-19T09:00"),
    ("Europe/Berlin", "2026-11-20T17:00", "2026-11-23T09:00"),
    ("Europe/Berlin", "2026-10-23T17:00", "2026-10-26T09:00"),
    ("Europe/Berlin", "2027-03-26T17:00", "2027-03-29T09:00"),
    ("Europe/Berlin", "2026-12-24T18:00", "2026-12-28T09:00"),
    ("America/New_York", "2026-10-30T23:00", "2026-11-02T09:00"),
    ("America/New_York", "2027-03-13T00:00", "2027-03-15T09:00"),
    ("Australia/Lord_Howe", "2026-10-02T17:00", "2026-10-05T09:00"),
    ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-05T09:00"),
    ("Pacific/Apia", "2011-12-29T17:00", "2012-01-02T09:00"),
    ("Pacific/Apia", "2026-12-24T17:30", "2026-12-28T09:00"),
    ("Asia/Kolkata", "2026-11-20T20:00", "2026-11-23T09:00"),
]


def at(local: str, zone: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))


@for_each(("zone", "since", "first"), FIRST)
def test_the_first_moment_of_work_is_the_one_on_the_wall(zone: str, since: str, first: str) -> None:
    found = first_working(at(since, zone), settings(holidays=CHRISTMAS), zone=zone)

    assert found == at(first, zone)
    assert found.tzinfo is UTC


def test_an_hour_that_comes_twice_is_worked_twice_and_one_that_is_skipped_begins_later() -> None:
    every_day = {"work_days": (1, 2, 3, 4, 5, 6, 7)}
    at_night = settings(work_starts=time(2, 30), work_ends=time(2, 45), **every_day)
    second = at("2026-10-25T02:50", "Europe/Berlin").astimezone(UTC)

    assert first_working(second, at_night, zone="Europe/Berlin") == second + timedelta(minutes=40)

    longer = settings(work_starts=time(2, 30), work_ends=time(5), **every_day)
    skipped = first_working(at("2027-03-28T00:00", "Europe/Berlin"), longer, zone="Europe/Berlin")
    assert skipped == at("2027-03-28T03:30", "Europe/Berlin")


def test_who_never_works_is_not_waited_for() -> None:
    assert first_working(NOON, settings(work_days=()), zone="UTC") == NOON


def test_a_zone_this_machine_does_not_know_counts_as_utc() -> None:
    assert first_working(NOON.replace(hour=20), settings(), zone="Mars/Olympus") == NOON + timedelta(hours=21)


def test_a_year_of_holidays_is_waited_out() -> None:
    wednesdays = [Holiday(day=date(2026, 11, 18) + timedelta(weeks=week), name="") for week in range(250)]

    found = first_working(NOON, settings(work_days=(3,), holidays=tuple(wednesdays)), zone="UTC")

    assert found == datetime.combine(date(2026, 11, 18) + timedelta(weeks=250), time(9), tzinfo=UTC)


FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2027, 5, 1)
DAYS = st.integers(0, (LAST_DAY - FIRST_DAY).days).map(lambda days: FIRST_DAY + timedelta(days=days))


@st.composite
def working_times(draw: st.DrawFn) -> Settings:
    starts = draw(st.integers(4, 20))
    return settings(
        work_starts=time(starts, draw(st.sampled_from([0, 15, 59]))),
        work_ends=time(draw(st.integers(starts + 1, 23)), 30),
        work_days=draw(some_of(range(1, 8)).filter(bool)),
        holidays=tuple(Holiday(day=day, name="") for day in draw(st.sets(DAYS, max_size=9))),
    )


@given(moments(FIRST_DAY, LAST_DAY), working_times(), st.sampled_from(ZONES))
def test_it_is_the_first_moment_of_work_and_not_before(since: datetime, working: Settings, zone: str) -> None:
    found = first_working(since, working, zone=zone)

    assert found >= since
    assert is_working(found, working, zone=zone)
    assert found == since or not is_working(found - MINUTE, working, zone=zone)
    assert found == since or not is_working(since, working, zone=zone)
    assert first_working(found, working, zone=zone) == found
