"""Lengths of time as people type them: `30m`, `2h`, `half an hour`, `1h 30m`."""

import re

_MINUTES = {"m": 1, "h": 60, "d": 1440}
_PART = r"(\d{1,6}|(?:half\s+)?an?(?=\s))\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?)"
_ALL = re.compile(rf"(?:{_PART}\s*(?:,\s*)?)+", re.IGNORECASE)
_EACH = re.compile(rf"{_PART}(?![a-z])", re.IGNORECASE)
_LEADING = re.compile(rf"(?:{_PART}(?![a-z])\s*(?:,\s*)?)*{_PART}(?!\w)", re.IGNORECASE)


def minutes(text: str) -> int | None:
    """Return how many minutes are meant, None for what is no length of time."""
    if not _ALL.fullmatch(text.strip()):
        return None
    return int(sum(_count(number.lower()) * _MINUTES[unit[0].lower()] for number, unit in _EACH.findall(text)))


def leading(text: str) -> tuple[int | None, str]:
    """Return how many minutes the length of time means that the text begins with, if it does, and what follows it."""
    found = _LEADING.match(text.lstrip())
    return (minutes(found.group()), text.lstrip()[found.end() :]) if found else (None, text)


def _count(number: str) -> float:
    if number.isdigit():
        return int(number)
    return 0.5 if number.startswith("half") else 1


def in_short(minutes: int) -> str:
    """Return minutes as they can be typed: `1d 2h`."""
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    return " ".join(f"{number}{unit}" for number, unit in ((days, "d"), (hours, "h"), (rest, "m")) if number) or "0m"
