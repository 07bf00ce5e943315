"""The rows of a number as a button asks for them, and what somebody else made of that."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Refusal
from bot.language import grammar
from bot.language.counting import rows
from bot.language.looking_acts import ShowRows, ShowStats
from storage.records import Counted, Filter, Measure, Period, Severity, Span, Status
from tests.making import NOON
from tests.tables import for_each

FAR = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC))


def test_what_a_button_says_is_read_back() -> None:
    counted = Counted(Measure.RESOLVED, Span(NOON - timedelta(days=36_500), NOON))

    act = grammar.parse(rows(counted, asked_at=NOON + timedelta(hours=1)))

    assert isinstance(act, ShowRows)
    assert (act.counted, act.asked_at) == (counted, NOON + timedelta(hours=1))


def test_the_time_of_the_resolution_is_the_time_that_is_counted() -> None:
    wanted = Filter(statuses=(Status.RESOLVED,), opened=Period(timedelta(days=7)))

    assert grammar.parse("stats resolved past week") == ShowStats(wanted)


@for_each(
    "asked", ["by service sev1", "sev1 per Person", "per severity sev1 by assignee", "by service and severity, sev1"]
)
def test_the_groups_that_are_shown_always_may_be_asked_for(asked: str) -> None:
    assert grammar.parse(f"stats {asked}") == ShowStats(Filter(severities=(Severity.SEV1,)))


def test_one_time_is_counted_not_when_they_were_opened_and_when_they_were_resolved() -> None:
    with pytest.raises(Refusal, match="Statistics count one time: say when they were opened, or when they were"):
        grammar.parse("stats resolved this week since:7d")


@for_each("far", FAR)
def test_moments_with_which_nobody_can_reckon_are_refused(far: datetime) -> None:
    """An age, a day or a time zone beyond them is no date."""
    for span, asked_at in ((Span(far, NOON), NOON), (Span(NOON, far), NOON), (Span(NOON, NOON), far)):
        with pytest.raises(Refusal, match="These rows can't be found any more"):
            grammar.parse(rows(Counted(Measure.OPENED, span), asked_at=asked_at))
