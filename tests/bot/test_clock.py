"""The clock: replicas that are killed at any moment do each thing once; what fails keeps nothing else waiting."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, update

from bot.clock import WORK, Clock, Deed, retry_after
from bot.deeds import reminding
from bot.rules.jobs import FORGET_OLD
from storage import due, people, workspaces
from storage.records import Claimed, Due, Person
from storage.tables import incidents, job_runs, outbox
from tests.bot.replicas import KILLS, ROUNDS
from tests.making import NOON, TEAM
from tests.waiting import is_waited_for, until

INCIDENTS = 501
DIRECT, THREAD = "direct", "thread"


@pytest.fixture
def clean_engine(clean_engine: Engine) -> Engine:
    """Give an engine on a workspace with two people who are known."""
    with clean_engine.begin() as tx:
        workspaces.install(tx, TEAM, name="Acme", bot_user_id="U0BOT")
        described = [Person(team_id=TEAM, id=id_, name=id_, is_known=True) for id_ in ("U0ANA", "U0BEN")]
        people.describe(tx, described, at=NOON)
    return clean_engine


def open_many(engine: Engine, count: int) -> None:
    """Open so many SEV1 at noon, which Ben has."""
    row = {
        "team_id": TEAM,
        "title": "Checkout is down",
        "severity": "sev1",
        "status": "open",
        "reporter_id": "U0ANA",
        "assignee_id": "U0BEN",
        **dict.fromkeys(("created_at", "updated_at", "last_activity_at", "next_reminder_at"), NOON),
    }
    with engine.begin() as tx:
        tx.execute(insert(incidents).returning(incidents.c.id), [{**row, "number": 1 + each} for each in range(count)])


def said(engine: Engine) -> dict[int, list[tuple[int, str]]]:
    """Return which reminders of each incident were put into the outbox, and where to, in the order of the outbox."""
    found: dict[int, list[tuple[int, str]]] = {}
    with engine.connect() as tx:
        for (effect,) in tx.execute(select(outbox.c.effect).order_by(outbox.c.id)):
            found.setdefault(effect["number"], []).append((effect["count"], effect["where"]))
    return found


def test_replicas_that_are_killed_remind_of_everything_once_and_in_order(
    clean_engine: Engine, repository: Path
) -> None:
    """Two rounds, one for two replicas and one for three; each kill hits one that has not found an end of the work."""
    open_many(clean_engine, INCIDENTS)
    url = clean_engine.url.render_as_string(hide_password=False)

    done = subprocess.run(
        [sys.executable, "-m", "tests.bot.replicas", url],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) == KILLS * len(ROUNDS)
    each = [(1, DIRECT), (2, DIRECT), (2, THREAD)]
    assert {number: sorted(reminders) for number, reminders in said(clean_engine).items()} == {
        number: sorted(each) for number in range(1, INCIDENTS + 1)
    }
    assert all([count for count, _ in one] == [1, 2, 2] for one in said(clean_engine).values())


@pytest.fixture
def clock(clean_engine: Engine) -> Iterator[Clock]:
    """Give a clock that is not started."""
    yield Clock(clean_engine, now=lambda: NOW[0], team_id=TEAM, incidents_channel="x", wake_delivery=lambda: None)
    NOW[0] = NOON


NOW = [NOON]


def test_one_that_fails_is_put_off_and_keeps_nobody_waiting(clock: Clock, clean_engine: Engine) -> None:
    open_many(clean_engine, 5)
    done: list[int] = []

    def do(tx: Connection, claimed: Claimed, now: datetime) -> None:
        number = tx.execute(select(incidents.c.number).where(incidents.c.id == int(claimed.key))).scalar_one()
        later = {"next_reminder_at": now + timedelta(days=1)}
        tx.execute(update(incidents).where(incidents.c.id == int(claimed.key)).values(later))
        if number == 2 and len(done) < 6:
            raise ValueError("what is wrong with it")
        if number == 3 and 3 not in done:
            done.append(number)
            tx.execute(text("SELECT 1 / 0"))
        done.append(number)

    clock.do_all_due(Due.REMINDER, do)
    assert done == [1, 3, 4, 5]
    assert failures(clean_engine) == [(1, "ValueError"), (1, "DataError")]

    clock.do_all_due(Due.REMINDER, do)
    assert done == [1, 3, 4, 5]
    for minutes, wanted in ((1, [1, 3, 4, 5, 3]), (2, [1, 3, 4, 5, 3]), (3, [1, 3, 4, 5, 3])):
        NOW[0] = NOON + timedelta(minutes=minutes)
        clock.do_all_due(Due.REMINDER, do)
        assert done == wanted
    assert failures(clean_engine) == [(3, "ValueError")]
    done.append(0)
    NOW[0] = NOON + timedelta(minutes=7)
    clock.do_all_due(Due.REMINDER, do)
    assert done[-1] == 2
    assert failures(clean_engine) == []


def failures(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as tx:
        rows = tx.execute(select(job_runs.c.failures, job_runs.c.error).order_by(job_runs.c.key)).all()
    return [(row.failures, row.error.partition("(")[0]) for row in rows]


def test_what_can_wait_lets_a_start_go_first(clock: Clock) -> None:
    now = datetime.now(UTC)
    waits = {job.id: (job.next_run_time - now).total_seconds() for job in clock._scheduler.get_jobs()}

    expected = {
        "remind": 5,
        "post_daily": 10,
        "look_at_all": 3600,
        "renew_cards": 60,
        "forget_old": 60,
        "look_for_channel": 3600,
    }
    assert waits.keys() == expected.keys()
    assert {job: left for job, left in waits.items() if not expected[job] - 5 < left <= expected[job]} == {}


def test_what_became_due_while_nobody_looked_is_done_at_a_start(clock: Clock, clean_engine: Engine) -> None:
    open_many(clean_engine, 1)
    NOW[0] = NOON + timedelta(minutes=31)
    clock._scheduler.remove_all_jobs()

    clock.start()
    until(lambda: said(clean_engine) == {1: [(1, DIRECT)]})
    clock.stop()


def test_how_a_job_went_is_kept_by_the_clock_that_the_scheduler_goes_by(clock: Clock, clean_engine: Engine) -> None:
    started = datetime.now(UTC)

    clock._scheduler.modify_job("forget_old", next_run_time=started)
    clock.start()
    with clean_engine.connect() as tx:
        until(lambda: any(run.job == "forget_old" for run in due.runs(tx)))
        [ran_at] = [run.ran_at for run in due.runs(tx) if run.job == "forget_old"]
    clock.stop()

    assert started <= ran_at <= datetime.now(UTC)


def test_waiting_grows_to_an_hour() -> None:
    minutes = [retry_after(failures).total_seconds() / 60 for failures in (0, 1, 2, 5, 6, 100)]

    assert minutes == [1, 2, 4, 32, 60, 60]


def test_a_clock_that_stops_finishes_one_thing_and_leaves_the_rest(clock: Clock, clean_engine: Engine) -> None:
    open_many(clean_engine, 3)

    def do(tx: Connection, claimed: Claimed, now: datetime) -> None:
        reminding.remind(tx, claimed, now)
        clock.stop_looking()

    clock.do_all_due(Due.REMINDER, do)

    with clean_engine.connect() as tx:
        assert [one.due_at for one in due.coming(tx, Due.REMINDER, limit=5)][:2] == [NOON, NOON]


def test_what_somebody_holds_when_business_time_jumps_is_done_when_they_let_it_go(
    clock: Clock, clean_engine: Engine
) -> None:
    open_many(clean_engine, 2)
    NOW[0] = NOON + timedelta(minutes=31)

    with clean_engine.connect() as tx:
        tx.execute(select(incidents.c.id).where(incidents.c.number == 1).with_for_update())
        looking_on = threading.Thread(target=lambda: clock.do_all_due(Due.REMINDER, reminding.remind, waits=True))
        looking_on.start()
        until(lambda: is_waited_for(clean_engine))
        assert said(clean_engine) == {2: [(1, DIRECT)]}
        tx.rollback()
        looking_on.join()

    assert said(clean_engine) == {2: [(1, DIRECT)], 1: [(1, DIRECT)]}


def test_a_jump_does_what_comes_by_the_hour_and_the_jobs_tell(clock: Clock, clean_engine: Engine) -> None:
    clock.start()

    clock.look_now()

    with clean_engine.connect() as tx:
        until(lambda: {run.job for run in due.runs(tx)} == {"forget_old", "look_at_all"})
    clock.stop()


class SlowClock(Clock):
    """Its looks after a jump end when one likes."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, now=lambda: NOON, team_id=TEAM, incidents_channel="x", wake_delivery=lambda: None)
        self.begun = threading.Semaphore(0)
        self.ends = threading.Semaphore(0)

    def do_all_due(self, kind: Due, do: Deed, *, waits: bool = False) -> None:
        if not waits:
            super().do_all_due(kind, do)
        elif kind is Due.REMINDER:
            self.begun.release()
            assert self.ends.acquire(timeout=5)


def test_a_job_that_fails_after_a_jump_keeps_no_reminder_waiting_and_is_told(
    clock: Clock, clean_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    NOW[0] = NOON + timedelta(hours=1)

    def fail(_: Clock) -> None:
        raise RuntimeError("no old things")

    open_many(clean_engine, 2)
    monkeypatch.setattr("bot.clock.WORK", {**WORK, FORGET_OLD: fail})

    clock.look_now()
    clock._looks.shutdown()

    assert sorted(said(clean_engine)) == [1, 2]
    with clean_engine.connect() as tx:
        [error] = tx.execute(select(job_runs.c.error).where(job_runs.c.job == FORGET_OLD.name)).scalars()
        assert error == "RuntimeError('no old things')"


def test_a_jump_while_the_clock_looks_leads_to_another_look(clean_engine: Engine) -> None:
    clock = SlowClock(clean_engine)
    clock.start()
    try:
        clock.look_now()
        assert clock.begun.acquire(timeout=5)
        clock.look_now()
        clock.ends.release()
        assert clock.begun.acquire(timeout=5)
    finally:
        clock.ends.release()
        clock.stop()
