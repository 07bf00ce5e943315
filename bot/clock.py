"""Runs each job as often as it should; what is due lives in PostgreSQL, so a restart forgets nothing."""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Connection, Engine

from bot.deeds import channels, housekeeping, reminding, renewing, reporting
from bot.now import utc_now
from bot.rules.jobs import FORGET_OLD, LOOK_AT_ALL, LOOK_FOR_CHANNEL, POST_DAILY, REMIND, RENEW_CARDS, Job
from storage import due
from storage.engine import AWAY
from storage.records import Claimed, Due

log = logging.getLogger(__name__)

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)
Deed = Callable[[Connection, Claimed, datetime], None]


class Clock:
    """The scheduler; only intervals, no times of day. `now` is business time, which the scheduler does not go by."""

    def __init__(
        self,
        engine: Engine,
        *,
        now: Callable[[], datetime],
        team_id: str,
        incidents_channel: str,
        wake_delivery: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._wake_delivery = wake_delivery
        self._now = now
        self._team_id = team_id
        self._incidents_channel = incidents_channel
        self._stopping = threading.Event()
        self._ending = threading.Lock()
        self._looks = ThreadPoolExecutor(1, thread_name_prefix="look")
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_listener(self._note, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        for job, work in WORK.items():
            seconds, first = job.every.total_seconds(), utc_now() + (job.first_after or job.every)
            self._scheduler.add_job(
                work, "interval", [self], seconds=seconds, id=job.name, name=job.name, next_run_time=first
            )

    def start(self) -> None:
        """Begin to look, at once for what became due while nobody looked."""
        self._scheduler.start()
        self._looks.submit(self._look)

    def look_now(self) -> None:
        """Do what is due now that business time has jumped, whatever is under way; also what comes once an hour."""
        with self._ending:
            if not self._stopping.is_set():
                self._looks.submit(self._catch_up)

    def stop(self) -> None:
        """Finish the one thing that each job is at, and end; the next process goes on from there."""
        self.stop_looking()
        self._looks.shutdown()
        self._scheduler.shutdown(wait=True)

    def stop_looking(self) -> None:
        """Begin nothing more."""
        with self._ending:
            self._stopping.set()
        if self._scheduler.running:
            self._scheduler.pause()

    def do_all_due(self, kind: Due, do: Deed, *, waits: bool = False) -> None:
        """Do everything of a kind that is due, each thing in a transaction of its own; wait, or not, for what is held.

        What goes wrong is put off, so that it keeps nothing else waiting; while the database is away, all waits.
        """
        try:
            while not self._stopping.is_set() and self._do_next(kind, do, waits=waits):
                pass
        except AWAY as away:
            log.warning("%s: what is due waits for the database: %s", kind, away)

    def remind(self) -> None:
        """Send the reminders that are due."""
        self.do_all_due(Due.REMINDER, reminding.remind)

    def post_daily(self) -> None:
        """Make the daily post when it is due."""
        self.do_all_due(Due.DAILY_POST, reporting.post)

    def look_at_all(self) -> None:
        """Find out anew when reminders come: settings and time zones change."""
        after: int | None = 0
        while after is not None and not self._stopping.is_set():
            with self._engine.begin() as tx:
                after = reminding.look_again(tx, self._team_id, now=self._now(), after=after)

    def renew_cards(self) -> None:
        """Try again to show cards that were given up."""
        with self._engine.begin() as tx:
            renewing.renew_cards(tx, self._team_id)

    def forget_old(self) -> None:
        """Forget what has served its time."""
        there_is_more = True
        while there_is_more and not self._stopping.is_set():
            with self._engine.begin() as tx:
                there_is_more = housekeeping.forget_old(tx, now=self._now())

    def look_for_channel(self) -> None:
        """Look whether the incidents channel is another: not every change to channels reaches us as an event."""
        with self._engine.begin() as tx:
            channels.look_again(tx, self._team_id, name=self._incidents_channel)

    def _do_next(self, kind: Due, do: Deed, *, waits: bool) -> bool:
        now, claimed = self._now(), None
        try:
            with self._engine.begin() as tx:
                claimed = due.claim(tx, kind, self._team_id, now=now, waits=waits)
                if claimed is None:
                    return False
                do(tx, claimed, now)
                due.done(tx, claimed)
            self._wake_delivery()
        except Exception as error:
            if claimed is None:
                raise
            # One bad thing must not stop the others. Where it was the database, this raises again, and that is the end.
            log.exception("%s %s failed, and is tried again later", kind, claimed.key)
            with self._engine.begin() as tx:
                due.failed(tx, claimed, error=repr(error), now=now, retry_at=now + retry_after(claimed.failures))
        return True

    def _catch_up(self) -> None:
        for job in (FORGET_OLD, LOOK_AT_ALL):
            failure = None
            try:
                WORK[job](self)
            except Exception as error:
                # What is due is to come all the same, and `jobs` says what failed.
                log.exception("the job %s failed, and comes again in its turn", job.name)
                failure = error
            self._remember(job.name, error=failure)
        self._look(waits=True)

    def _look(self, *, waits: bool = False) -> None:
        try:
            self.do_all_due(Due.REMINDER, reminding.remind, waits=waits)
            self.do_all_due(Due.DAILY_POST, reporting.post, waits=waits)
        except Exception:
            # Nobody asks the pool how it went.
            log.exception("a look failed, and comes again in its turn")

    def _note(self, event: JobExecutionEvent) -> None:
        """Remember how a job went; APScheduler has logged what went wrong."""
        self._remember(str(event.job_id), error=event.exception)

    def _remember(self, job: str, *, error: BaseException | None = None) -> None:
        """Remember that a job ran, and when, as the scheduler counts."""
        try:
            with self._engine.begin() as tx:
                due.ran(tx, self._team_id, job, now=utc_now(), error=repr(error) if error else None)
        except AWAY as away:
            log.warning("how the job %s went cannot be remembered: %s", job, away)


WORK: Mapping[Job, Callable[[Clock], None]] = {
    REMIND: Clock.remind,
    POST_DAILY: Clock.post_daily,
    LOOK_AT_ALL: Clock.look_at_all,
    RENEW_CARDS: Clock.renew_cards,
    FORGET_OLD: Clock.forget_old,
    LOOK_FOR_CHANNEL: Clock.look_for_channel,
}


def retry_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures before this one: one minute, two, four … an hour."""
    return min(FIRST_RETRY * 2.0 ** min(failures, 10), LONGEST_RETRY)
