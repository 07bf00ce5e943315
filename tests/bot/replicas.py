"""A program: several replicas of the clock send what is due, while they are killed at any moment.

Typed: the database's address. Printed: how many were killed at work.
"""

import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, select

from bot.clock import Clock
from bot.deeds import reminding
from storage.engine import Limits, connect
from storage.records import Claimed, Due
from storage.tables import incidents
from tests.making import NOON, TEAM

ROUNDS = ((31, 2), (62, 3))
"""Minutes after noon, and how many replicas there are then."""
KILLS = 4
"""In each round, evenly over the work: at every one of them there is more to do than there are replicas."""
_DICE = random.Random(5)  # noqa: S311 - only who is killed is drawn
_LOOKS_EVERY = 0.003
"""Seconds; whoever is killed may be anywhere in what it does."""
_LINE = Limits(pool=5, statement=10, lock=5, network=5, size=1)


def main(url: str) -> None:
    """Let the rounds pass, each until nothing is due any more."""
    engine, killed = connect(url, _LINE), 0
    for minutes, replicas in ROUNDS:
        killed += let_pass(engine, NOON + timedelta(minutes=minutes), replicas)
    sys.stdout.write(str(killed))


def let_pass(engine: Engine, now: datetime, replicas: int) -> int:
    """Run replicas, and kill some, whose places others take, until all is done. Return how many were killed at work."""
    send_one(engine, now)
    part = left(engine, now) // (KILLS + 1)
    running, killed = [begin(engine, now) for _ in range(replicas)], 0
    for remaining in range(KILLS, 0, -1):
        while left(engine, now) > part * remaining:
            time.sleep(_LOOKS_EVERY)
        place = _DICE.randrange(replicas)
        os.kill(running[place], signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(running[place], 0)[1])
        running[place] = begin(engine, now)
    for each in running:
        os.waitpid(each, 0)
    while left(engine, now):
        # Somebody was killed with a thing in hand when the others had found no more.
        os.waitpid(begin(engine, now), 0)
    return killed


def send_one(engine: Engine, now: datetime) -> None:
    """Send one, so that every replica inherits what is prepared for that."""
    clock = Clock(engine, now=lambda: now, team_id=TEAM, incidents_channel="incidents", wake_delivery=lambda: None)

    def remind(tx: Connection, claimed: Claimed, at: datetime) -> None:
        reminding.remind(tx, claimed, at)
        clock.stop_looking()

    clock.do_all_due(Due.REMINDER, remind)


def left(engine: Engine, now: datetime) -> int:
    """Return how many are due; a killed one's transaction ends when PostgreSQL finds out."""
    with engine.connect() as tx:
        return int(tx.execute(select(func.count()).where(incidents.c.next_reminder_at <= now)).scalar_one())


def begin(engine: Engine, now: datetime) -> int:
    """Start a replica that sends for as long as it finds something, on a line of its own."""
    engine.dispose()
    pid = os.fork()
    if pid:
        return pid
    clock = Clock(engine, now=lambda: now, team_id=TEAM, incidents_channel="incidents", wake_delivery=lambda: None)
    clock.do_all_due(Due.REMINDER, reminding.remind)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
