"""Which job runs how often; what is due lives in PostgreSQL, so a restart forgets nothing."""

from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from bot.deeds import channels, housekeeping, renewing, reporting

DAILY_POST_EVERY = 10
"""Seconds between looks whether it is due."""


class Clock:
    """The scheduler; only intervals, no times of day."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime], team_id: str, incidents_channel: str) -> None:
        self._engine = engine
        self._now = now
        self._team_id = team_id
        self._incidents_channel = incidents_channel
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self._forget_old, "interval", hours=1, id="forget_old", next_run_time=now())
        self._scheduler.add_job(self._look_for_channel, "interval", hours=1, id="look_for_channel")
        self._scheduler.add_job(self._renew_cards, "interval", minutes=10, id="renew_cards", next_run_time=now())

        self._scheduler.add_job(self._post_daily, "interval", seconds=DAILY_POST_EVERY, id="post_daily")

    def start(self) -> None:
        """Begin to look."""
        self._scheduler.start()

    def look_now(self) -> None:
        """Look at once for what is due: business time has jumped."""
        self._scheduler.add_job(self._post_daily)

    def stop(self) -> None:
        """Finish what runs, and end."""
        self._scheduler.shutdown(wait=True)

    def _forget_old(self) -> None:
        there_is_more = True
        while there_is_more:
            with self._engine.begin() as tx:
                there_is_more = housekeeping.forget_old(tx, now=self._now())

    def _look_for_channel(self) -> None:
        """Look whether the incidents channel is another: not every change to channels reaches us as an event."""
        with self._engine.begin() as tx:
            channels.look_again(tx, self._team_id, name=self._incidents_channel)

    def _renew_cards(self) -> None:
        with self._engine.begin() as tx:
            renewing.renew_cards(tx, self._team_id)

    def _post_daily(self) -> None:
        with self._engine.begin() as tx:
            reporting.post_if_due(tx, self._team_id, now=self._now())
