"""Calls on the wire: arguments in, JSON out, every one recorded, and struck by the faults asked for."""

import json
from collections.abc import Callable

from aiohttp import web

from bot.sandbox.exchanges import Call
from bot.sandbox.faults import ApiFault
from bot.sandbox.parts import Parts
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json

HTTP_TOO_MANY = 429
HTTP_BROKEN = 500


async def read_arguments(request: web.Request) -> Json:
    """Query, form and JSON alike; an empty body is no arguments, and one that cannot be read is refused."""
    arguments: Json = dict(request.query)
    is_json = request.content_type == "application/json"
    try:
        if is_json:
            return arguments | _json_object(await request.text())
        form = await request.post()
    except LookupError as unknown:
        raise SlackError("invalid_charset") from unknown
    except ValueError as broken:
        raise SlackError("invalid_json" if is_json else "invalid_form_data") from broken
    return arguments | {key: value for key, value in form.items() if isinstance(value, str)}


def reply(body: Json, *, status: int = 200) -> web.Response:
    return web.Response(text=json.dumps(body), status=status, content_type="application/json")


def too_many(seconds: int) -> web.Response:
    response = reply({"ok": False, "error": "ratelimited"}, status=HTTP_TOO_MANY)
    response.headers["Retry-After"] = str(seconds)
    return response


async def answered(
    parts: Parts, request: web.Request, name: str, arguments: Json, answer: Callable[[], web.Response]
) -> web.Response:
    """What `answer` says, recorded under `name`, unless a fault waits for that name."""
    started = parts.clock.now()
    fault = ApiFault("drop_before") if parts.faults.is_away else parts.faults.take(name)
    if fault is not None and fault.kind == "drop_before":
        return _dropped(request, reply({}))
    if fault is not None and fault.kind == "slow":
        await parts.clock.sleep(fault.seconds)
    response = _faulty(fault) or answer()
    milliseconds = (parts.clock.now() - started) * 1000
    shown = {key: value for key, value in arguments.items() if key != "token"}
    is_readable = response.content_type == "application/json" and (fault is None or fault.kind != "garbled")
    body = json.loads(response.text or "{}") if is_readable else {}
    struck_by = "" if fault is None else fault.kind
    parts.recorder.record(Call(name, shown, response.status, body, started, milliseconds, struck_by))
    return _dropped(request, response) if fault is not None and fault.kind == "drop_after" else response


def _dropped(request: web.Request, response: web.Response) -> web.Response:
    """Break the connection; the response only tells aiohttp that the request is over."""
    if request.transport is not None:
        request.transport.abort()
    return response


def _faulty(fault: ApiFault | None) -> web.Response | None:
    if fault is None:
        return None
    if fault.kind == "error":
        return reply({"ok": False, "error": fault.error})
    if fault.kind == "rate_limited":
        return too_many(int(fault.seconds))
    if fault.kind == "server_error":
        return reply({"ok": False, "error": "internal_error"}, status=HTTP_BROKEN)
    if fault.kind == "garbled":
        return web.Response(text=fault.answer, content_type="application/json")
    return None


def _json_object(text: str) -> Json:
    try:
        body = json.loads(text) if text.strip() else {}
    except (json.JSONDecodeError, RecursionError) as broken:
        raise SlackError("invalid_json") from broken
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body
