"""Which job of the clock runs how often."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something the clock does over and over."""

    name: str
    every: timedelta
    does: str
    begins_at_once: bool = True


JOBS = (
    Job(name="remind", every=timedelta(seconds=5), does="send the reminders that are due"),
    Job(name="post_daily", every=timedelta(seconds=10), does="make the daily post when it is due"),
    Job(
        name="look_at_all",
        every=timedelta(hours=1),
        does="find out anew when reminders come: settings and time zones change",
        begins_at_once=False,
    ),
    Job(name="renew_cards", every=timedelta(minutes=10), does="try again to show cards that were given up"),
    Job(name="forget_old", every=timedelta(hours=1), does="forget what has served its time"),
    Job(
        name="look_for_channel",
        every=timedelta(hours=1),
        does="look whether the incidents channel is another",
        begins_at_once=False,
    ),
)
