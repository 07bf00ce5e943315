"""Slack's rate limits, known in advance or learnt from its 429: when the next call may go out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

BURST = 5
"""Slack tolerates short bursts over its one message a second and channel."""
REFILL_SECONDS = 1.0
KEPT_FOR = 60.0
"""Seconds after which a turn nobody came back for is forgotten: what waited for it was dropped, or said by another."""


@dataclass(slots=True)
class _Queue:
    """The turns of one place: a second apart but for a burst, each promised to one who waits."""

    next_turn: float
    """When the next turn is that nobody has been promised; those of the past, up to a burst, can be taken at once."""
    held_until: float = 0.0
    promised: dict[str, float] = field(default_factory=dict)


class Pacing:
    """How fast each place may be spoken to; a place is a channel, or a method where Slack limits the method.

    Whoever has to wait is promised a turn, so that no one who comes later is served before. Of this process only: a
    second replica learns of Slack's limits from its own 429.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._queues: dict[str, _Queue] = {}
        self._lock = threading.Lock()

    def wait(self, place: str, who: str) -> float:
        """Take a turn at this place and return 0.0, or return the seconds until the turn that is theirs."""
        with self._lock:
            now = self._monotonic()
            queue = self._queue(place, now)
            turn = queue.promised.pop(who, None)
            if turn is None:
                turn = queue.next_turn
                queue.next_turn += REFILL_SECONDS
            if turn > now:
                queue.promised[who] = turn
                return turn - now
            return 0.0

    def hold(self, place: str, who: str, seconds: float) -> None:
        """Say nothing at this place for so long, what a 429's Retry-After asks for; a longer hold stands.

        Who was sent back is the next; all who wait come after, in the order they had.
        """
        with self._lock:
            now = self._monotonic()
            queue = self._queue(place, now)
            queue.held_until = turn = max(queue.held_until, now + seconds)
            waiting = sorted(queue.promised, key=queue.promised.__getitem__)
            for one in (who, *waiting):
                queue.promised[one] = turn = max(turn, queue.promised.get(one, 0.0))
                turn += REFILL_SECONDS
            queue.next_turn = max(queue.next_turn, turn)

    def _queue(self, place: str, now: float) -> _Queue:
        oldest_turn = now - (BURST - 1) * REFILL_SECONDS
        queue = self._queues.setdefault(place, _Queue(next_turn=oldest_turn))
        queue.next_turn = max(queue.next_turn, oldest_turn)
        queue.promised = {who: turn for who, turn in queue.promised.items() if turn > now - KEPT_FOR}
        return queue
