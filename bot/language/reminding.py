"""What follows `remind`: a number, and what is to become of its next reminder."""

import re
from difflib import get_close_matches

from bot.errors import Refusal
from bot.language import reading, values
from bot.language.acts import Act
from bot.language.mentions import plain
from bot.language.reminding_acts import MoveReminder, RestartReminders, ShowReminder, StopReminders
from bot.language.verb import Verb
from bot.rules import durations
from bot.rules.names import COMMAND
from bot.rules.settings import LONGEST_REMINDER

_LEADING = {"me", "again"}
"""Words before the number that say nothing of it, beside those that lead to any."""
_NUMBER_LAST = re.compile(r"(\D.*)\s(?:about|of|on)\s+(#?\d+)", re.IGNORECASE | re.DOTALL)
_STOPS = {"off", "stop", "never"}
_RESTARTS = {"on", "start", "restart"}
_SNOOZES = {"snooze", "for"}
_FILLERS = {"in", "to", "till", "until", "again", "me"}
_TOMORROW = {"tomorrow", "tomorrow morning"}
_WORDS = sorted({*_STOPS, *_RESTARTS, *_TOMORROW, "why"})


def read(verb: Verb, rest: str) -> Act:
    """Read which incident is meant and what is to become of its next reminder; bare, let the incident be picked."""
    said = values.behind(_LEADING, rest)
    last = _NUMBER_LAST.fullmatch(said)
    return reading.on_incident(_read, takes_text=True)(verb, f"{last.group(2)} {last.group(1)}" if last else said)


def _read(verb: Verb, number: int, more: str) -> Act:
    """Read what is to become of the next reminder; nothing shows it."""
    words = plain(more).lower().split()
    said = " ".join(words)
    if said in _STOPS:
        return StopReminders(number)
    if said in _RESTARTS:
        return RestartReminders(number)
    if said.rstrip("?") in ("", "why"):
        return ShowReminder(number, explains=bool(said))
    return _move(verb, number, words)


def _move(verb: Verb, number: int, words: list[str]) -> Act:
    is_snooze = words[0] in _SNOOZES
    first = next((place for place, word in enumerate(words) if word not in _SNOOZES | _FILLERS), len(words))
    length = " ".join(words[first:])
    if length in _TOMORROW:
        return MoveReminder(number, None, is_snooze=is_snooze)
    minutes = durations.minutes(length)
    if minutes is None:
        raise _no_length(verb, number, words, first)
    if not 0 < minutes <= LONGEST_REMINDER:
        raise verb.misused(
            f"“{length[:40]}” is too soon or too late: "
            "a reminder comes after a minute (1m) at least, 30 days (30d) at most."
        )
    return MoveReminder(number, minutes, is_snooze=is_snooze)


def _no_length(verb: Verb, number: int, words: list[str], first: int) -> Refusal:
    """Return the refusal of what stands from the `first` of the words on; it offers what that may be a slip for."""
    said = (" ".join(words[first:]), *words[first : first + 1])
    near = [each for one in said for each in get_close_matches(one, _WORDS, n=1, cutoff=0.8)][:1]
    meant = [" ".join((verb.word, str(number), *words[:first], each)) for each in near]
    problem = (
        f"“{' '.join(words)[:40]}” is no length of time. "
        "Write `30m`, `2h`, `1d` or `tomorrow`, or `off`, `on` or `why`."
    )
    guesses = tuple(f"`{COMMAND} {each}`" for each in meant)
    return verb.misused(Refusal(problem, guesses=guesses, offers=tuple(meant)))
