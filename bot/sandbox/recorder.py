"""What went between the workspace and the app: every payload with its ack, every Web API call with its answer."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.slack_json import Json
from bot.sandbox.strikes import ACTS

_REMEMBERED = 5_000


@dataclass(slots=True)
class Delivery:
    """One payload sent to the app; `outcome` is waiting, acked, late, timeout, not_connected or refused."""

    kind: str
    payload: Json
    sent_at: float
    attempt: int = 0
    envelope_ids: list[str] = field(default_factory=list)
    outcome: str = "waiting"
    answer: Json | None = None
    milliseconds: float | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call or response_url post of the app."""

    method: str
    arguments: Json
    status: int
    answer: Json
    at: float
    milliseconds: float

    @property
    def error(self) -> str | None:
        return None if self.answer.get("ok") else str(self.answer.get("error"))


class Recorder:
    """The last 5,000 of each, oldest first; read from any thread."""

    listeners: list[Callable[[Json], None]]
    on_change: Callable[[], None]

    def __init__(self) -> None:
        self._deliveries: deque[Delivery] = deque(maxlen=_REMEMBERED)
        self._calls: deque[Call] = deque(maxlen=_REMEMBERED)
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

    def has_begun(self) -> bool:
        """Whether anything was sent to the app."""
        return bool(self._deliveries)

    def clear(self) -> None:
        self._deliveries.clear()
        self._calls.clear()

    def begin(self, delivery: Delivery) -> None:
        self._deliveries.append(delivery)
        self.touch()

    def touch(self) -> None:
        """Something here, or about a delivery, is not what it was."""
        self.on_change()

    def finish(self, delivery: Delivery) -> None:
        self._tell(
            at=delivery.sent_at,
            direction="to_app",
            what=what(delivery),
            summary=_delivery_summary(delivery),
            ms=delivery.milliseconds,
            ok=delivery.outcome == "acked",
            error=None if delivery.outcome == "acked" else delivery.error or delivery.outcome,
        )

    def record(self, call: Call) -> None:
        self._calls.append(call)
        self._tell(
            at=call.at,
            direction="from_app",
            what=call.method,
            summary=_call_summary(call),
            ms=call.milliseconds,
            ok=call.error is None,
            error=call.error,
        )

    def _tell(self, **request: object) -> None:
        for listener in self.listeners:
            listener(request)


def _nothing() -> None:
    """Nobody waits for a change yet."""


def kinds_of(delivery: Delivery) -> set[str]:
    """The words a test may name the payload by."""
    of_acts = set() if delivery.kind == "events_api" else {ACTS}
    return {delivery.kind, what(delivery)} | of_acts


def what(delivery: Delivery) -> str:
    """The name an app's developer knows the payload by."""
    if delivery.kind == "events_api":
        return str(delivery.payload["event"]["type"])
    return str(delivery.payload.get("type", delivery.kind))


def _delivery_summary(delivery: Delivery) -> str:
    payload = delivery.payload
    if delivery.kind == "slash_commands":
        return f"{payload['command']} {payload['text']}".strip()
    if "actions" in payload:
        return " ".join(str(action["action_id"]) for action in payload["actions"])
    view = payload.get("view") or {}
    return str(payload.get("callback_id") or view.get("callback_id") or payload.get("event_id") or "")


def _call_summary(call: Call) -> str:
    named = (call.arguments.get(key) for key in ("channel", "user_id", "user", "users", "view_id"))
    text = str(call.arguments.get("text", ""))
    return " ".join([*(str(value) for value in named if value), text]).strip()[:120]
