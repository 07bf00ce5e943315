"""What is counted, as it is typed after `stats`: a time and filters; or, as a button says it, the rows of a number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.errors import Refusal
from bot.language import filters, reading
from bot.language.acts import Act
from bot.language.looking_acts import ShowRows, ShowStats
from bot.language.mentions import as_typed
from bot.language.verb import Verb
from bot.language.words import bare
from storage.records import ANY_TIME, EVERYTHING, Counted, Filter, Measure, Span, Status

_ROWS = "rows:"
_BY, _GROUPS = {"by", "per"}, {"severity", "service", "category", "person", "assignee"}
_AGAINST = {"vs", "vs.", "versus", "against", "compared"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TIMES = (datetime(1800, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))
"""Of which anything can have been counted: with nearer ends of time no calendar, zone or age can reckon."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def read(verb: Verb, rest: str) -> Act:
    """Read which time is counted and what of it, in any order."""
    first, *others = filters.words_of(rest) or [""]
    if first.startswith(_ROWS):
        return _rows(verb, first, " ".join(others))
    words = _without_groups([first, *others])
    _refuse_comparison(verb, words)
    wanted = reading.filters_of(verb, " ".join(words))
    if ANY_TIME not in (wanted.opened, wanted.resolved):
        raise verb.misused("Statistics count one time: say when they were opened, or when they were resolved.")
    return ShowStats(_counted(wanted))


def _refuse_comparison(verb: Verb, words: Sequence[str]) -> None:
    """Raise Refusal where the numbers of two things are asked for; the sides that are filters are offered."""
    said = [bare(word.lower()) for word in words]
    place = next((place for place, word in enumerate(said) if word in _AGAINST), None)
    if place is None:
        return
    behind = place + (2 if said[place + 1 : place + 2] in (["to"], ["with"]) else 1)
    sides = [" ".join(words[:place]), " ".join(words[behind:])]
    raise verb.misused(
        "One thing at a time; each number stands beside what it was in the time before.",
        offers=tuple(as_typed(f"{verb.word} {side}") for side in sides if _are_filters(side)),
    )


def _are_filters(text: str) -> bool:
    try:
        return filters.read(text) != EVERYTHING
    except Refusal:
        return False


def _without_groups(words: Sequence[str]) -> list[str]:
    """Return the words but those that ask for the groups which are shown always: `by service and severity`."""
    left: list[str] = []
    is_in_groups = False
    for place, word in enumerate(words):
        names_group = bare(word.lower()) in _GROUPS
        begins = word.lower() in _BY and bare("".join(words[place + 1 : place + 2]).lower()) in _GROUPS
        is_in_groups = begins or (is_in_groups and (names_group or word.lower() == "and"))
        if not is_in_groups:
            left.append(word)
    return left


def _counted(wanted: Filter) -> Filter:
    """Return the filter with the time of resolution as the time that is counted, of what is Resolved."""
    if wanted.resolved == ANY_TIME:
        return wanted
    return replace(wanted, statuses=(Status.RESOLVED,), opened=wanted.resolved, resolved=ANY_TIME)


def rows(counted: Counted, *, asked_at: datetime) -> str:
    """Return how the rows of a number are asked for, without their filters."""
    moments = [counted.span.begins, counted.span.ends]
    moments += [] if asked_at == counted.span.ends else [asked_at]
    return f"stats {_ROWS}{counted.measure}:{':'.join(map(_packed, moments))}"


def stats(wanted: Filter) -> str:
    """Return what is typed for the numbers of a filter, as Slack sends it."""
    return f"stats {filters.typed(wanted)}".rstrip()


def _rows(verb: Verb, token: str, rest: str) -> Act:
    try:
        measure, begins, ends, *asked = token.removeprefix(_ROWS).split(":")
        counted = Counted(Measure(measure), Span(_moment(begins), _moment(ends)))
        asked_at = _moment(*asked) if asked else counted.span.ends
    except (ValueError, OverflowError, TypeError) as error:
        raise verb.misused("These rows can't be found any more. Type the numbers again.") from error
    return ShowRows(counted, asked_at, reading.filters_of(verb, rest))


def _packed(moment: datetime) -> str:
    number = (moment - _EPOCH) // _MICROSECOND
    digits = ""
    rest = abs(number)
    while rest:
        rest, digit = divmod(rest, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return ("-" if number < 0 else "") + (digits or "0")


def _moment(packed: str) -> datetime:
    """Return the moment; raise ValueError or OverflowError for what no button says."""
    moment = _EPOCH + int(packed, len(_DIGITS)) * _MICROSECOND
    first, last = _TIMES
    if not first <= moment < last:
        raise ValueError(packed)
    return moment
