"""Slack's tiers per method, and one message a second a channel."""

import math
from collections import defaultdict, deque

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import SlackError

MINUTE = 60.0
# Calls a minute; methods of the special tier have rules of their own.
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
SPECIAL = 5


class RateLimited(SlackError):
    """Answered with HTTP 429 and Retry-After."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.retry_after = max(1, math.ceil(seconds))


class RateLimits:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def count(self, method: str, tier: int) -> None:
        if tier in TIERS:
            self._count(method, most=TIERS[tier], window=MINUTE)

    def count_message(self, channel_id: str) -> None:
        self._count(f"chat.postMessage {channel_id}", most=1, window=1.0)

    def _count(self, key: str, *, most: int, window: float) -> None:
        now, calls = self._clock.now(), self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            raise RateLimited(calls[0] + window - now)
        calls.append(now)
