"""The app as its manifest.yml describes it: what it may do, hear and offer."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import yaml

from bot.sandbox.slack_json import Json

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""Safe, and in C where PyYAML was built so: ten times as fast."""
# What Slack asks for before it sends an event: any one of these scopes.
EVENT_SCOPES = {
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `should_escape` decides whether people and channels arrive as ids."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of an app manifest that change what the workspace does."""

    name: str
    bot_name: str
    commands: dict[str, Command]
    shortcuts: dict[str, Json]
    scopes: frozenset[str]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    is_interactive: bool

    @property
    def takes_messages(self) -> bool:
        """Whether people may write to the app in its direct message."""
        return self.messages_tab and not self.messages_tab_read_only

    @classmethod
    def load(cls, path: Path) -> Self:
        """ValueError when Slack would not install the app as described."""
        manifest = cls.parse(_document(path.read_text(encoding="utf-8")))
        missing = manifest.missing_scopes()
        if missing:
            raise ValueError(f"{path.name}: {'; '.join(missing)}")
        return manifest

    def missing_scopes(self) -> list[str]:
        """What is asked for without the scope it needs."""
        wanted = [(f"the event {event}", EVENT_SCOPES.get(event, ())) for event in sorted(self.events)]
        wanted += [(f"the command {command}", ("commands",)) for command in self.commands]
        return [
            f"{what} needs the scope {scopes[0]}"
            for what, scopes in wanted
            if scopes and self.scopes.isdisjoint(scopes)
        ]

    @classmethod
    def parse(cls, document: Json) -> Self:
        features, settings = document.get("features", {}), document.get("settings", {})
        home = features.get("app_home", {})
        name = document["display_information"]["name"]
        scopes = document.get("oauth_config", {}).get("scopes", {})
        return cls(
            name=name,
            bot_name=features.get("bot_user", {}).get("display_name", name),
            commands={row["command"]: _command(row) for row in features.get("slash_commands", [])},
            shortcuts={row["callback_id"]: row for row in features.get("shortcuts", [])},
            scopes=frozenset([*scopes.get("bot", []), *scopes.get("bot_optional", [])]),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", True),
            messages_tab_read_only=home.get("messages_tab_read_only_enabled", False),
            is_interactive=settings.get("interactivity", {}).get("is_enabled", False),
        )


@cache
def _document(text: str) -> Json:
    document: Json = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe one
    return document


def _command(row: Json) -> Command:
    return Command(
        command=row["command"],
        description=row.get("description", ""),
        usage_hint=row.get("usage_hint", ""),
        should_escape=row.get("should_escape", False),
    )
