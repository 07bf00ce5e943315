"""Keeps what went between the workspace and the app: every payload with its ack, every Web API call with its answer."""

import itertools
from collections import deque
from collections.abc import Callable, Sequence

from bot.sandbox.exchanges import Call, Delivery, Exchange, kinds_of, row
from bot.sandbox.kept import Kept
from bot.sandbox.slack_json import Json

SHOWN = 200
"""How many the page's developer tools show."""


class Recorder:
    """Payloads and calls apart, so that many of one push out none of the other; read from any thread."""

    listeners: list[Callable[[Json], None]]
    on_change: Callable[[], None]

    def __init__(self) -> None:
        self._deliveries: Kept[Delivery] = Kept()
        self._calls: Kept[Call] = Kept()
        self._finished: deque[tuple[int, Exchange]] = deque(maxlen=SHOWN)
        self._numbers = itertools.count(1)
        self.listeners = []
        self.on_change = _nothing

    @property
    def deliveries(self) -> list[Delivery]:
        return self._deliveries.all()

    @property
    def calls(self) -> list[Call]:
        return self._calls.all()

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def deliveries_of(self, kind: str) -> list[Delivery]:
        """`kind` as the app sees it: slash_commands, block_actions, view_submission, message, app_mention …"""
        return [delivery for delivery in self.deliveries if kind in kinds_of(delivery)]

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
        self._forget(self._deliveries.take(delivery))
        self.touch()

    def touch(self) -> None:
        """Something here, or about a delivery, is not what it was."""
        self.on_change()

    def finish(self, delivery: Delivery) -> None:
        self._forget(self._deliveries.take(delivery))
        self._finish(delivery)

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
        self._forget(self._calls.take(call))
        self._finish(call)

    def _forget(self, gone: Sequence[Exchange]) -> None:
        if gone:
            shown = [numbered for numbered in self._finished if numbered[1] not in gone]
            self._finished = deque(shown, maxlen=SHOWN)

    def _finish(self, exchange: Exchange) -> None:
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
