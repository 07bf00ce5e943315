"""What can go wrong between Slack and the app, on request: named, and counted or switched on until switched off."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.sandbox.slack_json import Json
from bot.sandbox.strikes import ANY, Strikes


@dataclass(frozen=True, slots=True)
class ApiFault:
    """`kind` is error, rate_limited, server_error, garbled, drop_before, drop_after or slow."""

    kind: str
    error: str = ""
    answer: str = ""
    seconds: float = 0.0


class Faults:
    """Set from any thread.

    A method is a Web API method's name, `response_url`, or `*` for any of them. `of` is a kind of payload, as
    `recorder.deliveries_of` names it: `slash_commands`, `block_actions`, `message`, `events_api`, `acts` …, or `*`.
    """

    on_sockets: Callable[[str], None]
    on_let_go: Callable[[bool], None]

    def __init__(self) -> None:
        self.enforce_rate_limits = False
        self.is_away = False
        self.removed_scopes: frozenset[str] = frozenset()
        self.forget_server()
        self._copies: Strikes[bool] = Strikes()
        self._lost_acks: Strikes[bool] = Strikes()
        self._delays: Strikes[float] = Strikes()
        self._holds: Strikes[bool] = Strikes()
        self._api: dict[str, list[ApiFault]] = defaultdict(list)
        self._standing: dict[str, ApiFault] = {}

    def fail(self, method: str, error: str, *, times: int = 1) -> None:
        """The next calls answer `ok: false` with `error` and do nothing."""
        self._add(method, ApiFault("error", error=error), times)

    def rate_limit(self, method: str, *, retry_after: int = 1, times: int = 1) -> None:
        """The next calls answer 429 with Retry-After and do nothing."""
        self._add(method, ApiFault("rate_limited", seconds=retry_after), times)

    def server_error(self, method: str, *, times: int = 1) -> None:
        self._add(method, ApiFault("server_error"), times)

    def garble(self, method: str, answer: str, *, times: int = 1) -> None:
        """The next calls do nothing, and something that stands between answers in Slack's place."""
        self._add(method, ApiFault("garbled", answer=answer), times)

    def drop_before(self, method: str, *, times: int = 1) -> None:
        """The connection breaks before the call is handled: nothing happened."""
        self._add(method, ApiFault("drop_before"), times)

    def drop_after(self, method: str, *, times: int = 1) -> None:
        """The call is handled, then the connection breaks: it happened, and the app does not know."""
        self._add(method, ApiFault("drop_after"), times)

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """The next calls wait that long, by the workspace's clock, before they are handled."""
        self._add(method, ApiFault("slow", seconds=seconds), times)

    def switch_on(self, method: str, fault: ApiFault) -> None:
        """Every call meets it from now on, after those that wait for a number of calls; one for each method."""
        self._standing[method] = fault

    def switch_off(self, method: str) -> None:
        self._standing.pop(method, None)

    @property
    def standing(self) -> dict[str, ApiFault]:
        """What is switched on, by method."""
        return dict(self._standing)

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

    def deliver_twice(self, *, of: str = ANY, times: int = 1) -> None:
        """The next payloads arrive a second time in an envelope of their own."""
        self._copies.add(of, value=True, times=times)

    def lose_acks(self, *, of: str = ANY, times: int = 1) -> None:
        """The app's next acks are lost on the way: the work is done, Slack does not know."""
        self._lost_acks.add(of, value=True, times=times)

    def delay_delivery(self, seconds: float, *, of: str = ANY, times: int = 1) -> None:
        """The next payloads are long on their way; Slack's three seconds run all the same."""
        self._delays.add(of, seconds, times=times)

    def hold_back(self, *, of: str = ANY, times: int = 1) -> None:
        """The next payloads stay with Slack until `let_go`, while others pass; the three seconds begin after that."""
        self._holds.add(of, value=True, times=times)

    def let_go(self, *, newest_first: bool = False) -> None:
        """Everything held back leaves, in its order or the other way round."""
        self.on_let_go(newest_first)

    def forget_server(self) -> None:
        """No server is running: there is no socket to disturb and nothing to let go."""
        self.on_sockets = self.on_let_go = _nothing

    def remove_scope(self, scope: str) -> None:
        """From now on the app lacks the scope: calls answer `missing_scope`, events that need it are not sent."""
        self.removed_scopes |= {scope}

    def restore_scope(self, scope: str) -> None:
        self.removed_scopes -= {scope}

    def clear(self) -> None:
        self._api.clear()
        self._standing.clear()
        self.removed_scopes = frozenset()
        for waiting in (self._copies, self._lost_acks, self._delays, self._holds):
            waiting.clear()
        self.let_go()
        self.is_away = self.enforce_rate_limits = False

    @property
    def is_waiting(self) -> bool:
        """Whether a fault that was asked for has not struck yet."""
        on_payloads = (self._copies, self._lost_acks, self._delays, self._holds)
        return any(self._api.values()) or any(len(each) > 0 for each in on_payloads)

    @property
    def acks_to_lose(self) -> int:
        return len(self._lost_acks)

    def take(self, method: str) -> ApiFault | None:
        """The fault that strikes this call: one that was counted is used up, one that is switched on stays."""
        waiting = self._api.get(method) or self._api.get(ANY)
        return waiting.pop(0) if waiting else self._standing.get(method) or self._standing.get(ANY)

    def take_copy(self, kinds: Collection[str]) -> bool:
        return self._copies.take(kinds) is not None

    def take_lost_ack(self, kinds: Collection[str]) -> bool:
        return self._lost_acks.take(kinds) is not None

    def take_delay(self, kinds: Collection[str]) -> float:
        return self._delays.take(kinds) or 0.0

    def take_hold(self, kinds: Collection[str]) -> bool:
        return self._holds.take(kinds) is not None

    def _add(self, method: str, fault: ApiFault, times: int) -> None:
        self._api[method].extend([fault] * times)


def page_faults(faults: Faults) -> list[Json]:
    """What is switched on, as the page shows it."""
    standing = faults.standing.items()
    return [{"method": method, "kind": fault.kind, "seconds": fault.seconds} for method, fault in standing]


def _nothing(_fault: object) -> None:
    """Nobody is there who could be hurt."""
