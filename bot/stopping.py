"""How a running program is told to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue


class StopSignal:
    """What SIGTERM and Ctrl-C set.

    Not a threading.Event: the main thread may hold its lock when the handler, in the same thread, asks for it.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[None] = SimpleQueue()
        self._is_set = False

    def set(self) -> None:
        """Tell to stop; a signal's handler may do so."""
        self._is_set = True
        self._told.put(None)

    def is_set(self) -> bool:
        """Whether it was told."""
        return self._is_set

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until told, or for so many seconds; tell whether it was."""
        if not self._is_set:
            with suppress(Empty):
                self._told.get(timeout=timeout)
        return self._is_set


@contextmanager
def told_to_stop() -> Iterator[StopSignal]:
    """Give what SIGTERM and Ctrl-C set; a second Ctrl-C interrupts at once."""
    stop = StopSignal()

    def on_signal(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, signal.default_int_handler)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
