"""Settings in words and back, checked, and merged with what another admin did meanwhile."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.rules import settings as rules
from storage.records import Holiday, Role, Setting, Settings, Severity
from tests.bot.views.hostile import heavy, names
from tests.drawing import some_of
from tests.tables import for_each

DEFAULT = Settings(
    incidents_channel=None,
    reminder_minutes=dict(zip(Severity, (30, 120, 1440, 4320), strict=True)),
    work_starts=time(9),
    work_ends=time(17),
    work_days=(1, 2, 3, 4, 5),
    time_zone="UTC",
    holidays=(),
    daily_post_channel=None,
    daily_post_time=time(9),
    daily_post_days=(1, 2, 3, 4, 5),
    default_role=Role.RESPONDER,
)
WORDS = {
    Setting.INCIDENTS_CHANNEL: "",
    Setting.SEV1_REMINDER: "30m",
    Setting.SEV2_REMINDER: "2h",
    Setting.SEV3_REMINDER: "1d",
    Setting.SEV4_REMINDER: "3d",
    Setting.WORK_STARTS: "09:00",
    Setting.WORK_ENDS: "17:00",
    Setting.WORK_DAYS: "1,2,3,4,5",
    Setting.TIME_ZONE: "UTC",
    Setting.HOLIDAYS: "",
    Setting.DAILY_POST_CHANNEL: "",
    Setting.DAILY_POST_TIME: "09:00",
    Setting.DAILY_POST_DAYS: "1,2,3,4,5",
    Setting.DEFAULT_ROLE: "responder",
}
TIMES = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(*divmod(minutes, 60)))
DAYS = some_of(range(1, 8))
CHANNELS = st.none() | st.sampled_from(["C0INCIDENTS", "G0OLD"])


@st.composite
def settings(draw: st.DrawFn) -> Settings:
    """Draw settings as they are stored."""
    starts, ends = sorted(draw(st.sets(TIMES, min_size=2, max_size=2)))
    days = sorted(draw(st.sets(st.dates(), max_size=3)))
    return Settings(
        incidents_channel=draw(CHANNELS),
        reminder_minutes={severity: draw(st.integers(1, 43_200)) for severity in Severity},
        work_starts=starts,
        work_ends=ends,
        work_days=draw(DAYS.filter(bool)),
        time_zone=draw(st.sampled_from(rules.zones())),
        holidays=tuple(Holiday(day=day, name=draw(st.just("") | names())) for day in days),
        daily_post_channel=draw(CHANNELS),
        daily_post_time=draw(TIMES),
        daily_post_days=draw(DAYS),
        default_role=draw(st.sampled_from(Role)),
    )


def test_these_are_the_words_of_a_new_workspace() -> None:
    assert rules.words(DEFAULT) == WORDS
    assert rules.read(WORDS) == DEFAULT
    assert set(WORDS) == set(Setting)


@run(heavy, max_examples=25)
@given(settings())
def test_words_mean_what_they_were_made_of(any_settings: Settings) -> None:
    assert rules.read(rules.words(any_settings)) == any_settings


@for_each(
    ("typed", "kept"),
    [
        ("2026-12-25 Christmas", [("2026-12-25", "Christmas")]),
        ("  2026-12-25   Christmas   Day \n\n", [("2026-12-25", "Christmas Day")]),
        ("2026-12-25", [("2026-12-25", "")]),
        ("2027-01-01 New Year\n2026-12-25 Christmas", [("2026-12-25", "Christmas"), ("2027-01-01", "New Year")]),
        ("2028-02-29 Leap day", [("2028-02-29", "Leap day")]),
    ],
)
def test_holidays_are_read_line_by_line(typed: str, kept: list[tuple[str, str]]) -> None:
    read = rules.read({**WORDS, Setting.HOLIDAYS: typed})

    assert [(str(one.day), one.name) for one in read.holidays] == kept


WRONG = [
    (Setting.INCIDENTS_CHANNEL, "D0ANA", "Choose a channel."),
    (Setting.INCIDENTS_CHANNEL, "C0> <!channel", "Choose a channel."),
    (Setting.DAILY_POST_CHANNEL, "C" * 40, "Choose a channel."),
    (Setting.SEV1_REMINDER, "", "“” is no length of time."),
    (Setting.SEV2_REMINDER, "now", "“now” is no length of time. Write minutes, hours or days: 30m, 2h, 1d."),
    (Setting.SEV3_REMINDER, "0h", "A reminder comes after one minute (1m) at the earliest"),
    (Setting.SEV4_REMINDER, "30d 1m", "and 30 days (30d) at the latest."),
    (Setting.WORK_STARTS, "", "Choose a time of day, such as 09:00."),
    (Setting.WORK_STARTS, "25:00", "Choose a time of day"),
    (Setting.WORK_ENDS, "09:00", "Working hours end after they begin, on the same day."),
    (Setting.WORK_ENDS, "08:00", "Working hours end after they begin, on the same day."),
    (Setting.WORK_DAYS, "", "Choose at least one working day."),
    (Setting.WORK_DAYS, "8", "Choose days of the week."),
    (Setting.TIME_ZONE, "Mars/Olympus", "Choose a time zone, such as Europe/Berlin."),
    (Setting.TIME_ZONE, "", "Choose a time zone"),
    (Setting.HOLIDAYS, "Christmas", "Line 1, “Christmas”, does not begin with a date. Write one holiday a line"),
    (Setting.HOLIDAYS, "2026-12-25 A\n\n25.12. B", "Line 3, “25.12. B”, does not begin with a date."),
    (Setting.HOLIDAYS, "2026-12-25 A\n2026-12-25", "2026-12-25 is there twice."),
    (Setting.HOLIDAYS, "2026-12-25 " + "x" * 3000, "Holidays take at most 3,000 characters; these have 3,011."),
    (Setting.DAILY_POST_TIME, "noon", "Choose a time of day"),
    (Setting.DAILY_POST_DAYS, "0", "Choose days of the week."),
    (Setting.DEFAULT_ROLE, "boss", "Choose a role."),
]


@for_each(("setting", "typed", "said"), WRONG)
def test_what_is_wrong_is_refused_under_its_field(setting: Setting, typed: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.read({**WORDS, setting: typed})

    assert said in str(refused.value)
    assert list(refused.value.fields) == [setting]


def test_all_that_is_wrong_is_refused_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        rules.read({**WORDS, Setting.WORK_ENDS: "08:00", Setting.SEV2_REMINDER: "now", Setting.HOLIDAYS: "Christmas"})

    assert set(refused.value.fields) == {Setting.WORK_ENDS, Setting.SEV2_REMINDER, Setting.HOLIDAYS}
    assert all(words in str(refused.value) for words in refused.value.fields.values())


SEV1, SEV2, HOLIDAYS = Setting.SEV1_REMINDER, Setting.SEV2_REMINDER, Setting.HOLIDAYS
A, B, C = "2026-12-24 A", "2026-12-25 B", "2026-12-26 C"


@for_each(
    ("said", "present", "wanted", "contested"),
    [
        ({}, {}, {}, set()),
        ({SEV1: "10m"}, {}, {SEV1: "10m"}, set()),
        ({}, {SEV1: "10m"}, {}, set()),
        ({SEV1: "10m"}, {SEV1: "10m"}, {}, set()),
        ({SEV1: "10m"}, {SEV2: "3h"}, {SEV1: "10m"}, set()),
        ({SEV1: "10m"}, {SEV1: "20m"}, {SEV1: "10m"}, {SEV1}),
        ({SEV1: "10m", SEV2: "3h"}, {SEV1: "20m"}, {SEV1: "10m", SEV2: "3h"}, {SEV1}),
        ({HOLIDAYS: f"{A}\n{B}"}, {HOLIDAYS: f"{A}\n{C}"}, {HOLIDAYS: f"{A}\n{B}\n{C}"}, set()),
        ({HOLIDAYS: ""}, {HOLIDAYS: f"{A}\n{C}"}, {HOLIDAYS: C}, set()),
        ({HOLIDAYS: f"{A}\n{B}"}, {HOLIDAYS: ""}, {HOLIDAYS: B}, set()),
        ({HOLIDAYS: ""}, {HOLIDAYS: ""}, {}, set()),
    ],
)
def test_a_form_changes_what_its_reader_touched_and_says_what_is_contested(
    said: dict[Setting, str], present: dict[Setting, str], wanted: dict[Setting, str], contested: set[Setting]
) -> None:
    shown = {**WORDS, HOLIDAYS: A}

    merged, in_dispute = rules.merge({**shown, **said}, shown=shown, present={**shown, **present})

    assert (merged, set(in_dispute)) == (wanted, contested)


def test_zones_are_those_people_know() -> None:
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= set(rules.zones())
    assert list(rules.zones()) == sorted(rules.zones())
    assert max(map(len, rules.zones())) <= 75


def test_a_holiday_of_any_day_is_a_date() -> None:
    assert rules.read({**WORDS, HOLIDAYS: B}).holidays == (Holiday(day=date(2026, 12, 25), name="B"),)
