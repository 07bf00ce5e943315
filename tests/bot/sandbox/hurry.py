"""Time that passes while a test waits for an answer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.sandbox import Sandbox

TOO_LONG = 3.1


@contextmanager
def hurried(sandbox: Sandbox, when: Callable[[], object], *, seconds: float = TOO_LONG) -> Iterator[None]:
    """As soon as `when` holds, `seconds` pass on the workspace's clock; more than an ack may take unless told."""

    def hurry() -> None:
        if sandbox.wait_until(when, 5):
            sandbox.clock.advance(seconds)

    hurrying = threading.Thread(target=hurry)
    hurrying.start()
    yield
    hurrying.join()
