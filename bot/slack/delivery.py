"""What was remembered is said: lease an item of the outbox, ask Slack, record how it went."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from pydantic import ValidationError
from sqlalchemy import Connection, Engine

from bot.slack import effects, troubles
from bot.slack.done import Done
from bot.slack.errors import MISSING_SCOPE, SlackBusy, SlackLacksScope, SlackRefused, SlackUnavailable
from bot.slack.gateway import Gateway
from bot.slack.homes import Draw
from bot.slack.performing import Performer
from bot.views.troubles import Trouble
from storage import outbox
from storage.engine import AWAY
from storage.records import EDITED_LATER, Delivered, OutboxItem, Parked, Postponed
from storage.said import let_go_on

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks when nobody wakes us: for retries, and for what another process put there."""
LONGEST_BACKOFF = 300.0
STOP_WITHIN = 5.0
"""Seconds; supervisors kill after ten, and a message that hangs is looked for by the next process."""
A_DAY = 86_400.0
GIVE_UP_AFTER = 10
"""Failures of an item for a reason of our own; what Slack or the database delays is never given up."""


class Delivery:
    """Threads that empty a workspace's outbox; several processes may run them at once."""

    def __init__(
        self,
        engine: Engine,
        gateway: Gateway,
        team_id: str,
        *,
        draw_home: Draw,
        now: Callable[[], datetime],
        workers: int,
    ) -> None:
        """`now` is business time, which people are shown; leases go by the database's."""
        self._engine = engine
        self._team_id = team_id
        self._performer = Performer(engine, gateway, draw_home, now)
        self.is_home_under_way = self._performer.is_home_under_way
        self._rung = threading.Semaphore(0)
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"delivery-{number}", daemon=True) for number in range(workers)
        ]

    def start(self) -> None:
        """Begin; what an earlier process left is delivered first."""
        for thread in self._threads:
            thread.start()
        self.wake()

    def wake(self) -> None:
        """Have one who waits look at once: something was committed. Whoever finds one of many wakes the next."""
        self._rung.release()

    def stop(self) -> None:
        """Finish what is being said, within STOP_WITHIN, and end; what waits, or hangs, stays in the outbox."""
        self._stopping.set()
        self._rung.release()
        deadline = time.monotonic() + STOP_WITHIN
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0))

    def deliver_next(self) -> bool:
        """Deliver one item; True when more may be due because of that. What was due beside it, another is woken for."""
        with self._engine.begin() as tx:
            item = outbox.lease_next(tx, self._team_id)
        if item is None:
            return False
        if item.more_are_due:
            self.wake()
        try:
            return self._finish(item, self._attempt(item))
        except Exception as error:
            # One bad row must not stop the queue.
            log.exception("outbox item %s (%s) failed", item.id, item.kind)
            return self._finish(item, _failed(item, error))

    def _finish(self, item: OutboxItem, done: Done) -> bool:
        """Record how it went; tell whether something else may be due because of that."""
        with self._engine.begin() as tx:
            if not outbox.finish(tx, item, done.outcome):
                if isinstance(done.outcome, Delivered):
                    _refresh_again(tx, item)
                return True
            if done.save is not None:
                done.save(tx)
            if isinstance(done.outcome, Delivered):
                _scope_is_back(tx, item)
            elif isinstance(done.outcome, Parked) and item.kind in effects.SHOWS_CARD:
                troubles.begun(tx, item.team_id, Trouble.CARD)
                return True  # The admins are told now.
            # What waited for it, or for what was saved with it, may be due now. An effect may be another release's.
            lane = effects.refreshed_on(item.effect.get("number"))
            is_let_go = item.kind in EDITED_LATER and let_go_on(tx, item.team_id, lane=lane)
            return is_let_go or done.save is not None or outbox.is_unfinished(tx, item.team_id, lane=item.lane)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._rung.acquire(timeout=LOOK_EVERY)
            while self._rung.acquire(blocking=False):
                pass  # One look is enough for all that was put before it.
            self._deliver_all()
        self._rung.release()  # To the next: all are to end.

    def _deliver_all(self) -> None:
        try:
            while not self._stopping.is_set() and self.deliver_next():
                pass
        except AWAY as error:
            # The lease runs out and the item is taken up again, by us or another; nothing is lost by waiting.
            log.warning("the outbox cannot be reached: %s", error)
        except Exception:
            # The thread goes on whatever happens: a bot that acknowledges and says nothing would be worse.
            log.exception("delivery failed, and is tried again")

    def _attempt(self, item: OutboxItem) -> Done:
        try:
            return self._performer.perform(item, effects.from_item(item))
        except SlackBusy as busy:
            return _not_yet(item, busy.seconds, busy, is_failure=False)
        except SlackLacksScope as lack:
            log.warning("outbox item %s (%s) postponed: %s", item.id, item.kind, lack)
            return replace(_not_yet(item, backoff(item.failures), lack), save=partial(_tell, item=item, lack=lack))
        except (SlackUnavailable, *AWAY) as passing:
            log.warning("outbox item %s (%s) postponed: %s", item.id, item.kind, passing)
            may_have_happened = getattr(passing, "may_have_happened", True)
            wait = max(backoff(item.failures), getattr(passing, "settles_after", 0.0))
            return _not_yet(item, wait, passing, may_have_happened=may_have_happened)
        except SlackRefused as refused:
            log.error("outbox item %s (%s) parked: %s", item.id, item.kind, refused)  # noqa: TRY400 - Slack's no is no bug
            return Done(Parked(reason=str(refused)))
        except ValidationError:
            log.warning("outbox item %s (%s) is of another release: left to it", item.id, item.kind)
            return _left_to_another_release(item)


