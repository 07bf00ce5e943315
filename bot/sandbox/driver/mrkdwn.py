"""Slack's text as a person reads it: names for ids, dates in their zone, no markup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_TAG = re.compile(r"<([^<>]+)>")
_MARKS = [
    re.compile(rf"(?<![\w{sign}]){sign}(?![\s\u200b])(.+?)(?<![\s\u200b]){sign}(?![\w{sign}])")
    for sign in (r"\*", "_", "~", "`")
]
_TOKEN = re.compile(r"\{(\w+)\}")
_BROADCASTS = {"!here": "@here", "!channel": "@channel", "!everyone": "@everyone"}
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the names they know by id, their time zone, and the time it is."""

    names: Mapping[str, str]
    zone: ZoneInfo
    now: datetime

    def reads(self, text: str) -> str:
        """mrkdwn as it looks."""
        shown = _TAG.sub(lambda found: self._tag(found.group(1)), text)
        for marks in _MARKS:
            shown = marks.sub(r"\1", shown)
        return unescaped(shown)

    def _tag(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        if target.startswith("!date^"):
            return self._date(target, label)
        if target.startswith(("@", "#")):
            return f"{target[0]}{label or self.names.get(target[1:], target[1:])}"
        if target.startswith("!"):
            return _BROADCASTS.get(target, label or target)
        return label or target.removeprefix("mailto:")

    def _date(self, target: str, fallback: str) -> str:
        try:
            _, seconds, pattern, *_ = target.split("^")
            at = datetime.fromtimestamp(int(seconds), tz=UTC).astimezone(self.zone)
        except (ValueError, OverflowError, OSError):
            return fallback
        return _TOKEN.sub(lambda found: self._date_part(found.group(1), at), pattern)

    def _date_part(self, name: str, at: datetime) -> str:
        if name == "ago":
            return _ago(self.now - at)
        nearby = {0: "today", -1: "yesterday", 1: "tomorrow"}.get(
            (at.date() - self.now.astimezone(self.zone).date()).days
        )
        if name.endswith("_pretty") and nearby:
            return nearby
        return _written(name.removesuffix("_pretty"), at)


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _written(name: str, at: datetime) -> str:
    forms = {
        "date_num": f"{at:%Y-%m-%d}",
        "date": f"{at:%B} {at.day}, {at.year}",
        "date_short": f"{at:%b} {at.day}, {at.year}",
        "date_long": f"{at:%A}, {at:%B} {at.day}, {at.year}",
        "time": f"{at:%H:%M}",
        "time_secs": f"{at:%H:%M:%S}",
    }
    return forms.get(name, f"{{{name}}}")


def _ago(since: timedelta) -> str:
    seconds = int(since.total_seconds())
    for size, unit in _UNITS:
        count = abs(seconds) // size
        if count:
            words = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now"
