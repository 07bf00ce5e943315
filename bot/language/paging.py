"""What the buttons below a page of incidents carry: what is listed, from where, and when it was asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.errors import Refusal
from bot.language import counting, filters, grammar
from bot.language.looking_acts import ListIncidents, SearchIncidents, ShowRows, Turn
from bot.language.mentions import as_typed
from storage.records import Filter, Position

Listing = ListIncidents | SearchIncidents | ShowRows
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def command(listing: Listing) -> str:
    """Return what is typed for the same list from its beginning, as Slack sends it.

    The words come last: a quote that stands in one of them, and closes nothing, opens nothing either.
    """
    words = as_typed(" ".join(listing.words)) if isinstance(listing, SearchIncidents) else ""
    verb = "search" if isinstance(listing, SearchIncidents) else "list"
    if isinstance(listing, ShowRows):
        verb = counting.rows(listing.counted, asked_at=listing.asked_at)
    return " ".join(part for part in (verb, filters.typed(listing.wanted), words) if part)


def with_filter(listing: Listing) -> Callable[[Filter], str]:
    """Return what writes the command for the same with another filter."""
    return lambda wanted: command(replace(listing, wanted=wanted))


def carried(listing: Listing, place: Position, *, asked_at: datetime) -> str:
    """Return the value of a button to the page beside the place."""
    numbers = (_in_microseconds(asked_at), place.rank, _in_microseconds(place.at), place.id)
    return " ".join([*map(str, numbers), command(listing)])


def turned(value: str, *, is_back: bool) -> Listing:
    """Read what a button carries; raise Refusal for anything else."""
    try:
        asked_at, rank, at, id_, typed = value.split(" ", 4)
        place = Position(int(rank), _EPOCH + int(at) * _MICROSECOND, int(id_))
        turn = Turn(place, is_back=is_back, asked_at=_EPOCH + int(asked_at) * _MICROSECOND)
    except (ValueError, OverflowError) as error:
        raise Refusal("That page can't be turned to any more. Type the list again.") from error
    listing = grammar.parse(typed)
    if not isinstance(listing, Listing):
        raise Refusal("That page can't be turned to any more. Type the list again.")
    return replace(listing, turn=turn)


def _in_microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
