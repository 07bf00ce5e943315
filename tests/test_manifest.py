"""The manifest asks for what the bot uses, no more, each scope for a reason, within the limits Slack validates."""

import ast
import inspect
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from unittest.mock import Mock

import pytest
import yaml

from bot.language.grammar import parse
from bot.language.looking_acts import ShowHelp
from bot.listeners.registry import register
from bot.rules.names import COMMAND
from bot.slack import errors

METHODS: dict[str, Any] = json.loads((Path(__file__).parent / "slack_reference" / "methods.json").read_text())
"""Scopes (any one of them that fits the conversation), required arguments and error codes, from Slack's reference."""

PUBLIC, PRIVATE, DIRECT = "channels", "groups", "im"
USED_IN = {
    "conversations.history": {PUBLIC, PRIVATE, DIRECT},
    "conversations.replies": {PUBLIC, PRIVATE, DIRECT},
    "conversations.info": {PUBLIC, PRIVATE},
    "conversations.list": {PUBLIC, PRIVATE},
    "conversations.members": {PUBLIC, PRIVATE},
    "conversations.open": {DIRECT},
    "users.conversations": {PUBLIC, PRIVATE},
    "member_joined_channel": {PUBLIC, PRIVATE},
}
"""The kinds of conversation we use a method or an event in, where Slack has a scope for each kind."""
BEYOND = {"chat.postMessage": {"chat:write.public"}}
"""What a method needs for more than Slack's table says: to post where the bot is not a member."""
SCOPES_OF_EVENT = {
    "app_home_opened": set[str](),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set[str](),
    "channel_archive": {"channels:read"},
    "channel_created": {"channels:read"},
    "channel_rename": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "team_join": {"users:read"},
    "tokens_revoked": set[str](),
    "user_change": {"users:read"},
}
"""From Slack's reference of events."""
DOCUMENTED_ELSEWHERE = {
    "access_denied": "every method",
    "account_inactive": "every method",
    "cannot_dm_bot": "conversations.open and chat.postMessage, for the users of other apps",
    "fatal_error": "every method",
    "not_allowed_token_type": "every method",
    "not_authed": "every method",
    "org_login_required": "every method",
    "ratelimited": "every method, with status 429",
    "request_timeout": "every method",
    "service_unavailable": "every method",
    "team_added_to_org": "every method",
    "token_expired": "every method, where tokens rotate",
    "token_revoked": "every method",
}
"""Error codes that the reference of single methods leaves out, and which methods give them."""


class Bindings:
    """Stands where Bolt's App would, and remembers what is bound."""

    def __init__(self) -> None:
        self._bound: defaultdict[str, set[Any]] = defaultdict(set)

    def __getattr__(self, kind: str) -> Callable[..., Callable[..., Any]]:
        def bind(constraint: Any = None, *_: Any) -> Callable[..., Any]:
            self._bound[kind].add(constraint)
            return lambda listener: listener

        return bind

    def names(self, kind: str) -> set[str]:
        """Return the ids bound one by one, without the catch-alls."""
        return {each for each in self._bound[kind] if isinstance(each, str)}


@pytest.fixture
def manifest(repository: Path) -> dict[str, Any]:
    """Give what Slack reads."""
    loaded: dict[str, Any] = yaml.safe_load((repository / "manifest.yml").read_text())
    return loaded


@pytest.fixture
def bindings() -> Bindings:
    """Give what the bot listens to."""
    bound = Bindings()
    register(cast("Any", bound), Mock(), team_id="T0ACME", incidents_channel="incidents")
    return bound


@pytest.fixture
def called(repository: Path) -> set[str]:
    """Give the methods the gateway calls, by Slack's names."""
    gateway = (repository / "bot" / "slack" / "gateway.py").read_text()
    return {name.replace("_", ".", 1) for name in re.findall(r"self\._client\.([a-z]+_[A-Za-z_]+)", gateway)}


@pytest.fixture
def reasons(manifest: dict[str, Any], called: set[str], repository: Path) -> dict[str, set[str]]:
    """Give every scope the bot needs, with what needs it."""
    needed: dict[str, set[str]] = defaultdict(set)
    wanted = {method: _of_kinds(method, set(METHODS[method]["bot_scopes"])) for method in called}
    wanted |= {event: _of_kinds(event, SCOPES_OF_EVENT[event]) for event in _events(manifest)}
    wanted |= {feature: {"commands"} for feature in {"slash_commands", "shortcuts"} & manifest["features"].keys()}
    if any('"file_input"' in view.read_text() for view in (repository / "bot" / "views").rglob("*.py")):
        wanted["file_input"] = {"files:read"}
    for what, scopes in wanted.items():
        for scope in scopes | BEYOND.get(what, set()):
            needed[scope].add(what)
    return needed


