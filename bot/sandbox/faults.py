"""What can go wrong between Slack and the app, on request: every fault is named, counted and over when used up."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

ANY = "*"


@dataclass(frozen=True, slots=True)
class ApiFault:
    """`kind` is error, rate_limited, server_error, drop_before, drop_after or slow."""

    kind: str
    error: str = ""
    seconds: float = 0.0


class Faults:
    """Set from any thread. A method is a Web API method's name, `response_url`, or `*` for any of them."""

    on_sockets: Callable[[str], None]

    def __init__(self) -> None:
        self.enforce_rate_limits = False
        self.is_away = False
        self.copies_to_send = 0
        self.acks_to_lose = 0
        self.delays: list[float] = []
        self.on_sockets = _nothing
        self._api: dict[str, list[ApiFault]] = defaultdict(list)

    def fail(self, method: str, error: str, *, times: int = 1) -> None:
        """The next calls answer `ok: false` with `error` and do nothing."""
        self._add(method, ApiFault("error", error=error), times)

    def rate_limit(self, method: str, *, retry_after: int = 1, times: int = 1) -> None:
        """The next calls answer 429 with Retry-After and do nothing."""
        self._add(method, ApiFault("rate_limited", seconds=retry_after), times)

    def server_error(self, method: str, *, times: int = 1) -> None:
        self._add(method, ApiFault("server_error"), times)

    def drop_before(self, method: str, *, times: int = 1) -> None:
        """The connection breaks before the call is handled: nothing happened."""
        self._add(method, ApiFault("drop_before"), times)

    def drop_after(self, method: str, *, times: int = 1) -> None:
        """The call is handled, then the connection breaks: it happened, and the app does not know."""
        self._add(method, ApiFault("drop_after"), times)

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """The next calls wait that long, by the workspace's clock, before they are handled."""
        self._add(method, ApiFault("slow", seconds=seconds), times)

    def go_away(self) -> None:
        """Slack is gone: sockets are cut, every request's connection is dropped, until `come_back`."""
        self.is_away = True
        self.on_sockets("cut")

    def come_back(self) -> None:
        self.is_away = False

    def refresh_sockets(self) -> None:
        """Ask every socket to reconnect now; the old ones are left open and get nothing more."""
        self.on_sockets("refresh")

    def warn_sockets(self) -> None:
        """Slack's ten seconds' warning; then the sockets are closed."""
        self.on_sockets("warn")

    def refuse_a_socket(self) -> None:
        """The next handshake is answered 503, its ticket spent."""
        self.on_sockets("refuse")

    def cut_sockets(self) -> None:
        """Reset every socket's TCP connection."""
        self.on_sockets("cut")

    def stall_sockets(self) -> None:
        """The sockets open now swallow everything, pings too, and close nothing."""
        self.on_sockets("stall")

    def deliver_twice(self, *, times: int = 1) -> None:
        """The next payloads arrive a second time in an envelope of their own."""
        self.copies_to_send += times

    def lose_acks(self, *, times: int = 1) -> None:
        """The app's next acks are lost on the way: the work is done, Slack does not know."""
        self.acks_to_lose += times

    def delay_delivery(self, seconds: float, *, times: int = 1) -> None:
        """The next payloads leave late; Slack's three seconds run all the same."""
        self.delays.extend([seconds] * times)

    def clear(self) -> None:
        self._api.clear()
        self.delays.clear()
        self.copies_to_send = self.acks_to_lose = 0
        self.is_away = self.enforce_rate_limits = False

    @property
    def is_waiting(self) -> bool:
        """Whether a fault that was asked for has not struck yet."""
        return any(self._api.values()) or bool(self.delays or self.copies_to_send or self.acks_to_lose)

    def take(self, method: str) -> ApiFault | None:
        """The fault that strikes this call, used up."""
        waiting = self._api.get(method) or self._api.get(ANY)
        return waiting.pop(0) if waiting else None

    def take_copy(self) -> bool:
        is_due = self.copies_to_send > 0
        self.copies_to_send -= is_due
        return is_due

    def take_lost_ack(self) -> bool:
        is_due = self.acks_to_lose > 0
        self.acks_to_lose -= is_due
        return is_due

    def take_delay(self) -> float:
        return self.delays.pop(0) if self.delays else 0.0

    def _add(self, method: str, fault: ApiFault, times: int) -> None:
        self._api[method].extend([fault] * times)


def _nothing(_fault: str) -> None:
    """No server is running, so there is no socket to disturb."""
