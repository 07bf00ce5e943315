"""What follows `settings`: nothing, or `log` with the way to a page of it."""

from bot.language import values
from bot.language.acts import Act
from bot.language.mentions import plain
from bot.language.verb import Verb
from bot.language.workspace_acts import ShowAuditLog, ShowSettings


def read(verb: Verb, rest: str) -> Act:
    """Open the settings, or show what admins did."""
    word, more = values.first_word(rest)
    if not word:
        return ShowSettings()
    if word.lower() != "log":
        raise verb.misused(f"`{verb.word}` does not understand “{plain(rest)[:80]}”.", offers=("settings",))
    return _log(verb, more)


def _log(verb: Verb, rest: str) -> Act:
    """Read what *Next* and *Previous* say."""
    direction, place = values.first_word(rest)
    entry = values.number_of(place)
    if not direction:
        return ShowAuditLog()
    if entry is None or direction.lower() not in ("before", "after"):
        raise verb.misused(f"`{verb.word} log` does not understand “{plain(rest)[:80]}”.", offers=("settings log",))
    return ShowAuditLog(before=entry) if direction.lower() == "before" else ShowAuditLog(after=entry)
