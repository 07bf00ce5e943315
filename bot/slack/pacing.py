"""Slack's rate limits, known in advance or learnt from its 429: when the next call may go out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

BURST = 5
"""Slack tolerates short bursts over its one message a second and channel."""
REFILL_SECONDS = 1.0


@dataclass(slots=True)
class _Bucket:
    """What may still be said at once, counted when, and how many were sent away to wait."""

    tokens: float
    at: float
    waiting: int = 0


class Pacing:
    """How fast each place may be spoken to; a place is a channel, or a method where Slack limits the method.

    Of this process only: a second replica learns of Slack's limits from its own 429.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def wait(self, place: str) -> float:
        """Take a turn at this place and return 0.0, or return the seconds until there may be one."""
        with self._lock:
            now = self._monotonic()
            bucket = self._refilled(place, now)
            if bucket.tokens < 1:
                # Each waits a turn longer than the one before, or they would all come back for the same turn.
                bucket.waiting += 1
                return (bucket.waiting - bucket.tokens) * REFILL_SECONDS
            bucket.tokens -= 1
            bucket.waiting = max(bucket.waiting - 1, 0)
            return 0.0

    def hold(self, place: str, seconds: float) -> None:
        """Say nothing at this place for so long, what a 429's Retry-After asks for; a longer hold stands."""
        with self._lock:
            now = self._monotonic()
            bucket = self._refilled(place, now)
            bucket.tokens = min(bucket.tokens, 1 - seconds / REFILL_SECONDS)

    def _refilled(self, place: str, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(place, _Bucket(tokens=BURST, at=now))
        bucket.tokens = min(BURST, bucket.tokens + (now - bucket.at) / REFILL_SECONDS)
        bucket.at = now
        if bucket.tokens == BURST:
            bucket.waiting = 0
        return bucket
