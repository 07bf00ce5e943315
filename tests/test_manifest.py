"""The manifest asks for what the bot uses, no more, within the limits Slack validates."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.language.grammar import COMMAND

NEEDED = {
    "chat_postMessage": {"chat:write", "chat:write.public"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "conversations_join": {"channels:join"},
    "conversations_list": {"channels:read"},
    "conversations_open": {"im:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "auth_test": set[str](),
    "views_open": set[str](),
}
"""The scopes each Web API method of the gateway needs, from Slack's method reference."""


@pytest.fixture
def manifest(repository: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((repository / "manifest.yml").read_text())
    return loaded


def test_the_scopes_are_those_of_the_methods_the_gateway_calls(manifest: dict[str, Any], repository: Path) -> None:
    gateway = (repository / "bot" / "slack" / "gateway.py").read_text()
    called = set(re.findall(r"self\._client\.([a-z]+_[A-Za-z_]+)", gateway))

    assert called == NEEDED.keys()
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {"commands"}.union(*NEEDED.values())


def test_the_command_is_the_one_the_language_names(manifest: dict[str, Any]) -> None:
    [command] = manifest["features"]["slash_commands"]

    assert command["command"] == COMMAND
    assert command["should_escape"] is True


def test_slack_accepts_its_lengths(manifest: dict[str, Any]) -> None:
    """The limits of Slack's manifest schema 2.0.0; the short ones are what fits the autocomplete list."""
    display = manifest["display_information"]
    [command] = manifest["features"]["slash_commands"]

    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", display["background_color"])
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
    assert len(command["description"]) < 60
    assert len(command["usage_hint"]) < 80
    assert len(manifest["settings"]["event_subscriptions"]["bot_events"]) <= 100


def test_the_events_are_those_with_a_listener(manifest: dict[str, Any], repository: Path) -> None:
    registry = (repository / "bot" / "listeners" / "registry.py").read_text()
    listened = set(re.findall(r'app\.event\("([a-z_.]+)"\)', registry))

    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == listened


def test_the_manifest_is_plain_data(manifest: dict[str, Any]) -> None:
    assert json.loads(json.dumps(manifest)) == manifest
    assert manifest["settings"]["socket_mode_enabled"] is True
