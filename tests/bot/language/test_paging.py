"""What the buttons below a list carry: read again it is the same list, whatever was typed; anything else is refused."""

from datetime import date, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language import filters, paging
from bot.language.grammar import parse
from bot.language.looking_acts import ListIncidents, SearchIncidents, Turn
from bot.language.paging import Listing
from bot.views.blocks import VALUE_MAX
from storage.records import Filter, Position
from tests.bot.language.filters.test_any_filter import any_filter
from tests.bot.language.typed import ANYTHING, TYPED, escaped
from tests.drawing import moments
from tests.making import NOON
from tests.tables import for_each

MOMENTS = moments(date(1970, 1, 1), date(2999, 1, 1))
PLACES = st.builds(Position, st.integers(-10, 10_000), MOMENTS, st.integers(1, 2**63 - 1))


def listing(typed: str) -> Listing | None:
    """Return what is listed, None for what is refused or asks for more."""
    try:
        act = parse(typed)
    except Refusal:
        return None
    return act if isinstance(act, ListIncidents | SearchIncidents) else None


@settings(deadline=None)
@given(
    typed=st.builds("{} {}".format, st.sampled_from(["list", "mine", "search"]), TYPED | ANYTHING.map(escaped)),
    place=PLACES,
    asked_at=MOMENTS,
    is_back=st.booleans(),
)
def test_what_was_typed_is_carried_whole(typed: str, place: Position, asked_at: datetime, *, is_back: bool) -> None:
    found = listing(typed)
    assume(found is not None)
    assert found

    value = paging.carried(found, place, asked_at=asked_at)

    assert len(value) <= VALUE_MAX
    turned = paging.turned(value, is_back=is_back)
    assert turned.turn == Turn(place, is_back, asked_at)
    assert paging.command(turned) == paging.command(found)
    assert (turned.wanted, getattr(turned, "words", ())) == (found.wanted, getattr(found, "words", ()))


@settings(deadline=None, max_examples=50)
@given(wanted=any_filter(), words=st.lists(st.text("<&>'x", min_size=1, max_size=60), max_size=40))
def test_the_longest_is_carried_too(wanted: Filter, words: list[str]) -> None:
    found = listing(f"search {escaped(' '.join(words))} {filters.typed(wanted)}")

    if found:
        assert len(paging.carried(found, Position(10**6, NOON, 2**63), asked_at=NOON)) <= VALUE_MAX


@for_each(
    "value",
    [
        *("", "1", "1 2 3", "1 2 3 4", "a b c d list", f"{10**30} 2 3 4 list"),
        *("1 2 3 4 take 42", "1 2 3 4 banana", "1 2 3 4 new x", "1 2 3 4 search"),
    ],
)
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(Refusal):
        paging.turned(value, is_back=False)
