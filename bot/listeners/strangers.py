"""Payloads of a workspace that is not ours: what we remember and say is of one workspace."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltResponse

from bot.errors import Refusal

Middleware = Callable[..., BoltResponse]


def refuse_strangers(team_id: str) -> Middleware:
    """Return a middleware that lets this workspace's payloads through; events of another are acknowledged unread."""

    def middleware(body: Mapping[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        if _team_of(body) == team_id:
            return next()
        if body.get("type") == "event_callback":
            return BoltResponse(status=200, body="")
        raise Refusal("This app works in another workspace; here it is not installed.")

    return middleware


def _team_of(body: Mapping[str, Any]) -> str | None:
    team = body.get("team") or {}
    found: str | None = body.get("team_id") or team.get("id")
    return found
