"""What went between the workspace and the app, in rows: what the page's developer tools show of each request."""

from dataclasses import dataclass, field
from http import HTTPStatus

from bot.sandbox.slack_json import Json
from bot.sandbox.strikes import ACTS

_LONGEST_SUMMARY = 120
_MOST_PROBLEMS = 5
_BYTES_OF_ANY = 8


@dataclass(slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One Web API call or response_url post of the app; `fault` is the kind of the one that struck it, if any did."""

    method: str
    arguments: Json
    status: int
    answer: Json
    at: float
    milliseconds: float
    fault: str = ""

    @property
    def error(self) -> str | None:
        """Slack's word for what went wrong, None where nothing did; an answer in no JSON has only its status."""
        if self.answer:
            return None if self.answer.get("ok") else str(self.answer.get("error"))
        return None if self.status == HTTPStatus.OK else HTTPStatus(self.status).phrase


Exchange = Delivery | Call


def row(exchange: Exchange) -> Json:
    """One line about it."""
    return _delivery_row(exchange) if isinstance(exchange, Delivery) else _call_row(exchange)


def whole(exchange: Exchange) -> Json:
    """All of what was said, both ways."""
    if isinstance(exchange, Delivery):
        return {"request": exchange.payload, "answer": exchange.answer}
    return {"request": exchange.arguments, "answer": exchange.answer}


def size(exchange: Exchange) -> int:
    """How many bytes it takes, about, with the answer once that is there; any depth of nesting is measured."""
    total, rest = 0, [*whole(exchange).values()]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            total += sum(map(len, part))
            rest += part.values()
        elif isinstance(part, list):
            rest += part
        else:
            total += len(part) if isinstance(part, str) else _BYTES_OF_ANY
    return total


def kinds_of(delivery: Delivery) -> set[str]:
    """The words a test may name the payload by."""
    of_acts = set() if delivery.kind == "events_api" else {ACTS}
    return {delivery.kind, what(delivery)} | of_acts


def what(delivery: Delivery) -> str:
    """The name an app's developer knows the payload by."""
    if delivery.kind == "events_api":
        return str(delivery.payload["event"]["type"])
    return str(delivery.payload.get("type", delivery.kind))


def _delivery_row(delivery: Delivery) -> Json:
    is_acked = delivery.outcome == "acked"
    return {
        "at": delivery.sent_at,
        "direction": "to_app",
        "what": what(delivery),
        "summary": _delivery_summary(delivery),
        "ms": delivery.milliseconds,
        "ok": is_acked,
        "error": None if is_acked else delivery.error or delivery.outcome,
        "attempt": delivery.attempt,
        "problems": [],
    }


def _call_row(call: Call) -> Json:
    return {
        "at": call.at,
        "direction": "from_app",
        "what": call.method,
        "summary": _call_summary(call),
        "ms": call.milliseconds,
        "ok": call.error is None and call.fault != "drop_after",
        "error": call.error,
        "status": call.status,
        "fault": call.fault,
        "problems": _problems(call),
    }


def _problems(call: Call) -> list[str]:
    """Slack's own words on what it refused, each with the JSON pointer of its place where there is one."""
    if call.error is None:
        return []
    told = call.answer.get("response_metadata", {}).get("messages", [])
    lacking = [f"needed: {call.answer['needed']}"] if "needed" in call.answer else []
    return [*told, *lacking][:_MOST_PROBLEMS]


def _delivery_summary(delivery: Delivery) -> str:
    payload = delivery.payload
    if delivery.kind == "slash_commands":
        return f"{payload['command']} {payload['text']}".strip()[:_LONGEST_SUMMARY]
    if "event" in payload:
        return _event_summary(payload["event"])
    if "actions" in payload:
        return " ".join(str(action["action_id"]) for action in payload["actions"])
    view = payload.get("view") or {}
    return str(payload.get("callback_id") or view.get("callback_id") or "")


def _event_summary(event: Json) -> str:
    """Where, who, and in which words, of what the event tells; some tell of an object in place of its id."""
    named = (event.get(key) for key in ("subtype", "channel", "user", "reaction"))
    ids = [each["id"] if isinstance(each, dict) else each for each in named if each]
    words = event.get("text") or event.get("message", {}).get("text", "")
    return " ".join([*ids, words]).strip()[:_LONGEST_SUMMARY]


def _call_summary(call: Call) -> str:
    named = (call.arguments.get(key) for key in ("channel", "user_id", "user", "users", "view_id"))
    text = str(call.arguments.get("text", ""))
    return " ".join([*(str(value) for value in named if value), text]).strip()[:_LONGEST_SUMMARY]
