"""What was remembered is said: lease an item of the outbox, ask Slack, record how it went."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.slack import effects
from bot.slack.gateway import Gateway, SlackBusy, SlackRefused, SlackUnavailable
from bot.slack.performing import Done, Performer
from storage import outbox
from storage.records import OutboxItem, Outcome, Parked, Postponed

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks when nobody wakes us: for retries, and for what another process put there."""
LONGEST_BACKOFF = 300.0
GIVE_UP_AFTER = 10
"""Attempts at an item that fails for a reason of our own; what Slack or the database delays is never given up."""


class Delivery:
    """Threads that empty the outbox; several processes may run them at once."""

    def __init__(self, engine: Engine, gateway: Gateway, *, now: Callable[[], datetime], workers: int) -> None:
        self._engine = engine
        self._performer = Performer(engine, gateway, now=now)
        self._something_to_do = threading.Event()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"delivery-{number}", daemon=True) for number in range(workers)
        ]

    def start(self) -> None:
        """Begin; what an earlier process left is delivered first."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once: something was committed."""
        self._something_to_do.set()

    def stop(self) -> None:
        """Finish what is being said, and end; what waits stays in the outbox."""
        self._stopping.set()
        self._something_to_do.set()
        for thread in self._threads:
            thread.join()

    def deliver_next(self) -> bool:
        """Deliver one item; False when nothing is due."""
        with self._engine.begin() as tx:
            item = outbox.lease_next(tx)
        if item is None:
            return False
        done = self._attempt(item)
        with self._engine.begin() as tx:
            if outbox.finish(tx, item, done.outcome):
                done.save(tx)
        return True

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._something_to_do.clear()
            self._deliver_all()
            self._something_to_do.wait(LOOK_EVERY)

    def _deliver_all(self) -> None:
        try:
            while not self._stopping.is_set() and self.deliver_next():
                pass
        except SQLAlchemyError as error:
            # The lease runs out and the item is taken up again, by us or another; nothing is lost by waiting.
            log.warning("the outbox cannot be reached: %s", error)

    def _attempt(self, item: OutboxItem) -> Done:
        try:
            return self._performer.perform(item, effects.from_item(item))
        except SlackBusy as busy:
            return _not_yet(item, busy.seconds, busy)
        except (SlackUnavailable, SQLAlchemyError) as passing:
            log.warning("outbox item %s (%s) postponed: %s", item.id, item.kind, passing)
            may_have_happened = getattr(passing, "may_have_happened", True)
            return _not_yet(item, backoff(item.attempts), passing, may_have_happened=may_have_happened)
        except (SlackRefused, ValidationError) as refused:
            log.error("outbox item %s (%s) parked: %s", item.id, item.kind, refused)  # noqa: TRY400 - Slack's no is no bug
            return Done(Parked(reason=str(refused)))
        except Exception as error:
            # One bad row must not stop the queue: the one broad except there is.
            log.exception("outbox item %s (%s) failed", item.id, item.kind)
            if item.attempts >= GIVE_UP_AFTER:
                return Done(Parked(reason=repr(error)))
            return _not_yet(item, backoff(item.attempts), error, may_have_happened=True)


def backoff(attempts: int) -> float:
    """Return the seconds to wait after so many attempts: one, two, four … five minutes."""
    return min(2.0 ** min(attempts - 1, 10), LONGEST_BACKOFF)


def _not_yet(item: OutboxItem, seconds: float, why: Exception, *, may_have_happened: bool = False) -> Done:
    """Doubt is not taken away by an attempt that found no answer."""
    outcome: Outcome = Postponed(
        seconds=seconds, reason=str(why) or repr(why), is_doubtful=item.is_doubtful or may_have_happened
    )
    return Done(outcome)
