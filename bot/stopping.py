"""How a running program is told to stop, and what is under way then finished."""

import select
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager


class StopSignal:
    """What SIGTERM and Ctrl-C set.

    Not a threading.Event: a signal that comes between Python's last look for signals and the moment it begins to wait
    would not be heard until something else woke it. A signal makes a socket readable, whenever it comes.
    """

    def __init__(self) -> None:
        self._hears, self.wakes = socket.socketpair()
        self._hears.settimeout(0)
        self.wakes.settimeout(0)
        self._is_set = False

    def set(self) -> None:
        """Tell to stop; for the handler of a signal."""
        self._is_set = True

    def is_set(self) -> bool:
        """Whether it was told."""
        return self._is_set

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until told, or for so many seconds; tell whether it was."""
        while not self._is_set and select.select([self._hears], [], [], timeout)[0]:
            self._hears.recv(1)
        return self._is_set

    def close(self) -> None:
        """Let go of the sockets."""
        self._hears.close()
        self.wakes.close()


@contextmanager
def told_to_stop() -> Iterator[StopSignal]:
    """Give what SIGTERM and Ctrl-C set; a second Ctrl-C interrupts at once."""
    stop = StopSignal()

    def on_signal(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, signal.default_int_handler)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    woken_before = signal.set_wakeup_fd(stop.wakes.fileno())
    try:
        yield stop
    finally:
        signal.set_wakeup_fd(woken_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()


def finishing(executor: Executor, *, within: float) -> threading.Thread:
    """Have it finish in the background; what has not begun after so many seconds does not begin any more.

    The thread that is returned ends with the last that had.
    """

    def finish() -> None:
        no_more = threading.Timer(within, executor.shutdown, kwargs={"wait": False, "cancel_futures": True})
        no_more.daemon = True
        no_more.start()
        executor.shutdown(wait=True)
        no_more.cancel()

    thread = threading.Thread(target=finish, name="finishing", daemon=True)
    thread.start()
    return thread
