"""How a running program is told to stop, and what is under way then finished."""

import select
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Protocol

_LOOKS_EVERY = 0.2
"""Seconds between looks at what wakes nobody."""


class Ends(Protocol):
    """When something that runs is to end."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


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


class Either:
    """Set with whichever is set first: what the program is told, or what somebody in it asks for."""

    def __init__(self, told: StopSignal, asked: threading.Event) -> None:
        self._told = told
        self._asked = asked

    def is_set(self) -> bool:
        """Whether one of them is."""
        return self._told.is_set() or self._asked.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for one of them, or for so many seconds; tell whether one is set."""
        latest = None if timeout is None else time.monotonic() + timeout
        while not self.is_set() and (latest is None or time.monotonic() < latest):
            self._told.wait(_LOOKS_EVERY)
        return self.is_set()


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


def finishing(*executors: Executor, within: float) -> threading.Thread:
    """Have them finish in the background; what has not begun after so many seconds does not begin any more.

    The thread that is returned ends with the last that had.
    """

    def cancel() -> None:
        for executor in executors:
            executor.shutdown(wait=False, cancel_futures=True)

    def finish() -> None:
        no_more = threading.Timer(within, cancel)
        no_more.daemon = True
        no_more.start()
        for executor in executors:
            executor.shutdown(wait=True)
        no_more.cancel()

    thread = threading.Thread(target=finish, name="finishing", daemon=True)
    thread.start()
    return thread
