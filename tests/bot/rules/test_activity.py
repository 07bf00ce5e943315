"""What any act of a person leaves on an incident, and what a comment promises."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.rules.lifecycle import acted_on, promised
from storage.records import Incident, Status
from tests.making import NOON, incident
from tests.tables import for_each

ANA, BEN = "U0ANA", "U0BEN"
LATER = NOON + timedelta(minutes=10)
EARLIER = NOON - timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def resolved() -> Incident:
    return incident(status=Status.RESOLVED, acknowledged_at=NOON, resolved_at=NOON)


@for_each(("assignee_id", "actor_id", "acknowledged_at"), [(ANA, ANA, LATER), (ANA, BEN, None), (None, BEN, None)])
def test_the_assignees_first_act_of_any_kind_acknowledges(
    assignee_id: str | None, actor_id: str, acknowledged_at: datetime | None
) -> None:
    after = acted_on(incident(assignee_id=assignee_id), actor_id=actor_id, now=LATER)

    assert after.acknowledged_at == acknowledged_at


def test_an_act_that_moves_nothing_leaves_only_its_traces() -> None:
    before = incident(assignee_id=ANA, acknowledged_at=EARLIER)

    after = acted_on(before, actor_id=ANA, now=LATER)

    assert after == replace(before, updated_at=LATER, last_activity_at=LATER)


@for_each(
    ("now", "updated_at"),
    [
        (LATER, LATER),
        (NOON + MICROSECOND, NOON + MICROSECOND),
        (NOON, NOON + MICROSECOND),
        (EARLIER, NOON + MICROSECOND),
    ],
)
def test_an_act_is_later_than_the_one_before_whatever_the_clock_says(now: datetime, updated_at: datetime) -> None:
    after = acted_on(incident(), actor_id=BEN, now=now)

    assert after.updated_at == updated_at
    assert after.last_activity_at == now


@given(st.lists(st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=1)), min_size=1))
def test_any_clocks_leave_acts_in_their_order(clocks: list[timedelta]) -> None:
    lives = [incident()]

    for ahead in clocks:
        lives.append(acted_on(lives[-1], actor_id=BEN, now=NOON + ahead))

    moments = [life.updated_at for life in lives]
    assert moments == sorted(set(moments))


@for_each(
    ("assignee_id", "actor_id", "promised_before", "promise", "promised_after"),
    [
        (ANA, ANA, None, LATER, LATER),
        (ANA, BEN, None, LATER, LATER),
        (None, BEN, None, LATER, LATER),
        (ANA, ANA, NOON, LATER, LATER),
        (ANA, BEN, NOON, LATER, LATER),
        (ANA, ANA, LATER, None, None),
        (None, BEN, LATER, None, None),
        (ANA, BEN, LATER, None, LATER),
        (ANA, BEN, EARLIER, None, EARLIER),
        (ANA, BEN, None, None, None),
    ],
)
def test_a_comment_makes_a_promise_keeps_one_or_leaves_it(
    assignee_id: str | None,
    actor_id: str,
    promised_before: datetime | None,
    promise: datetime | None,
    promised_after: datetime | None,
) -> None:
    commented = incident(assignee_id=assignee_id, update_due_at=promised_before)

    assert promised(commented, promise, actor_id=actor_id, now=NOON) == promised_after


@for_each("due", [None, LATER])
def test_nothing_is_promised_about_what_is_resolved(due: datetime | None) -> None:
    assert promised(resolved(), due, actor_id=ANA, now=NOON) is None


@for_each("due", [NOON, NOON - MICROSECOND, EARLIER])
@for_each("commented", [incident(), resolved()])
def test_a_promise_for_the_past_is_refused_under_its_field(commented: Incident, due: datetime) -> None:
    with pytest.raises(Refusal, match=r"^The next update can only be due in the future\.$") as refused:
        promised(commented, due, actor_id=ANA, now=NOON)

    assert list(refused.value.fields) == ["update_due"]


def test_the_next_moment_can_be_promised() -> None:
    assert promised(incident(), NOON + MICROSECOND, actor_id=ANA, now=NOON) == NOON + MICROSECOND
