"""The payloads of slash commands and interactions, key for key as Slack sends them."""

from dataclasses import dataclass

from bot.sandbox.channels import Channel
from bot.sandbox.people import APP_ID, TEAM_DOMAIN, TEAM_ID, Profile
from bot.sandbox.slack_json import Json

TOKEN = "verification-token-do-not-use"  # noqa: S105 - deprecated by Slack, sent as a placeholder
_TEAM = {"id": TEAM_ID, "domain": TEAM_DOMAIN}
_NOT_GRID = {"is_enterprise_install": False, "enterprise": None}


@dataclass(frozen=True, slots=True)
class Press:
    """What was used, and the rights that come with it."""

    person: Profile
    action: Json
    trigger_id: str
    state: Json


def slash_command(
    person: Profile, channel: Channel, *, command: str, text: str, response_url: str, trigger_id: str
) -> Json:
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": shown_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_press(press: Press, channel: Channel, message: Json, *, response_url: str) -> Json:
    """block_actions from a message; an ephemeral one shows no `message`, only that it is ephemeral."""
    is_ephemeral = bool(message.get("is_ephemeral"))
    container: Json = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": is_ephemeral,
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    shown = {} if is_ephemeral else {"message": {key: value for key, value in message.items() if key != "metadata"}}
    return {
        **_block_actions(press, container),
        "channel": {"id": channel.id, "name": shown_name(channel)},
        **shown,
        "state": {"values": press.state},
        "response_url": response_url,
        "actions": [press.action],
    }


def view_press(press: Press, view: Json) -> Json:
    container = {"type": "view", "view_id": view["id"]}
    return {**_block_actions(press, container), "view": view, "actions": [press.action]}


def view_submission(person: Profile, view: Json, *, trigger_id: str, response_urls: list[Json]) -> Json:
    return {**_about_view("view_submission", person, view), "trigger_id": trigger_id, "response_urls": response_urls}


def view_closed(person: Profile, view: Json, *, is_cleared: bool) -> Json:
    return {**_about_view("view_closed", person, view), "is_cleared": is_cleared}


def block_suggestion(person: Profile, container: Json, *, block_id: str, action_id: str, typed: str) -> Json:
    return {
        "type": "block_suggestion",
        "user": _user(person),
        "container": container,
        "api_app_id": APP_ID,
        "token": TOKEN,
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
        "team": _TEAM,
        **_NOT_GRID,
    }


def global_shortcut(person: Profile, *, callback_id: str, trigger_id: str, at: str) -> Json:
    return {
        "type": "shortcut",
        "token": TOKEN,
        "action_ts": at,
        "team": _TEAM,
        "user": {"id": person.id, "username": person.name, "team_id": TEAM_ID},
        **_NOT_GRID,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_shortcut(
    person: Profile, channel: Channel, message: Json, *, callback_id: str, trigger_id: str, response_url: str, at: str
) -> Json:
    return {
        "type": "message_action",
        "token": TOKEN,
        "action_ts": at,
        "team": _TEAM,
        "user": _user(person),
        "channel": {"id": channel.id, "name": shown_name(channel)},
        **_NOT_GRID,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "message_ts": message["ts"],
        "response_url": response_url,
        "message": {key: value for key, value in message.items() if key != "metadata"},
    }


def shown_name(channel: Channel) -> str:
    """The channel's name as payloads give it, which for private places is a word for their kind."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def _block_actions(press: Press, container: Json) -> Json:
    return {
        "type": "block_actions",
        "user": _user(press.person),
        "api_app_id": APP_ID,
        "token": TOKEN,
        "container": container,
        "trigger_id": press.trigger_id,
        "team": _TEAM,
        **_NOT_GRID,
    }


def _about_view(kind: str, person: Profile, view: Json) -> Json:
    return {
        "type": kind,
        "team": _TEAM,
        "user": _user(person),
        "api_app_id": APP_ID,
        "token": TOKEN,
        "view": view,
        **_NOT_GRID,
    }


def _user(person: Profile) -> Json:
    return {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID}
