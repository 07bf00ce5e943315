"""The settings in words, as the form and the audit log have them, and back, checked."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bot.errors import Refusal
from bot.rules import durations
from storage.records import Holiday, Role, Setting, Settings, Severity

LONGEST_REMINDER = 30 * 1440
"""Minutes."""
HOLIDAYS_MAX = 3000
"""Characters: as much as one of Slack's inputs takes."""
REMINDERS = {
    Severity.SEV1: Setting.SEV1_REMINDER,
    Severity.SEV2: Setting.SEV2_REMINDER,
    Severity.SEV3: Setting.SEV3_REMINDER,
    Severity.SEV4: Setting.SEV4_REMINDER,
}
CHANNELS = (Setting.INCIDENTS_CHANNEL, Setting.DAILY_POST_CHANNEL)
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}")
_DAY = re.compile(r"[1-7]")

Words = dict[Setting, str]


def words(settings: Settings) -> Words:
    """Return each setting in words; what is not set is empty."""
    return {
        Setting.INCIDENTS_CHANNEL: settings.incidents_channel or "",
        **{REMINDERS[severity]: durations.in_short(settings.reminder_minutes[severity]) for severity in Severity},
        Setting.WORK_STARTS: f"{settings.work_starts:%H:%M}",
        Setting.WORK_ENDS: f"{settings.work_ends:%H:%M}",
        Setting.WORK_DAYS: ",".join(map(str, settings.work_days)),
        Setting.TIME_ZONE: settings.time_zone,
        Setting.HOLIDAYS: "\n".join(f"{one.day} {one.name}".rstrip() for one in settings.holidays),
        Setting.DAILY_POST_CHANNEL: settings.daily_post_channel or "",
        Setting.DAILY_POST_TIME: f"{settings.daily_post_time:%H:%M}",
        Setting.DAILY_POST_DAYS: ",".join(map(str, settings.daily_post_days)),
        Setting.DEFAULT_ROLE: settings.default_role,
    }


def read(said: Mapping[Setting, str]) -> Settings:
    """Return the settings these words mean; raise Refusal with what is wrong under each field."""
    found: dict[Setting, Any] = {}
    wrong: dict[str, str] = {}
    for setting, read_one in _READ.items():
        try:
            found[setting] = read_one(said.get(setting, ""))
        except ValueError as error:
            wrong[setting] = str(error)
    if found.get(Setting.WORK_STARTS, time.min) >= found.get(Setting.WORK_ENDS, time.max):
        wrong[Setting.WORK_ENDS] = "Working hours end after they begin, on the same day."
    if wrong:
        raise Refusal(" ".join(wrong.values()), fields=wrong)
    return Settings(
        incidents_channel=found[Setting.INCIDENTS_CHANNEL],
        reminder_minutes={severity: found[setting] for severity, setting in REMINDERS.items()},
        work_starts=found[Setting.WORK_STARTS],
        work_ends=found[Setting.WORK_ENDS],
        work_days=found[Setting.WORK_DAYS],
        time_zone=found[Setting.TIME_ZONE],
        holidays=found[Setting.HOLIDAYS],
        daily_post_channel=found[Setting.DAILY_POST_CHANNEL],
        daily_post_time=found[Setting.DAILY_POST_TIME],
        daily_post_days=found[Setting.DAILY_POST_DAYS],
        default_role=found[Setting.DEFAULT_ROLE],
    )


def merge(said: Words, *, shown: Words, present: Words) -> tuple[Words, frozenset[Setting]]:
    """Return what the form's reader themselves wants changed, and which of it another admin has changed as well.

    A form brings back every field; one that says what it showed was not touched. Holidays are merged day by day.
    """
    holidays, is_day_contested = _merged_days(
        said[Setting.HOLIDAYS], shown[Setting.HOLIDAYS], present[Setting.HOLIDAYS]
    )
    said = {**said, Setting.HOLIDAYS: holidays}
    wanted = {one: words for one, words in said.items() if words not in (shown[one], present[one])}
    contested = {
        one for one in wanted if shown[one] != present[one] and (one is not Setting.HOLIDAYS or is_day_contested)
    }
    return wanted, frozenset(contested)


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones, in the order of the alphabet."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


