"""The workspace's clock: real time plus an offset, with timers that a test can bring forward."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, order=True)
class Timer:
    """Something to do at a time of this clock, unless cancelled before."""

    when: float
    order: int
    action: Callable[[], None] = field(compare=False)
    is_cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.is_cancelled = True


class Clock:
    """Runs with real time; `advance` jumps and fires what became due, in order."""

    def __init__(self) -> None:
        self._started = time.time() - time.monotonic()
        self._offset = 0.0
        self._timers: list[Timer] = []
        self._orders = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wakeup: asyncio.TimerHandle | None = None
        self._hearers: list[Callable[[], None]] = []

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Timers fire in `loop`; timers and jumps belong to its thread, the rest to any."""
        self._loop = loop

    def detach(self) -> None:
        if self._wakeup is not None:
            self._wakeup.cancel()
        self._timers.clear()
        self._loop, self._wakeup = None, None

    def now(self) -> float:
        """Unix seconds of this workspace."""
        return self._started + time.monotonic() + self._offset

    @property
    def offset(self) -> float:
        """How many seconds it is ahead of real time."""
        return self._offset

    def catch_up(self, offset: float) -> None:
        """Be at least so far ahead: it never goes back, also over a restart."""
        self._offset = max(self._offset, offset)

    def set_back(self) -> None:
        """Show real time again; for a workspace that starts over, in which nothing has happened yet."""
        self._offset = 0.0

    def when_moved(self, action: Callable[[], None]) -> Callable[[], None]:
        """Do it after every jump, in whichever thread, until what is returned is called."""
        self._hearers.append(action)
        return lambda: self._hearers.remove(action)

    def advance(self, seconds: float) -> None:
        """Jump ahead, from any thread; returns when the due timers have fired."""
        if self._loop is None:
            self.catch_up(self._offset + seconds)
            return
        asyncio.run_coroutine_threadsafe(self.jump(seconds), self._loop).result()

    async def jump(self, seconds: float) -> None:
        """Jump ahead, in the loop's own thread."""
        self._offset += seconds
        self._fire()
        for action in list(self._hearers):
            action()

    def call_in(self, seconds: float, action: Callable[[], None]) -> Timer:
        timer = Timer(self.now() + seconds, next(self._orders), action)
        heapq.heappush(self._timers, timer)
        self._arm()
        return timer

    async def sleep(self, seconds: float) -> None:
        """Wait by this clock, so that `advance` shortens the wait."""
        if self._loop is None or seconds <= 0:
            return
        done: asyncio.Future[None] = self._loop.create_future()
        self.call_in(seconds, lambda: None if done.done() else done.set_result(None))
        await done

    def _fire(self) -> None:
        while self._timers and self._timers[0].when <= self.now():
            timer = heapq.heappop(self._timers)
            if not timer.is_cancelled:
                timer.action()
        self._arm()

    def _arm(self) -> None:
        if self._wakeup is not None:
            self._wakeup.cancel()
            self._wakeup = None
        while self._timers and self._timers[0].is_cancelled:
            heapq.heappop(self._timers)
        if self._timers and self._loop is not None:
            delay = max(0.0, self._timers[0].when - self.now())
            self._wakeup = self._loop.call_later(delay, self._fire)
