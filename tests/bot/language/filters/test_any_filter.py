"""Whatever filter there is can be written and read again; whatever is typed is a filter or a refusal."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language import filters
from bot.language.mentions import as_typed, clean, mark
from bot.rules import texts
from storage.records import ANY_TIME, ME, Day, Filter, Period, Priority, Severity, Sort, Status
from tests.bot.language.typed import TYPED
from tests.drawing import some_of

unhurried = settings(deadline=None)
SPANS = st.integers(0, 36_500).map(lambda days: timedelta(days=days)) | st.integers(0, 36_500 * 1440).map(
    lambda minutes: timedelta(minutes=minutes)
)
POINTS = st.none() | SPANS | st.dates(date(1970, 1, 1), date(2999, 12, 31)) | st.sampled_from(Day)
PERIODS = st.just(ANY_TIME) | st.builds(Period, POINTS, POINTS)
PEOPLE = st.none() | st.sampled_from(["U0ANA", "W0BEN", ME])


def _storable(name: str) -> str | None:
    """Return the name as one that can be typed in quotes; None where nobody can type it."""
    try:
        return texts.name(clean(name).replace('"', "").translate(_NO_QUOTES), field="service")
    except Refusal:
        return None


_NO_QUOTES = str.maketrans("", "", "“”„‟«»\ue000\ue001\ue002")
NAMES = st.text(max_size=40).map(_storable).filter(bool).map(str)
PHRASES = NAMES.map(lambda name: " ".join(name.split()))


def ranks(kind: type[Status] | type[Severity] | type[Priority]) -> st.SearchStrategy[tuple[object, ...]]:
    """Draw some of them, in order, but not all."""
    return some_of(kind).filter(lambda some: len(some) < len(kind))


STATUSES, SEVERITIES, PRIORITIES = ranks(Status), ranks(Severity), ranks(Priority)
SEVERAL_NAMES = st.lists(NAMES, max_size=4).map(lambda drawn: tuple({name.lower(): name for name in drawn}.values()))
SEVERAL_PHRASES = st.lists(PHRASES, max_size=3).map(lambda drawn: tuple(dict.fromkeys(drawn)))
ORDERS = st.just((None, None)) | st.tuples(st.sampled_from(Sort), st.none() | st.booleans())


@cache
def any_filter() -> st.SearchStrategy[Filter]:
    """Draw a filter that can be typed. Strategies made for each draw would be examined for each."""
    return st.builds(
        _filter,
        st.just((True, None)) | st.tuples(st.just(value=False), PEOPLE),
        ORDERS,
        statuses=STATUSES,
        severities=SEVERITIES,
        priorities=PRIORITIES,
        reporter=PEOPLE,
        is_mine=st.booleans(),
        service=st.none() | NAMES,
        categories=SEVERAL_NAMES,
        older_than=st.none() | SPANS,
        younger_than=st.none() | SPANS,
        opened=PERIODS,
        resolved=PERIODS,
        phrases=SEVERAL_PHRASES,
    )


def _filter(
    assigned: tuple[bool, str | None],
    order: tuple[Sort | None, bool | None],
    resolved: Period,
    statuses: tuple[Status, ...],
    **fields: Any,
) -> Filter:
    (is_unassigned, assignee), (sort, is_descending) = assigned, order
    if resolved != ANY_TIME and statuses and Status.RESOLVED not in statuses:
        statuses = () if len(statuses) + 1 == len(Status) else (*statuses, Status.RESOLVED)
    return Filter(
        statuses=statuses,
        is_unassigned=is_unassigned,
        assignee=assignee,
        sort=sort,
        is_descending=is_descending,
        resolved=resolved,
        **fields,
    )


@unhurried
@given(any_filter())
def test_a_filter_that_is_written_is_read_as_the_same(wanted: Filter) -> None:
    try:
        again = filters.read(mark(filters.typed(wanted)))
    except Refusal as refusal:
        assert "too much to look for" in str(refusal)  # noqa: PT017 - the only refusal there may be
        return

    assert again == wanted


@unhurried
@given(TYPED | st.text())
def test_whatever_is_typed_is_a_filter_that_can_be_carried_or_a_refusal(typed: str) -> None:
    try:
        wanted = filters.read(mark(typed))
    except Refusal as refusal:
        assert str(refusal).strip()  # noqa: PT017 - either is good
        return

    assert filters.read(mark(filters.typed(wanted))) == wanted
    assert len(filters.typed(wanted)) <= 1200


@unhurried
@given(TYPED | st.text())
@example('<@U0ANA|ana> service:"')
def test_words_and_filters_of_a_search_can_be_carried(typed: str) -> None:
    try:
        words, found = filters.split(mark(typed))
    except Refusal:
        return

    assert filters.split(mark(f"{filters.typed(found)} {as_typed(' '.join(words))}")) == (words, found)
