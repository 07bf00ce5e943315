"""When a payload arrived, and who answers it: the listener, or the edge once there is no more time."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from slack_bolt import BoltContext

_KEY = "receipt"


@dataclass(slots=True)
class Receipt:
    """Of one payload. Either the listener goes on to commit, or the edge says that nothing was done; never both."""

    received_at: float = field(default_factory=time.monotonic)
    _is_committing: bool = False
    _is_answered: bool = False
    _afterwards: list[Callable[[], None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin_commit(self) -> bool:
        """Tell whether there is still time to commit; from now on the edge no longer says that nothing was done."""
        with self._lock:
            self._is_committing = not self._is_answered
            return self._is_committing

    def answer_late(self) -> bool:
        """Answer in the listener's place; tell whether it may be done all the same. If not, it will not be done."""
        with self._lock:
            self._is_answered = True
            return self._is_committing

    def afterwards(self, do: Callable[[], None]) -> None:
        """Have this done once the listener's answer is with Slack; it is not when the edge answers in its place."""
        self._afterwards.append(do)

    def sent(self) -> None:
        """Do what was to be done after the answer; the loop calls it, so nothing of it may take long."""
        for do in self._afterwards:
            do()

    @property
    def is_answered(self) -> bool:
        """Whether the edge has answered."""
        return self._is_answered

    def to_context(self) -> dict[str, "Receipt"]:
        """Return what Bolt's context carries of it."""
        return {_KEY: self}


def of(context: BoltContext) -> Receipt:
    """Return the receipt of the payload."""
    receipt: Receipt = context[_KEY]
    return receipt


def seconds_since(context: BoltContext) -> float:
    """Return how long ago the payload arrived."""
    return time.monotonic() - of(context).received_at
