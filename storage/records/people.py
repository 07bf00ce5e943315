"""Workspaces and their people."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is allowed to be; `rules.permissions` says what follows."""

    MEMBER = "member"
    RESPONDER = "responder"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack workspace and what it has decided for itself."""

    id: str
    name: str
    bot_user_id: str
    incidents_channel: str | None = None
    """Set by an admin."""
    default_channel: str | None = None
    """Found by us: INCIDENTS_CHANNEL, or the public channel called incidents."""
    default_role: Role = Role.RESPONDER

    @property
    def cards_channel(self) -> str | None:
        """The incidents channel; None where there is none yet."""
        return self.incidents_channel or self.default_channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Slack user as Slack last described them."""

    team_id: str
    id: str
    name: str
    time_zone: str = "UTC"
    is_active: bool = True
    is_guest: bool = False
    is_bot: bool = False
    is_workspace_admin: bool = False
    role: Role | None = None
    """None: the workspace's default role."""
    dm_channel: str | None = None
    is_known: bool = False
    """False until Slack has described them: they may be a guest, so they are treated as one."""

    @property
    def can_be_named(self) -> bool:
        """Whether a name that is typed may mean them."""
        return self.is_known and not self.is_bot and bool(self.name)
