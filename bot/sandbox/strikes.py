"""Faults that wait for payloads: each strikes one payload of its kind, or of any, in the order they were asked for."""

from collections.abc import Collection
from typing import Generic, TypeVar

ANY = "*"
ACTS = "acts"
"""What a person does at once in Slack, a command, a press or a form: no event, which may come of anything before it."""
Value = TypeVar("Value")


class Strikes(Generic[Value]):
    """A kind is what the recorder knows a payload by: slash_commands, block_actions, events_api, message, `ACTS` …"""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Value]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, of: str, value: Value, *, times: int) -> None:
        self._waiting.extend([(of, value)] * times)

    def take(self, kinds: Collection[str]) -> Value | None:
        """The first that waits for one of these kinds, used up."""
        for index, (of, value) in enumerate(self._waiting):
            if of == ANY or of in kinds:
                del self._waiting[index]
                return value
        return None

    def clear(self) -> None:
        self._waiting.clear()
