"""Which job of the clock runs how often."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something the clock does over and over."""

    name: str
    """By which the operator, and the database, know it."""
    every: timedelta
    first_after: timedelta | None = None
    """How long after a start it comes first, where that is not as long as `every`."""


REMIND = Job(name="remind", every=timedelta(seconds=5))
POST_DAILY = Job(name="post_daily", every=timedelta(seconds=10))
LOOK_AT_ALL = Job(name="look_at_all", every=timedelta(hours=1))
RENEW_CARDS = Job(name="renew_cards", every=timedelta(minutes=10), first_after=timedelta(minutes=1))
FORGET_OLD = Job(name="forget_old", every=timedelta(hours=1), first_after=timedelta(minutes=1))
LOOK_FOR_CHANNEL = Job(name="look_for_channel", every=timedelta(hours=1))
JOBS = (REMIND, POST_DAILY, LOOK_AT_ALL, RENEW_CARDS, FORGET_OLD, LOOK_FOR_CHANNEL)