def _events(manifest: dict[str, Any]) -> list[str]:
    subscribed: list[str] = manifest["settings"]["event_subscriptions"]["bot_events"]
    return subscribed


def _of_kinds(name: str, scopes: set[str]) -> set[str]:
    """Return those of Slack's alternatives that we need: one for each kind of conversation we are in."""
    if len(scopes) < 2:
        return scopes
    chosen = {scope for scope in scopes if scope.partition(":")[0] in USED_IN[name]}
    assert len(chosen) == len(USED_IN[name]), f"{name}: Slack's alternatives are {sorted(scopes)}"
    return chosen


def test_the_gateway_calls_only_methods_of_the_reference(called: set[str]) -> None:
    assert called
    assert called <= METHODS.keys()


def test_every_scope_has_a_reason_and_none_is_missing(manifest: dict[str, Any], reasons: dict[str, set[str]]) -> None:
    asked = manifest["oauth_config"]["scopes"]
    scopes = [*asked["bot"], *asked.get("bot_optional", [])]

    assert {scope: needs for scope, needs in reasons.items() if scope not in scopes} == {}
    assert [scope for scope in scopes if scope not in reasons] == []
    assert len(scopes) == len(set(scopes))


def test_the_command_is_the_one_the_language_names(manifest: dict[str, Any]) -> None:
    [command] = manifest["features"]["slash_commands"]

    assert command["command"] == COMMAND
    assert command["should_escape"] is True


def test_the_usage_hint_is_understood(manifest: dict[str, Any]) -> None:
    """Each of its examples is read like something typed; a verb that is not there, or its arguments, are refused."""
    [command] = manifest["features"]["slash_commands"]
    examples = re.sub(r"<(\w+)>", r"\1", command["usage_hint"]).replace("@ana", "<@U0ANA>").split(", ")

    for example in examples:
        assert not isinstance(parse(example), ShowHelp) or example == "help"


def test_slack_accepts_its_lengths(manifest: dict[str, Any]) -> None:
    """The limits of Slack's manifest schema 2.0.0; the short ones are what fits the autocomplete list."""
    display = manifest["display_information"]
    features = manifest["features"]
    [command] = features["slash_commands"]

    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", display["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(command["description"]) < 60
    assert len(command["usage_hint"]) < 80
    assert len(_events(manifest)) <= 100
    assert len(features.get("shortcuts", [])) <= 10
    for shortcut in features.get("shortcuts", []):
        assert shortcut["type"] in {"global", "message"}
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255


def test_the_events_are_those_with_a_listener(manifest: dict[str, Any], bindings: Bindings) -> None:
    """Bolt names an event without the kind of channel it is from."""
    subscribed = _events(manifest)

    assert len(subscribed) == len(set(subscribed))
    assert {event.partition(".")[0] for event in subscribed} == bindings.names("event")


def test_the_shortcuts_are_those_with_a_listener(manifest: dict[str, Any], bindings: Bindings) -> None:
    offered = [shortcut["callback_id"] for shortcut in manifest["features"].get("shortcuts", [])]

    assert sorted(offered) == sorted(bindings.names("shortcut"))


def test_there_is_a_home_tab_where_one_is_drawn(manifest: dict[str, Any], called: set[str]) -> None:
    assert manifest["features"]["app_home"]["home_tab_enabled"] is ("views.publish" in called)


def test_every_error_we_name_is_one_slack_documents(called: set[str]) -> None:
    documented = {error for method in called for error in METHODS[method]["errors"]}
    named = set(_error_codes())

    assert "not_in_channel" in named
    assert named - documented <= DOCUMENTED_ELSEWHERE.keys()
    assert DOCUMENTED_ELSEWHERE.keys() <= named


def _error_codes() -> Iterator[str]:
    """Yield Slack's error codes wherever one is compared with an error's own, and those with a meaning."""
    yield from errors._MEANINGS
    for path in sorted(Path(errors.__file__).parent.glob("[a-z]*.py")):
        module = import_module(f"bot.slack.{path.stem}")
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "error":
                yield from _codes(node.comparators[0], vars(module))


def _codes(compared: ast.expr, names: dict[str, Any]) -> set[str]:
    """Return the codes on the other side, written there or in a constant of the module."""
    value = names[compared.id] if isinstance(compared, ast.Name) else ast.literal_eval(compared)
    return {value} if isinstance(value, str) else set(value)


def test_the_manifest_is_plain_data(manifest: dict[str, Any]) -> None:
    assert json.loads(json.dumps(manifest)) == manifest
    assert manifest["settings"]["socket_mode_enabled"] is True
