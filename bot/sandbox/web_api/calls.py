"""One Web API call: token, scope, limits and arguments are checked, then the method does its work."""

from aiohttp import web

from bot.sandbox.parts import APP_TOKEN, BOT_TOKEN, Parts
from bot.sandbox.rate_limits import RateLimited
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api.arguments import Arguments, invalid_arguments
from bot.sandbox.web_api.methods import METHODS
from bot.sandbox.web_api.wire import answered, read_arguments, reply, too_many


class Calls:
    """The /api/<method> endpoint."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            arguments = await read_arguments(request)
        except SlackError as unreadable:
            refusal = reply(unreadable.body())
            return await answered(self._parts, request, name, {}, lambda: refusal)
        token = _token(request, arguments)
        if token not in {BOT_TOKEN, APP_TOKEN}:
            # It is refused whatever it asks, and nothing of it is kept.
            arguments = {}
        return await answered(
            self._parts, request, name, arguments, lambda: self._answer(name, token=token, arguments=arguments)
        )

    def _answer(self, name: str, *, token: str, arguments: Json) -> web.Response:
        response = self._response(name, token=token, arguments=arguments)
        if token == BOT_TOKEN:
            response.headers["x-oauth-scopes"] = ",".join(sorted(self._parts.scopes.granted))
        return response

    def _response(self, name: str, *, token: str, arguments: Json) -> web.Response:
        try:
            body = self._handle(name, token, arguments)
        except RateLimited as limited:
            return too_many(limited.retry_after)
        except SlackError as refusal:
            return reply(refusal.body())
        return reply({"ok": True, **body})

    def _handle(self, name: str, token: str, arguments: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", beside={"req_method": name})
        _check_token(token, wanted=method.token)
        if self._parts.faults.enforce_rate_limits:
            self._parts.rate_limits.count(name, method.tier)
        self._parts.scopes.need(*method.scopes)
        missing = [each for each in method.required if arguments.get(each) in (None, "")]
        if missing:
            raise invalid_arguments(*(f"missing required field: {each}" for each in missing))
        return method.handle(self._parts, Arguments(arguments))


def _token(request: web.Request, arguments: Json) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else str(arguments.get("token", ""))


def _check_token(token: str, *, wanted: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in {BOT_TOKEN, APP_TOKEN}:
        raise SlackError("invalid_auth")
    if token != wanted:
        raise SlackError("not_allowed_token_type")
