"""Going away and coming back: both sides of the minute, and nothing lost on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.rules.deletion import KEPT_FOR, delete, restore, withdraw
from storage.records import Status
from tests.making import NOON, incident
from tests.tables import for_each

ANA, BEN = "U0ANA", "U0BEN"
LATER = NOON + timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(seconds=60)


@for_each("after", [timedelta(0), timedelta(seconds=59), MINUTE - MICROSECOND, MINUTE])
def test_what_was_opened_can_be_withdrawn_for_sixty_seconds(after: timedelta) -> None:
    withdrawn = withdraw(incident(), actor_id=ANA, now=NOON + after)

    assert (withdrawn.deleted_at, withdrawn.deleted_by) == (NOON + after, ANA)


@for_each("after", [MINUTE + MICROSECOND, timedelta(seconds=61), timedelta(days=3)])
def test_later_it_cannot_and_what_can_be_done_is_said(after: timedelta) -> None:
    with pytest.raises(Refusal) as refused:
        withdraw(incident(), actor_id=ANA, now=NOON + after)

    assert str(refused.value) == (
        "#42 was opened more than 60 seconds ago. "
        "You can still resolve it (`/incident resolve 42`), and an admin can delete it (`/incident delete 42`)."
    )


def test_a_clock_that_is_behind_does_not_keep_anybody_from_withdrawing() -> None:
    assert withdraw(incident(), actor_id=ANA, now=NOON - timedelta(seconds=5)).is_deleted


def test_deleting_leaves_who_and_when_and_the_traces_of_an_act_alone() -> None:
    before = incident(assignee_id=BEN, update_due_at=LATER, card_channel="C0INCIDENTS", card_ts="1.0")

    deleted = delete(before, actor_id=ANA, now=LATER)

    assert deleted == replace(before, deleted_at=LATER, deleted_by=ANA, updated_at=LATER, last_activity_at=LATER)
    assert deleted.is_deleted


@for_each("status", Status)
def test_what_was_deleted_comes_back_as_it_was(status: Status) -> None:
    times = {"acknowledged_at": NOON, "resolved_at": NOON} if status is Status.RESOLVED else {}
    before = incident(status=status, mitigated_at=NOON, update_due_at=LATER, **times)

    restored = restore(delete(before, actor_id=ANA, now=LATER), actor_id=BEN, now=LATER + MINUTE)

    assert restored == replace(before, updated_at=LATER + MINUTE, last_activity_at=LATER + MINUTE)
    assert not restored.is_deleted


def test_what_was_withdrawn_can_be_restored() -> None:
    withdrawn = withdraw(incident(), actor_id=ANA, now=NOON)

    assert not restore(withdrawn, actor_id=BEN, now=LATER).is_deleted


def test_deleting_and_restoring_at_one_moment_stay_in_their_order() -> None:
    deleted = delete(incident(), actor_id=ANA, now=NOON)
    restored = restore(deleted, actor_id=ANA, now=NOON)

    assert incident().updated_at < deleted.updated_at < restored.updated_at


@for_each("after", [timedelta(0), timedelta(days=29), timedelta(days=30)])
def test_it_can_be_restored_for_thirty_days(after: timedelta) -> None:
    deleted = delete(incident(), actor_id=ANA, now=NOON)

    assert not restore(deleted, actor_id=BEN, now=NOON + after).is_deleted


def test_later_it_cannot_be_restored() -> None:
    deleted = delete(incident(), actor_id=ANA, now=NOON)

    with pytest.raises(Refusal, match=r"^#42 was deleted more than 30 days ago and cannot be restored\.$"):
        restore(deleted, actor_id=BEN, now=NOON + timedelta(days=30) + MICROSECOND)


def test_what_is_not_deleted_cannot_be_restored() -> None:
    with pytest.raises(Refusal, match=r"^#42 is not deleted; `/incident 42` shows it\.$"):
        restore(incident(), actor_id=BEN, now=LATER)


def test_nothing_mutates() -> None:
    before, deleted = incident(), incident(deleted_at=NOON, deleted_by=ANA)

    delete(before, actor_id=BEN, now=LATER)
    restore(deleted, actor_id=BEN, now=LATER)

    assert before == incident()
    assert deleted == incident(deleted_at=NOON, deleted_by=ANA)


def test_the_deleted_are_kept_for_thirty_days() -> None:
    assert timedelta(days=30) == KEPT_FOR
