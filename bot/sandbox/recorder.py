"""Keeps what went between the workspace and the app: every payload with its ack, every Web API call with its answer."""

import itertools
from collections import deque
from collections.abc import Callable

from bot.sandbox.exchanges import Call, Delivery, Exchange, kinds_of, row
from bot.sandbox.slack_json import Json

SHOWN = 200
"""How many the page's developer tools show."""
_REMEMBERED = 5_000


class Recorder:
    """The last 5,000 of each, oldest first; read from any thread."""

    listeners: list[Callable[[Json], None]]
    on_change: Callable[[], None]

    def __init__(self) -> None:
        self._deliveries: deque[Delivery] = deque(maxlen=_REMEMBERED)
        self._calls: deque[Call] = deque(maxlen=_REMEMBERED)
        self._finished: deque[tuple[int, Exchange]] = deque(maxlen=SHOWN)
        self._numbers = itertools.count(1)
        self.listeners = []
        self.on_change = _nothing

    @property
    def deliveries(self) -> list[Delivery]:
        return list(self._deliveries)

    @property
    def calls(self) -> list[Call]:
        return list(self._calls)

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self._calls if call.method == method]

    def deliveries_of(self, kind: str) -> list[Delivery]:
        """`kind` as the app sees it: slash_commands, block_actions, view_submission, message, app_mention …"""
        return [delivery for delivery in self._deliveries if kind in kinds_of(delivery)]

    def rows(self) -> list[Json]:
        """The last SHOWN that came to an end, by when they did, each with the number it can be asked for by."""
        return [{"id": number, **row(exchange)} for number, exchange in self._finished]

    def numbered(self, number: int) -> Exchange | None:
        return next((exchange for known, exchange in self._finished if known == number), None)

    def has_begun(self) -> bool:
        """Whether anything was sent to the app."""
        return bool(self._deliveries)

    def clear(self) -> None:
        self._deliveries.clear()
        self._calls.clear()
        self._finished.clear()

    def begin(self, delivery: Delivery) -> None:
        self._deliveries.append(delivery)
        self.touch()

    def touch(self) -> None:
        """Something here, or about a delivery, is not what it was."""
        self.on_change()

    def finish(self, delivery: Delivery) -> None:
        self._keep(delivery)

    def come_late(self, delivery: Delivery) -> None:
        """The ack came after Slack had given up on it."""
        delivery.outcome = "late"
        self._tell_again(delivery)
        self.touch()

    def refuse(self, delivery: Delivery, error: str) -> None:
        """What the app answered was not to Slack's liking."""
        delivery.outcome, delivery.error = "refused", error
        self._tell_again(delivery)

    def record(self, call: Call) -> None:
        self._calls.append(call)
        self._keep(call)

    def _keep(self, exchange: Exchange) -> None:
        number = next(self._numbers)
        self._finished.append((number, exchange))
        self._tell(number, exchange)

    def _tell_again(self, changed: Delivery) -> None:
        for number, exchange in list(self._finished):
            if exchange is changed:
                self._tell(number, exchange)

    def _tell(self, number: int, exchange: Exchange) -> None:
        for listener in self.listeners:
            listener({"id": number, **row(exchange)})


def _nothing() -> None:
    """Nobody waits for a change yet."""
