"""The settings by the names people know, what was changed in them, and who may change them."""

from collections.abc import Callable, Mapping, Sequence

from bot.rules.settings import CHANNELS
from bot.views.blocks import Message, message
from bot.views.text import escape, person
from storage.records import AuditEntry, Person, Setting

LABELS = {
    Setting.INCIDENTS_CHANNEL: "Incidents channel",
    Setting.SEV1_REMINDER: "Remind about SEV1 after",
    Setting.SEV2_REMINDER: "Remind about SEV2 after",
    Setting.SEV3_REMINDER: "Remind about SEV3 after",
    Setting.SEV4_REMINDER: "Remind about SEV4 after",
    Setting.WORK_STARTS: "Working hours begin",
    Setting.WORK_ENDS: "Working hours end",
    Setting.WORK_DAYS: "Working days",
    Setting.TIME_ZONE: "Time zone",
    Setting.HOLIDAYS: "Holidays",
    Setting.DAILY_POST_CHANNEL: "Daily post channel",
    Setting.DAILY_POST_TIME: "Daily post time",
    Setting.DAILY_POST_DAYS: "Daily post days",
    Setting.DEFAULT_ROLE: "Default role",
}
DAYS = {
    "1": "Monday",
    "2": "Tuesday",
    "3": "Wednesday",
    "4": "Thursday",
    "5": "Friday",
    "6": "Saturday",
    "7": "Sunday",
}
_HOLIDAYS_BUDGET = 100


def phrase(entry: AuditEntry) -> str:
    """Return what changed in a setting: `Remind about SEV1 after: 30m → 1h`."""
    setting = Setting(entry.subject)
    show = _SHOWN.get(setting, escape)
    return f"{LABELS[setting]}: {show(entry.old or '') or 'none'} → {show(entry.new or '') or 'none'}"


def saved(entries: Sequence[AuditEntry], *, bot_user_id: str) -> Message:
    """Say what was changed, and what a new channel needs."""
    if not entries:
        return message("Nothing to change: the settings are so already.")
    lines = [f"{phrase(entry)}." for entry in entries]
    if any(entry.new for entry in entries if entry.subject in CHANNELS):
        lines.append(f"A public channel I join by myself; into a private one, `/invite` {person(bot_user_id)}.")
    if any(entry.subject == Setting.INCIDENTS_CHANNEL for entry in entries):
        lines.append("New cards go there; those that are posted stay where they are.")
    return message("Saved the settings. " + "\n".join(lines))


def only_for_admins(admins: Sequence[Person]) -> Message:
    """Say who may change the settings and see what was changed."""
    if not admins:
        return message("Only admins change the settings: ask an owner or admin of this Slack workspace.")
    return message(f"Only admins change the settings: ask {', '.join(person(admin.id) for admin in admins)}.")


def _channel(channel: str) -> str:
    return f"<#{channel}>" if channel else ""


def _days(numbers: str) -> str:
    return ", ".join(DAYS[number][:3] for number in numbers.split(",") if number)


def _holidays(lines: str) -> str:
    return escape("; ".join(lines.splitlines()), limit=_HOLIDAYS_BUDGET)


_SHOWN: Mapping[Setting, Callable[[str], str]] = {
    **dict.fromkeys(CHANNELS, _channel),
    Setting.WORK_DAYS: _days,
    Setting.DAILY_POST_DAYS: _days,
    Setting.HOLIDAYS: _holidays,
}
