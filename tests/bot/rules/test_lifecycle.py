"""The lifecycle: the product's table once more by hand, and the times a move leaves behind."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.rules.lifecycle import Move, apply, moves_from, require_possible, statuses_before
from storage.records import Incident, Status
from tests.making import NOON, incident
from tests.tables import for_each

ANA, BEN, CHLOE = "U0ANA", "U0BEN", "U0CHLOE"
LATER = NOON + timedelta(minutes=10)
EARLIER = NOON - timedelta(hours=1)

MOVES = """
             take         start        revert  mitigate   resolve   reopen
open         in_progress  in_progress  -       mitigated  resolved  -
in_progress  in_progress  -            open    mitigated  resolved  -
mitigated    mitigated    in_progress  -       -          resolved  -
resolved     -            -            -       -          -         in_progress
"""
NAMES = {"open": "Open", "in_progress": "In progress", "mitigated": "Mitigated", "resolved": "Resolved"}


def _cells() -> Iterator[tuple[Status, Move, str]]:
    moves, *rows = (line.split() for line in MOVES.strip().splitlines())
    for origin, *targets in rows:
        for move, target in zip(moves, targets, strict=True):
            yield Status(origin), Move(move), target


CELLS = list(_cells())
POSSIBLE = [(origin, move, Status(target)) for origin, move, target in CELLS if target != "-"]
REFUSED = [(origin, move) for origin, move, target in CELLS if target == "-"]


def being(status: Status, **changes: object) -> Incident:
    """Return an incident of this status as it would be stored: what is resolved has its times."""
    times = {"acknowledged_at": NOON, "resolved_at": NOON} if status is Status.RESOLVED else {}
    return incident(**{"status": status, **times, **changes})


def test_the_table_has_every_cell() -> None:
    assert len(CELLS) == 24
    assert {(origin, move) for origin, move, _ in CELLS} == {(status, move) for status in Status for move in Move}


@for_each(("origin", "move", "target"), POSSIBLE)
def test_a_move_leads_where_the_table_says(origin: Status, move: Move, target: Status) -> None:
    moved = apply(being(origin), move, actor_id=BEN, now=LATER)

    assert moved.status is target


@for_each(("origin", "move"), REFUSED)
def test_a_move_that_is_not_in_the_table_is_refused_with_what_is_possible(origin: Status, move: Move) -> None:
    with pytest.raises(Refusal) as refused:
        apply(being(origin, number=12, assignee_id=ANA), move, actor_id=BEN, now=LATER)

    sentence = str(refused.value)
    assert f"#12 is {NAMES[origin]}," in sentence
    assert f"can't {move} it" in sentence
    possible = {other for status, other, _ in POSSIBLE if status is origin}
    assert {other for other in Move if f"`/incident {other} 12`" in sentence} == possible
    assert set(refused.value.offers) == {f"{other} 12" for other in possible}


@for_each(("origin", "move"), REFUSED)
def test_asking_first_refuses_the_same(origin: Status, move: Move) -> None:
    with pytest.raises(Refusal):
        require_possible(being(origin), move, actor_id="U0BEN")


@for_each(("origin", "move", "target"), POSSIBLE)
def test_asking_first_lets_the_rest_pass(origin: Status, move: Move, target: Status) -> None:
    require_possible(being(origin), move, actor_id="U0BEN")


@for_each(
    ("status", "moves"),
    [
        (Status.OPEN, [Move.TAKE, Move.START, Move.MITIGATE, Move.RESOLVE]),
        (Status.IN_PROGRESS, [Move.TAKE, Move.REVERT, Move.MITIGATE, Move.RESOLVE]),
        (Status.MITIGATED, [Move.TAKE, Move.START, Move.RESOLVE]),
        (Status.RESOLVED, [Move.REOPEN]),
    ],
)
def test_what_is_possible_comes_in_the_order_of_the_table(status: Status, moves: list[Move]) -> None:
    assert moves_from(status) == moves


@for_each("move", Move)
def test_a_move_begins_where_the_table_has_it(move: Move) -> None:
    assert statuses_before(move) == tuple(origin for origin, possible, _ in POSSIBLE if possible is move)


@for_each(
    ("origin", "move", "assignee_before", "assignee_after"),
    [
        (Status.OPEN, Move.TAKE, None, BEN),
        (Status.OPEN, Move.TAKE, ANA, BEN),
        (Status.OPEN, Move.TAKE, BEN, BEN),
        (Status.IN_PROGRESS, Move.TAKE, None, BEN),
        (Status.IN_PROGRESS, Move.TAKE, ANA, BEN),
        (Status.MITIGATED, Move.TAKE, None, BEN),
        (Status.MITIGATED, Move.TAKE, ANA, BEN),
        (Status.OPEN, Move.START, None, BEN),
        (Status.OPEN, Move.START, ANA, ANA),
        (Status.MITIGATED, Move.START, None, BEN),
        (Status.MITIGATED, Move.START, ANA, ANA),
        (Status.IN_PROGRESS, Move.REVERT, ANA, ANA),
        (Status.IN_PROGRESS, Move.REVERT, None, None),
        (Status.OPEN, Move.MITIGATE, None, None),
        (Status.IN_PROGRESS, Move.MITIGATE, ANA, ANA),
        (Status.OPEN, Move.RESOLVE, None, None),
        (Status.IN_PROGRESS, Move.RESOLVE, ANA, ANA),
        (Status.RESOLVED, Move.REOPEN, None, None),
        (Status.RESOLVED, Move.REOPEN, ANA, ANA),
    ],
)
def test_only_taking_and_starting_choose_an_assignee(
    origin: Status, move: Move, assignee_before: str | None, assignee_after: str | None
) -> None:
    moved = apply(being(origin, assignee_id=assignee_before), move, actor_id=BEN, now=LATER)

    assert moved.assignee_id == assignee_after


@for_each("status", [Status.IN_PROGRESS, Status.MITIGATED])
def test_taking_what_is_mine_says_so(status: Status) -> None:
    with pytest.raises(Refusal, match=r"^You already have #12\.$"):
        apply(being(status, number=12, assignee_id=BEN), Move.TAKE, actor_id=BEN, now=LATER)


def test_taking_what_is_resolved_is_about_its_status_even_when_it_is_mine() -> None:
    with pytest.raises(Refusal, match="is Resolved"):
        apply(being(Status.RESOLVED, assignee_id=BEN), Move.TAKE, actor_id=BEN, now=LATER)


@for_each(
    ("origin", "move", "assignee_id", "is_acknowledged"),
    [
        (Status.OPEN, Move.TAKE, None, True),
        (Status.OPEN, Move.TAKE, ANA, True),
        (Status.OPEN, Move.START, None, True),
        (Status.OPEN, Move.START, ANA, True),
        (Status.MITIGATED, Move.TAKE, None, True),
        (Status.MITIGATED, Move.START, ANA, True),
        (Status.IN_PROGRESS, Move.TAKE, ANA, True),
        (Status.OPEN, Move.MITIGATE, None, False),
        (Status.OPEN, Move.MITIGATE, ANA, False),
        (Status.OPEN, Move.MITIGATE, BEN, True),
        (Status.IN_PROGRESS, Move.REVERT, None, False),
        (Status.IN_PROGRESS, Move.REVERT, ANA, False),
        (Status.IN_PROGRESS, Move.REVERT, BEN, True),
        (Status.OPEN, Move.RESOLVE, None, True),
        (Status.OPEN, Move.RESOLVE, ANA, True),
        (Status.OPEN, Move.RESOLVE, BEN, True),
    ],
)
def test_ben_acknowledges_by_taking_starting_resolving_or_acting_as_the_assignee(
    origin: Status, move: Move, assignee_id: str | None, *, is_acknowledged: bool
) -> None:
    moved = apply(being(origin, assignee_id=assignee_id), move, actor_id=BEN, now=LATER)

    assert moved.acknowledged_at == (LATER if is_acknowledged else None)


@for_each(("origin", "move", "target"), POSSIBLE)
def test_acknowledged_once_is_acknowledged_then(origin: Status, move: Move, target: Status) -> None:
    moved = apply(being(origin, acknowledged_at=EARLIER), move, actor_id=BEN, now=LATER)

    assert moved.acknowledged_at == EARLIER


def test_resolved_without_any_acknowledgement_is_acknowledged_at_that_moment() -> None:
    moved = apply(being(Status.OPEN), Move.RESOLVE, actor_id=BEN, now=LATER)

    assert moved.acknowledged_at == moved.resolved_at == LATER


@for_each(
    ("origin", "move", "mitigated_at"),
    [
        (Status.OPEN, Move.MITIGATE, LATER),
        (Status.IN_PROGRESS, Move.MITIGATE, LATER),
        (Status.MITIGATED, Move.TAKE, EARLIER),
        (Status.MITIGATED, Move.START, EARLIER),
        (Status.MITIGATED, Move.RESOLVE, EARLIER),
        (Status.RESOLVED, Move.REOPEN, EARLIER),
        (Status.OPEN, Move.RESOLVE, EARLIER),
    ],
)
def test_mitigated_at_is_when_it_was_last_entered(origin: Status, move: Move, mitigated_at: datetime) -> None:
    moved = apply(being(origin, mitigated_at=EARLIER), move, actor_id=BEN, now=LATER)

    assert moved.mitigated_at == mitigated_at


@for_each(("origin", "move", "target"), POSSIBLE)
def test_resolved_at_is_set_on_entry_and_cleared_by_reopening(origin: Status, move: Move, target: Status) -> None:
    moved = apply(being(origin), move, actor_id=BEN, now=LATER)

    assert moved.resolved_at == (LATER if target is Status.RESOLVED else None)


@for_each(("origin", "move", "target"), POSSIBLE)
def test_resolving_clears_what_was_promised_and_nothing_else_does(origin: Status, move: Move, target: Status) -> None:
    moved = apply(being(origin, update_due_at=LATER), move, actor_id=BEN, now=NOON)

    assert moved.update_due_at == (None if target is Status.RESOLVED else LATER)


@for_each(("origin", "move", "target"), POSSIBLE)
def test_every_move_is_activity(origin: Status, move: Move, target: Status) -> None:
    moved = apply(being(origin), move, actor_id=BEN, now=LATER)

    assert moved.last_activity_at == moved.updated_at == LATER


@for_each(("origin", "move", "target"), CELLS)
def test_nothing_mutates_whether_moved_or_refused(origin: Status, move: Move, target: str) -> None:
    before, same = being(origin, assignee_id=ANA), being(origin, assignee_id=ANA)

    with suppress(Refusal):
        apply(before, move, actor_id=BEN, now=LATER)

    assert before == same


@for_each(("origin", "move", "target"), POSSIBLE)
def test_a_move_touches_nothing_else(origin: Status, move: Move, target: Status) -> None:
    before = being(origin, summary="all of it", card_channel="C0INCIDENTS", card_ts="1.0")

    moved = apply(before, move, actor_id=BEN, now=LATER)

    touched = ("status", "assignee_id", "acknowledged_at", "mitigated_at", "resolved_at", "updated_at")
    back = {name: getattr(before, name) for name in (*touched, "last_activity_at")}
    assert replace(moved, **back) == before


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Move), st.sampled_from([ANA, BEN, CHLOE]))))
def test_any_life_keeps_its_times_in_step(life: list[tuple[Move, str]]) -> None:
    now, present = NOON, incident()

    for move, actor_id in life:
        before, now = present, now + timedelta(minutes=1)
        try:
            present = apply(before, move, actor_id=actor_id, now=now)
        except Refusal:
            continue

        assert (present.resolved_at is not None) == (present.status is Status.RESOLVED)
        assert present.status is not Status.RESOLVED or present.acknowledged_at is not None
        assert before.acknowledged_at in (None, present.acknowledged_at)
        assert present.mitigated_at != now or present.status is Status.MITIGATED
        assert before.mitigated_at is None or present.mitigated_at is not None
        assert present.updated_at > before.updated_at