def _refresh_again(tx: Connection, item: OutboxItem) -> None:
    """Have what another worker has by now refreshed once more: we were so late that ours may stand over theirs."""
    effect = effects.from_item(item)
    if isinstance(effect, effects.RefreshCard | effects.RefreshHome):
        outbox.put(tx, item.team_id, [effects.to_item(effect)])


def _failed(item: OutboxItem, error: Exception) -> Done:
    if item.failures + 1 >= GIVE_UP_AFTER:
        return Done(Parked(reason=repr(error)))
    return _not_yet(item, backoff(item.failures), error, may_have_happened=True)


def _left_to_another_release(item: OutboxItem) -> Done:
    """A later release may run beside us for a while, or come back after a day."""
    if item.failures * LONGEST_BACKOFF > A_DAY:
        return Done(Parked(reason="no release that knows this effect has come"))
    outcome = Postponed(seconds=LONGEST_BACKOFF, reason="of another release", is_doubtful=item.is_doubtful)
    return Done(outcome)


def _tell(tx: Connection, item: OutboxItem, lack: SlackLacksScope) -> None:
    troubles.begun(tx, item.team_id, Trouble.SCOPE, lack.scope)


def _scope_is_back(tx: Connection, item: OutboxItem) -> None:
    """An item that lacked a scope the last time was delivered: whoever took the scope gave it back."""
    error, _, scope = (item.last_error or "").partition(" ")
    if error == MISSING_SCOPE:
        troubles.scopes_are_back(tx, item.team_id, [scope])


def backoff(failures: int) -> float:
    """Return the seconds to wait after so many failures before this one: one, two, four … five minutes."""
    return min(2.0 ** min(failures, 10), LONGEST_BACKOFF)


def _not_yet(
    item: OutboxItem, seconds: float, why: Exception, *, may_have_happened: bool = False, is_failure: bool = True
) -> Done:
    """Doubt is not taken away by an attempt that found no answer."""
    outcome = Postponed(
        seconds=seconds,
        reason=str(why) if isinstance(why, SlackLacksScope) else repr(why),
        is_failure=is_failure,
        is_doubtful=item.is_doubtful or may_have_happened,
    )
    return Done(outcome)
