"""Slack's description of somebody, read into a Person."""

from collections.abc import Mapping
from typing import Any

from bot.language.mentions import clean
from storage.records import Person

_SLACKBOT = "USLACKBOT"


def described(team_id: str, user: Mapping[str, Any]) -> Person:
    """Return Slack's user object as a Person."""
    profile = user.get("profile", {})
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name")
    return Person(
        team_id=team_id,
        id=user["id"],
        name=clean(str(name or "")).strip() or user["id"],
        time_zone=user.get("tz") or "UTC",
        is_active=not user.get("deleted", False),
        is_guest=_is_guest(team_id, user),
        is_bot=bool(user.get("is_bot") or user["id"] == _SLACKBOT),
        is_workspace_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_known=True,
    )


def _is_guest(team_id: str, user: Mapping[str, Any]) -> bool:
    """Tell whether Slack calls them one, or they belong to another workspace and share a channel with this one."""
    is_from_elsewhere = user.get("is_stranger") or user.get("team_id", team_id) != team_id
    return bool(user.get("is_restricted") or user.get("is_ultra_restricted") or is_from_elsewhere)
