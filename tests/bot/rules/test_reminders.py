"""When an incident is reminded of: tables by hand, of each severity, zone, day and activity, driven through."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.rules import reminders as rules
from bot.rules.reminders import Reason, Where, places
from bot.rules.working_hours import is_working
from storage.records import Holiday, Incident, Reminders, Settings, Severity, Status
from tests.drawing import moments
from tests.making import NOON, incident, settings
from tests.tables import for_each

BERLIN, NEW_YORK, HOWE, APIA, KOLKATA = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kolkata",
)
HOLIDAYS = (
    Holiday(day=date(2026, 12, 25), name="Christmas"),
    Holiday(day=date(2026, 10, 26), name="After the change"),
)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# Severity, zone, when something was done about it last, and when nobody has done anything since: by hand, local time.
TIMES: list[tuple[Severity, str, str, list[str]]] = [
    # SEV1 and SEV2 come at any hour: by night, on weekends, on holidays, over both changes of the clocks.
    (Severity.SEV1, BERLIN, "2026-11-18 12:00", ["18 12:30", "18 13:00", "18 13:30", "19 13:30", "20 13:30"]),
    (Severity.SEV1, BERLIN, "2026-11-21 23:50", ["22 00:20", "22 00:50", "22 01:20", "23 01:20", "24 01:20"]),
    (Severity.SEV1, BERLIN, "2026-12-25 02:00", ["25 02:30", "25 03:00", "25 03:30", "26 03:30", "27 03:30"]),
    (Severity.SEV1, BERLIN, "2026-10-25 01:45", ["25 02:15", "25 02:45", "25 02:15", "26 02:15", "27 02:15"]),
    (Severity.SEV1, NEW_YORK, "2027-03-14 01:45", ["14 03:15", "14 03:45", "14 04:15", "15 04:15", "16 04:15"]),
    (Severity.SEV1, KOLKATA, "2026-11-18 23:45", ["19 00:15", "19 00:45", "19 01:15", "20 01:15", "21 01:15"]),
    (Severity.SEV2, BERLIN, "2026-11-20 16:00", ["20 18:00", "20 20:00", "20 22:00", "21 22:00", "22 22:00"]),
    (Severity.SEV2, APIA, "2026-12-24 23:00", ["25 01:00", "25 03:00", "25 05:00", "26 05:00", "27 05:00"]),
    (Severity.SEV2, HOWE, "2026-10-04 01:00", ["04 03:30", "04 05:30", "04 07:30", "05 07:30", "06 07:30"]),
    # SEV3 waits for working hours: a day later, unless that is a night, a weekend or a holiday.
    (Severity.SEV3, BERLIN, "2026-11-16 12:00", ["17 12:00", "18 12:00", "19 12:00", "20 12:00", "23 09:00"]),
    (Severity.SEV3, BERLIN, "2026-11-16 20:00", ["18 09:00", "19 09:00", "20 09:00", "23 09:00", "24 09:00"]),
    (Severity.SEV3, BERLIN, "2026-11-16 03:00", ["17 09:00", "18 09:00", "19 09:00", "20 09:00", "23 09:00"]),
    (Severity.SEV3, BERLIN, "2026-11-19 17:00", ["23 09:00", "24 09:00", "25 09:00", "26 09:00", "27 09:00"]),
    (Severity.SEV3, BERLIN, "2026-11-20 10:00", ["23 09:00", "24 09:00", "25 09:00", "26 09:00", "27 09:00"]),
    (Severity.SEV3, BERLIN, "2026-12-24 10:00", ["28 09:00", "29 09:00", "30 09:00", "31 09:00", "01 09:00"]),
    # The clocks go back on Sunday the 25th, and Monday is a holiday; they go forward on Sunday the 28th of March.
    (Severity.SEV3, BERLIN, "2026-10-22 15:00", ["23 15:00", "27 09:00", "28 09:00", "29 09:00", "30 09:00"]),
    (Severity.SEV3, BERLIN, "2027-03-25 15:00", ["26 15:00", "29 09:00", "30 09:00", "31 09:00", "01 09:00"]),
    (Severity.SEV3, NEW_YORK, "2026-10-30 10:00", ["02 09:00", "03 09:00", "04 09:00", "05 09:00", "06 09:00"]),
    (Severity.SEV3, NEW_YORK, "2027-03-12 16:30", ["15 09:00", "16 09:00", "17 09:00", "18 09:00", "19 09:00"]),
    (Severity.SEV3, HOWE, "2026-10-02 16:45", ["05 09:00", "06 09:00", "07 09:00", "08 09:00", "09 09:00"]),
    (Severity.SEV3, HOWE, "2027-04-02 12:00", ["05 09:00", "06 09:00", "07 09:00", "08 09:00", "09 09:00"]),
    (Severity.SEV3, APIA, "2026-12-24 11:00", ["28 09:00", "29 09:00", "30 09:00", "31 09:00", "01 09:00"]),
    (Severity.SEV3, KOLKATA, "2026-11-18 16:59", ["19 16:59", "20 16:59", "23 09:00", "24 09:00", "25 09:00"]),
    # SEV4 after three days, three times; then daily.
    (Severity.SEV4, BERLIN, "2026-11-16 12:00", ["19 12:00", "23 09:00", "26 09:00", "27 09:00", "30 09:00"]),
    (Severity.SEV4, BERLIN, "2026-11-20 12:00", ["23 12:00", "26 12:00", "30 09:00", "01 09:00", "02 09:00"]),
    (Severity.SEV4, KOLKATA, "2026-12-22 08:00", ["28 09:00", "31 09:00", "04 09:00", "05 09:00", "06 09:00"]),
    (Severity.SEV4, NEW_YORK, "2026-10-29 12:00", ["02 09:00", "05 09:00", "09 09:00", "10 09:00", "11 09:00"]),
]


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def driven(
    one: Incident, reminders: Reminders, decided: Settings, *, zone: str, times: int
) -> list[tuple[datetime, Reason]]:
    """Let the clock run until so many reminders were sent, each the moment it is due."""
    said, now = [], one.last_activity_at
    for _ in range(times):
        coming = rules.next_reminder(one, reminders, decided, now=now, zone=zone)
        assert coming is not None
        now = coming.at
        said.append((coming.at, coming.reason))
        reminders = rules.sent(reminders, now=coming.at)
    return said


@for_each(("severity", "zone", "last", "expected"), TIMES)
def test_reminders_come_when_the_table_says(severity: Severity, zone: str, last: str, expected: list[str]) -> None:
    one = incident(severity=severity, assignee_id="U0BEN", last_activity_at=local(last, zone))

    said = driven(one, Reminders(), settings(holidays=HOLIDAYS), zone=zone, times=len(expected))

    assert [f"{at.astimezone(ZoneInfo(zone)):%d %H:%M}" for at, _ in said] == expected
    assert {reason for _, reason in said} == {Reason.SILENCE}


def test_the_table_has_every_severity_and_zone() -> None:
    assert {row[0] for row in TIMES} == set(Severity)
    assert {row[1] for row in TIMES} == {BERLIN, NEW_YORK, HOWE, APIA, KOLKATA}


# What is done about a SEV1 of 12:00, and by which reminders; the moments are minutes after 12:00.
Act = tuple[int, str]
STORIES: list[tuple[str, list[Act], list[int]]] = [
    ("nobody does anything", [], [30, 60, 90, 1530]),
    ("activity begins anew", [(20, "acts")], [50, 80, 110, 1550]),
    ("activity after the first", [(45, "acts")], [30, 75, 105, 135]),
    ("activity when it had become daily", [(100, "acts")], [30, 60, 90, 130]),
    ("a snooze comes instead", [(31, "moves 60")], [30, 91, 121, 1561]),
    ("a snooze brings the next step with it", [(31, "moves 240")], [30, 271, 301, 1741]),
    ("moved before its time", [(5, "moves 10")], [15, 45, 75, 1515]),
    ("activity after a snooze never brings it forward", [(31, "moves 60"), (40, "acts")], [30, 91, 121, 151]),
    ("activity late in a snooze puts it off", [(31, "moves 60"), (85, "acts")], [30, 115, 145, 175]),
    ("moved again", [(31, "moves 60"), (40, "moves 120")], [30, 160, 190, 1630]),
    ("a promise is due before", [(0, "promises 20")], [20, 50, 80, 1520]),
    ("a promise never puts off", [(0, "promises 45")], [30, 45, 75, 1515]),
    ("somebody else's activity keeps the promise open", [(0, "promises 20"), (10, "acts")], [20, 50, 80, 1520]),
    ("a promise kept", [(0, "promises 20"), (10, "keeps")], [40, 70, 100, 1540]),
    ("a snooze puts off no promise", [(0, "promises 20"), (10, "moves 60")], [20, 70, 100, 1540]),
    ("a snooze before the promise", [(10, "moves 60"), (15, "promises 20")], [35, 70, 100, 1540]),
    ("a snooze brings nothing before the promise", [(0, "promises 20"), (5, "moves 5")], [10, 20, 50, 1490]),
    ("a snooze to when the promise is due", [(0, "promises 20"), (10, "moves 11")], [20, 50, 80, 1520]),
    ("a promise is due right after silence", [(0, "promises 31")], [31, 61, 91, 1531]),
    ("a snooze of the missed promise", [(0, "promises 20"), (21, "moves 60")], [20, 81, 111, 1551]),
    ("a snooze as soon as it is missed", [(0, "promises 20"), (20, "moves 60")], [80, 110, 140, 1580]),
    ("two snoozes", [(0, "promises 20"), (10, "moves 60"), (21, "moves 240")], [20, 261, 291, 1731]),
    ("a snooze before and activity", [(0, "promises 20"), (10, "moves 60"), (15, "acts")], [20, 70, 100, 1540]),
    ("a snooze before and activity after", [(0, "promises 20"), (10, "moves 60"), (65, "acts")], [20, 95, 125, 155]),
    ("snoozed and promised anew", [(0, "promises 20"), (10, "moves 60"), (30, "promises 20")], [20, 50, 80, 110]),
    ("snoozed and kept", [(0, "promises 20"), (10, "moves 60"), (15, "keeps")], [70, 100, 130, 1570]),
    ("stopped before a promise", [(0, "promises 20"), (10, "stops")], []),
    ("restarted after a promise", [(0, "promises 20"), (10, "stops"), (30, "restarts")], [60, 90, 120, 1560]),
    ("restarted, then promised", [(5, "stops"), (7, "restarts"), (8, "promises 9")], [17, 47, 77, 1517]),
    ("stopped", [(40, "stops")], [30]),
    ("stopped and restarted", [(40, "stops"), (200, "restarts")], [30, 230, 260, 290]),
    ("restarted before a promise", [(0, "promises 210"), (40, "stops"), (200, "restarts")], [30, 210, 240, 270]),
    ("resolved", [(40, "resolves")], [30]),
    ("resolved and reopened", [(40, "resolves"), (100, "reopens")], [30, 130, 160, 190]),
    ("deleted", [(20, "deletes")], []),
]


def play(one: Incident, reminders: Reminders, act: str, *, now: datetime) -> tuple[Incident, Reminders]:
    """Return both after the act, as storing them makes of them."""
    verb, _, minutes = act.partition(" ")
    length = int(minutes or 0) * MINUTE
    match verb:
        case "moves":
            return one, rules.moved(reminders, now + length, now=now)
        case "stops":
            return replace(one, reminders_stopped=True), replace(reminders, moved_to=None, moved_at=None)
        case "restarts":
            return replace(one, reminders_stopped=False), rules.restarted(one, reminders, settings(), now=now)
    changes: dict[str, dict[str, Any]] = {
        "acts": {},
        "promises": {"update_due_at": now + length},
        "keeps": {"update_due_at": None},
        "resolves": {"status": Status.RESOLVED, "resolved_at": now},
        "reopens": {"status": Status.IN_PROGRESS, "resolved_at": None},
        "deletes": {"deleted_at": now, "deleted_by": "U0ANA"},
    }
    return replace(one, last_activity_at=now, **changes[verb]), replace(reminders, sent=0)


def told(acts: Sequence[Act], *, times: int) -> list[int]:
    """Let the clock run minute by minute, as people act, and return when reminders were sent."""
    one, reminders, left = incident(severity=Severity.SEV1, assignee_id="U0BEN"), Reminders(), list(acts)
    said: list[int] = []
    for minute in range(1800):
        now = NOON + minute * MINUTE
        while left and left[0][0] == minute:
            one, reminders = play(one, reminders, left.pop(0)[1], now=now)
        coming = rules.next_reminder(one, reminders, settings(), now=now, zone="UTC")
        if coming and coming.at <= now and len(said) < times:
            said.append(minute)
            reminders = rules.sent(reminders, now=now)
    return said


@for_each(("acts", "expected"), [row[1:] for row in STORIES])
def test_what_people_do_moves_reminders_as_the_table_says(acts: list[Act], expected: list[int]) -> None:
    assert told(acts, times=4) == expected


@for_each(
    ("number", "has_assignee", "expected"),
    [
        (1, True, (Where.DIRECT,)),
        (2, True, (Where.DIRECT, Where.THREAD)),
        (3, True, (Where.DIRECT, Where.THREAD, Where.CHANNEL)),
        (9, True, (Where.DIRECT, Where.THREAD, Where.CHANNEL)),
        (1, False, (Where.CHANNEL,)),
        (2, False, (Where.THREAD, Where.CHANNEL)),
        (9, False, (Where.THREAD, Where.CHANNEL)),
    ],
)
def test_the_ladder_leads_from_the_assignee_to_everybody(
    number: int, *, has_assignee: bool, expected: tuple[Where, ...]
) -> None:
    assert places(number, has_assignee=has_assignee) == expected


def test_a_promise_is_why_until_it_is_kept() -> None:
    due = NOON + 10 * MINUTE
    one = incident(severity=Severity.SEV1, update_due_at=due)

    assert driven(one, Reminders(), settings(), zone="UTC", times=2) == [
        (due, Reason.PROMISE),
        (due + 30 * MINUTE, Reason.PROMISE),
    ]


@for_each(
    ("now", "zone", "expected"),
    [
        ("2026-11-18 12:00", BERLIN, "2026-11-19 09:00"),
        ("2026-11-18 00:10", BERLIN, "2026-11-19 09:00"),
        ("2026-11-20 12:00", BERLIN, "2026-11-21 09:00"),
        ("2026-10-24 23:00", BERLIN, "2026-10-25 09:00"),
        ("2027-03-13 12:00", NEW_YORK, "2027-03-14 09:00"),
        ("2026-10-03 12:00", HOWE, "2026-10-04 09:00"),
        ("2026-12-31 23:59", APIA, "2027-01-01 09:00"),
        ("2026-11-18 23:00", KOLKATA, "2026-11-19 09:00"),
    ],
)
def test_tomorrow_morning_is_on_the_next_day_of_ones_own_calendar(now: str, zone: str, expected: str) -> None:
    assert rules.tomorrow_morning(local(now, zone), settings(), zone=zone) == local(expected, zone)


@for_each(
    ("ruled", "wanted", "snoozed", "moved"),
    [(0, 60, False, False), (120, 60, True, False), (60, 60, True, True), (61, 60, True, True), (58, 60, False, False)],
)
def test_what_is_nearly_there_need_not_be_moved(*, ruled: int, wanted: int, snoozed: bool, moved: bool) -> None:
    at = NOON + ruled * MINUTE
    coming = rules.Next(at, Reason.SILENCE, at)

    assert rules.is_there(coming, NOON + wanted * MINUTE, is_snooze=True) is snoozed
    assert rules.is_there(coming, NOON + wanted * MINUTE, is_snooze=False) is moved


MOMENTS = moments(date(2026, 9, 1), date(2027, 5, 1))
MAYBE = st.none() | MOMENTS
SEVERITIES = st.sampled_from(Severity)


@st.composite
def states(draw: st.DrawFn) -> tuple[Incident, Reminders]:
    """Draw an unresolved incident, and any state its reminders can be in."""
    moved_to = draw(MAYBE)
    one = incident(severity=draw(SEVERITIES), last_activity_at=draw(MOMENTS), update_due_at=draw(MAYBE))
    sent = draw(st.integers(0, 5))
    return one, Reminders(
        sent=sent,
        last_at=draw(MOMENTS if sent else MAYBE),
        moved_to=moved_to,
        moved_at=draw(MOMENTS) if moved_to else None,
    )


@given(states(), MOMENTS, st.sampled_from([BERLIN, NEW_YORK, HOWE, APIA, KOLKATA]))
def test_one_that_was_sent_is_followed_by_a_later_one_at_a_decent_hour(
    state: tuple[Incident, Reminders], now: datetime, zone: str
) -> None:
    """Else the clock would send the next at once, and the next."""
    one, before = state
    now = max(now, one.last_activity_at)

    coming = rules.next_reminder(one, rules.sent(before, now=now), settings(holidays=HOLIDAYS), now=now, zone=zone)

    assert coming is not None
    assert coming.at > now
    waits = one.severity in (Severity.SEV3, Severity.SEV4)
    assert not waits or is_working(coming.at, settings(holidays=HOLIDAYS), zone=zone)
    assert coming.at == coming.ruled_at or waits


@given(states(), MOMENTS, st.sampled_from([BERLIN, NEW_YORK, HOWE, APIA, KOLKATA]))
def test_one_that_is_overdue_is_sent_at_a_decent_hour_too(
    state: tuple[Incident, Reminders], now: datetime, zone: str
) -> None:
    """It was missed while nobody ran, or is overdue because settings were changed."""
    one, so_far = state

    coming = rules.next_reminder(one, so_far, settings(holidays=HOLIDAYS), now=now, zone=zone)

    assert coming is not None
    is_sent = coming.at <= now
    waits = one.severity in (Severity.SEV3, Severity.SEV4)
    assert not (is_sent and waits) or is_working(now, settings(holidays=HOLIDAYS), zone=zone)
    assert is_sent == (coming.ruled_at <= now) or waits


@given(states())
def test_nothing_brings_back_what_is_over_or_stopped(state: tuple[Incident, Reminders]) -> None:
    one, so_far = state
    resolved = replace(one, status=Status.RESOLVED, resolved_at=NOON)
    deleted = replace(one, deleted_at=NOON, deleted_by="U0ANA")

    for over in (resolved, deleted, replace(one, reminders_stopped=True)):
        assert rules.next_reminder(over, so_far, settings(), now=NOON, zone="UTC") is None