def _merged_days(said: str, shown: str, present: str) -> tuple[str, bool]:
    """Return the days there are now with what was changed since they were shown, and whether others changed the same.

    Where they did, a day is what is said now: no day is there twice.
    """
    ours, base, theirs = (
        {line.partition(" ")[0]: line for line in text.splitlines()} for text in (said, shown, present)
    )
    changed = {day: ours.get(day, "") for day in {*ours, *base} if ours.get(day) != base.get(day)}
    is_contested = any(theirs.get(day, "") not in (base.get(day, ""), line) for day, line in changed.items())
    merged = {**theirs, **changed}
    return "\n".join(line for _, line in sorted(merged.items()) if line), is_contested


def _channel(text: str) -> str | None:
    if text and not _CHANNEL.fullmatch(text):
        raise ValueError("Choose a channel.")
    return text or None


def _reminder(text: str) -> int:
    minutes = durations.minutes(text)
    if minutes is None:
        raise ValueError(f"“{text.strip()[:40]}” is no length of time. Write minutes, hours or days: 30m, 2h, 1d.")
    if not 0 < minutes <= LONGEST_REMINDER:
        raise ValueError("A reminder comes after one minute (1m) at the earliest, and 30 days (30d) at the latest.")
    return minutes


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text[:5])
    except ValueError as error:
        raise ValueError("Choose a time of day, such as 09:00.") from error


def _days(text: str) -> tuple[int, ...]:
    named = [part for part in text.split(",") if part]
    if not all(map(_DAY.fullmatch, named)):
        raise ValueError("Choose days of the week.")
    return tuple(sorted({int(day) for day in named}))


def _working_days(text: str) -> tuple[int, ...]:
    if not (days := _days(text)):
        raise ValueError("Choose at least one working day.")
    return days


def _zone(text: str) -> str:
    if text not in zones():
        raise ValueError("Choose a time zone, such as Europe/Berlin.")
    return text


def _role(text: str) -> Role:
    if text not in set(Role):
        raise ValueError("Choose a role.")
    return Role(text)


def _holidays(text: str) -> tuple[Holiday, ...]:
    if len(text) > HOLIDAYS_MAX:
        raise ValueError(f"Holidays take at most {HOLIDAYS_MAX:,} characters; these have {len(text):,}.")
    lines = enumerate(text.splitlines(), start=1)
    found = [_holiday(number, line) for number, line in lines if line.strip()]
    _require_once(one.day for one in found)
    return tuple(sorted(found, key=lambda one: one.day))


def _holiday(number: int, line: str) -> Holiday:
    day, _, name = " ".join(line.split()).partition(" ")
    try:
        return Holiday(day=date.fromisoformat(day), name=name)
    except ValueError as error:
        problem = f"Line {number}, “{line.strip()[:40]}”, does not begin with a date."
        raise ValueError(f"{problem} Write one holiday a line: 2026-12-25 Christmas.") from error


def _require_once(days: Iterable[date]) -> None:
    seen: set[date] = set()
    for day in days:
        if day in seen:
            raise ValueError(f"{day} is there twice.")
        seen.add(day)


_READ: dict[Setting, Callable[[str], object]] = {
    Setting.INCIDENTS_CHANNEL: _channel,
    **dict.fromkeys(REMINDERS.values(), _reminder),
    Setting.WORK_STARTS: _time,
    Setting.WORK_ENDS: _time,
    Setting.WORK_DAYS: _working_days,
    Setting.TIME_ZONE: _zone,
    Setting.HOLIDAYS: _holidays,
    Setting.DAILY_POST_CHANNEL: _channel,
    Setting.DAILY_POST_TIME: _time,
    Setting.DAILY_POST_DAYS: _days,
    Setting.DEFAULT_ROLE: _role,
}
