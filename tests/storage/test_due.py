"""What is due is claimed by one at a time, the longest first, and what failed lets the others pass."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from storage import due, incidents, reminders
from storage.records import Due, Incident, Reminders, Severity, Status
from storage.tables import incidents as table
from storage.tables import workspaces
from tests.making import NOON, TEAM
from tests.storage.conftest import OTHER, new_incident

LATER = NOON + timedelta(hours=1)
REMINDER, DAILY_POST = Due.REMINDER, Due.DAILY_POST


@pytest.fixture
def three(tx: Connection) -> list[Incident]:
    """Give three incidents, due at noon, at one and at two."""
    made = [incidents.create(tx, new_incident(created_at=NOON + timedelta(hours=hour))) for hour in (1, 0, 2)]
    return sorted(made, key=lambda one: one.created_at)


def looked_at(tx: Connection, one: Incident) -> datetime | None:
    return tx.execute(select(table.c.next_reminder_at).where(table.c.id == one.id)).scalar_one()


def test_what_has_been_due_longest_comes_first_and_nothing_before_its_time(
    tx: Connection, three: list[Incident]
) -> None:
    assert due.claim(tx, REMINDER, TEAM, now=NOON - timedelta(seconds=1)) is None
    for one in three[:2]:
        claimed = due.claim(tx, REMINDER, TEAM, now=LATER)
        assert claimed is not None
        assert (claimed.key, claimed.due_at, claimed.failures) == (str(one.id), one.created_at, 0)
        reminders.save(tx, one, Reminders(), next_at=None)
    assert due.claim(tx, REMINDER, TEAM, now=LATER) is None
    assert due.claim(tx, REMINDER, OTHER, now=LATER + timedelta(days=1)) is None


def test_nobody_claims_what_another_has(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        made = [incidents.create(tx, new_incident()) for _ in range(2)]

    with clean_engine.connect() as ours, clean_engine.connect() as theirs:
        claimed = [due.claim(each, REMINDER, TEAM, now=NOON) for each in (ours, theirs)]
        with clean_engine.connect() as third:
            assert due.claim(third, REMINDER, TEAM, now=NOON) is None
        ours.rollback()
        again = due.claim(ours, REMINDER, TEAM, now=NOON)

    assert [one and one.key for one in (*claimed, again)] == [str(one.id) for one in (*made, made[0])]


def test_who_waits_gets_what_others_let_go_undone(clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        made = [incidents.create(tx, new_incident()) for _ in range(2)]

    def claims() -> str | None:
        with clean_engine.begin() as tx:
            claimed = due.claim(tx, REMINDER, TEAM, now=NOON, waits=True)
            return claimed.key if claimed else None

    with clean_engine.connect() as ours, clean_engine.connect() as theirs, ThreadPoolExecutor() as aside:
        for each in (ours, theirs):
            due.claim(each, REMINDER, TEAM, now=NOON)
        waiting = aside.submit(claims)
        reminders.save(ours, made[0], Reminders(), next_at=None)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.1)
        ours.commit()
        theirs.rollback()
        assert waiting.result(timeout=5) == str(made[1].id)
        reminders.save(theirs, made[1], Reminders(), next_at=None)
        theirs.commit()
        assert claims() is None


def test_what_failed_waits_and_the_others_come_forward(tx: Connection, three: list[Incident]) -> None:
    first = due.claim(tx, REMINDER, TEAM, now=LATER)
    assert first is not None

    due.failed(tx, first, error="x" * 1000, now=LATER, retry_at=LATER + timedelta(minutes=1))
    due.failed(tx, first, error="again", now=LATER, retry_at=LATER + timedelta(minutes=2))

    second = due.claim(tx, REMINDER, TEAM, now=LATER + timedelta(minutes=1))
    third = due.claim(tx, REMINDER, TEAM, now=LATER + timedelta(minutes=2))
    assert second is not None
    assert third is not None
    assert (second.key, third.key, third.failures) == (str(three[1].id), first.key, 2)
    [run] = due.runs(tx)
    assert (run.job, run.key, run.failures, run.error) == ("reminder", first.key, 2, "again")
    due.done(tx, third)
    assert due.runs(tx) == []


def test_what_failed_and_is_not_tried_any_more_is_forgotten(tx: Connection, three: list[Incident]) -> None:
    claimed = due.claim(tx, REMINDER, TEAM, now=LATER)
    assert claimed is not None
    due.ran(tx, TEAM, "remind", now=NOON)
    due.failed(tx, claimed, error="x", now=NOON, retry_at=LATER)

    assert due.forget_old(tx, before=NOON) == 0
    assert due.forget_old(tx, before=LATER) == 1
    assert [run.job for run in due.runs(tx)] == ["remind"]


def test_the_same_way_claims_the_daily_post_of_a_workspace(tx: Connection) -> None:
    tx.execute(update(workspaces).values(next_daily_post_at=None))
    tx.execute(update(workspaces).where(workspaces.c.id == TEAM).values(next_daily_post_at=NOON))

    claimed = due.claim(tx, DAILY_POST, TEAM, now=NOON)

    assert claimed is not None
    assert (claimed.kind, claimed.key) == (DAILY_POST, TEAM)
    assert due.claim(tx, DAILY_POST, OTHER, now=NOON) is None
    assert [one.team_id for one in due.coming(tx, DAILY_POST, limit=5)] == [TEAM]


def test_a_job_says_when_it_ran_and_how_often_it_failed(tx: Connection) -> None:
    for error in ("one", "two"):
        due.ran(tx, TEAM, "remind", now=NOON, error=error)
    assert [(run.failures, run.error, run.retry_at) for run in due.runs(tx)] == [(2, "two", None)]

    due.ran(tx, TEAM, "remind", now=LATER)

    assert [(run.failures, run.error, run.ran_at) for run in due.runs(tx)] == [(0, None, LATER)]


MOVED = Reminders(sent=2, last_at=NOON, moved_to=LATER, moved_at=NOON)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, MOVED),
        ({"last_activity_at": LATER}, replace(MOVED, sent=0)),
        ({"severity": Severity.SEV1}, replace(MOVED, moved_to=None, moved_at=None)),
        ({"assignee_id": "U0BEN"}, replace(MOVED, moved_to=None, moved_at=None)),
        ({"update_due_at": LATER}, MOVED),
    ],
    ids=["no activity", "activity", "another severity", "another assignee", "a promise"],
)
def test_saving_an_incident_begins_anew_what_activity_begins_anew(
    tx: Connection, three: list[Incident], changes: dict[str, Any], expected: Reminders
) -> None:
    one = three[0]
    reminders.save(tx, one, MOVED, next_at=LATER)

    incidents.save(tx, replace(one, updated_at=LATER, **changes))

    assert reminders.get(tx, one) == expected
    assert reminders.lock(tx, TEAM, one.number)[1] == expected
    assert looked_at(tx, one) == LATER


@pytest.mark.parametrize(
    "over",
    [
        {"status": Status.RESOLVED, "resolved_at": NOON, "acknowledged_at": NOON},
        {"deleted_at": NOON, "deleted_by": "U0BEN"},
    ],
)
def test_what_is_over_is_not_looked_at(tx: Connection, three: list[Incident], over: dict[str, Any]) -> None:
    incidents.save(tx, replace(three[0], **over))

    assert looked_at(tx, three[0]) is None
    assert reminders.look_again(tx, TEAM, now=LATER, limit=10) is None
    assert looked_at(tx, three[0]) is None


def test_all_are_looked_at_again_batch_by_batch_or_those_somebody_has(tx: Connection, three: list[Incident]) -> None:
    by_id = sorted(three, key=lambda one: one.id)
    for one in three:
        reminders.save(tx, one, Reminders(), next_at=LATER + timedelta(days=1))
    incidents.save(tx, replace(by_id[1], assignee_id="U0BEN"))
    reminders.save(tx, by_id[1], Reminders(), next_at=None)

    assert reminders.look_again(tx, TEAM, now=LATER, limit=10, people={"U0BEN"}) is None
    assert [looked_at(tx, one) == LATER for one in by_id] == [False, True, False]
    after = reminders.look_again(tx, TEAM, now=LATER, limit=1)
    assert after == by_id[0].id
    assert reminders.look_again(tx, TEAM, now=LATER, limit=2, after=after) is None
    assert [looked_at(tx, one) for one in by_id] == [LATER, LATER, LATER]


def test_what_was_reminded_of_last_comes_first(tx: Connection, three: list[Incident]) -> None:
    for hour, one in enumerate(three[:2]):
        reminders.save(tx, one, Reminders(sent=hour, last_at=NOON + timedelta(hours=hour)), next_at=None)

    assert [row[1:] for row in reminders.last_sent(tx, limit=5)] == [
        (three[1].number, LATER, 1),
        (three[0].number, NOON, 0),
    ]
