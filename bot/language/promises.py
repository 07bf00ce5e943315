"""When the next update comes: at the edge of a comment, where it is promised, or in words that stand for a verb."""

import re
from datetime import timedelta

from bot.errors import Refusal
from bot.language.mentions import mark, plain
from bot.language.values import first_word, number_of, plain_word
from bot.rules import durations, texts
from bot.rules.names import COMMAND
from bot.rules.settings import LONGEST_REMINDER

_AT_END = re.compile(r"(?P<rest>(?:.*\s)?)\(?due:(?P<length>[^.!,;)]+)[\s.!,;)]*", re.IGNORECASE | re.DOTALL)
_AT_BEGIN = re.compile(r"\s*due:(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_BEGIN = {"next", "promise", "update"}
_IS_SHORT = re.compile(
    r"(?:next\s+update|promise)(?:\s+[a-z]+)?\s+#?\d.*|update\s+#?\d+\s+\d+\s*[mhd]\w*", re.IGNORECASE
)
"""`next update 42 30m`: with a number, and no word that leads to the time."""
_LEADS_TO_TIME = re.compile(r"\b(?:in|at|by|due|before)\b", re.IGNORECASE)
_LEADS_TO_LENGTH = re.compile(
    r"(?:^|\b(?:update|write\s+again|report\s+back)\b.{0,40}?\b)(?:in|due(?:\s+in)?)\s+(?:about\s+)?|\bdue:",
    re.IGNORECASE,
)


def apart(text: str) -> tuple[str, timedelta | None]:
    """Return the comment without the `due:30m` at one of its edges, and the length; what cannot be one is text."""
    if (end := _AT_END.fullmatch(text)) and (minutes := _promisable(durations.minutes(end["length"]))):
        return end["rest"].strip(), timedelta(minutes=minutes)
    if begin := _AT_BEGIN.fullmatch(text):
        length, rest = durations.leading(begin["rest"])
        if minutes := _promisable(length):
            return rest.lstrip(" ,").strip(), timedelta(minutes=minutes)
    return text, None


def meant(number: int, comment: str) -> str | None:
    """Return the command for what a comment may be meant to promise, that of the form where it says no length."""
    if not texts.speaks_of_next_update(comment):
        return None
    leads = _LEADS_TO_LENGTH.search(comment)
    return _command(number, comment[leads.end() :] if leads else "")


def is_one(text: str) -> bool:
    """Tell whether what Slack sent says when the next update comes, and begins with it."""
    said = plain(mark(text))
    begins = plain_word(first_word(said)[0]) in _BEGIN
    return begins and (texts.says_when_update_is_due(said) or _IS_SHORT.fullmatch(said) is not None)


def refused(text: str, *, number: int | None = None) -> Refusal:
    """Return the refusal of a promise in words, which offers to make it, or the form for it.

    The incident it names comes before the number.
    """
    named = next(filter(None, map(number_of, _LEADS_TO_TIME.split(text, maxsplit=1)[0].split())), None)
    about = named or number
    word = plain_word(first_word(text)[0])
    promise = "comment" if about is None else _command(about, _length_in(_behind(named, text)))
    does = f"`{COMMAND} {promise}` promises it."
    opens = f"The form of `{COMMAND} {promise}` promises the next update."
    return Refusal(f"There is no verb “{word}”.", hint=does if "due:" in promise else opens, offers=(promise,))


def _behind(named: int | None, text: str) -> str:
    return text if named is None else re.split(rf"(?<!\w){named}(?!\w)", text, maxsplit=1)[-1].strip()


def _length_in(text: str) -> str:
    """Return what follows the words that lead to a length; all of it where there are none."""
    leads = _LEADS_TO_LENGTH.search(text)
    return text[leads.end() :] if leads else text


def _command(number: int, length: str) -> str:
    """Return what promises the update after the length the text begins with; with none, what opens the form."""
    minutes = _promisable(durations.leading(length)[0])
    due = f" due:{durations.in_short(minutes).replace(' ', '')}" if minutes else ""
    return f"comment {number}{due}"


def _promisable(minutes: int | None) -> int | None:
    return minutes if minutes and minutes <= LONGEST_REMINDER else None
