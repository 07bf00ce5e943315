"""Noticing that the incidents channel, while no admin has chosen one, may be another than before."""

from sqlalchemy import Connection

from bot.slack.effects import USUAL_CHANNEL, FindIncidentsChannel, to_item
from storage import outbox, workspaces


def look_again(tx: Connection, team_id: str, *, name: str) -> None:
    """Have the incidents channel looked for; asking twice is harmless, so this needs no key."""
    outbox.put_once(tx, team_id, to_item(FindIncidentsChannel(name=name)))


def channel_appeared(tx: Connection, team_id: str, *, channel: str, called: str, name: str) -> None:
    """Look again where a channel that is new, or has a new name, may be the one, or was it until now."""
    if called in (name, USUAL_CHANNEL) or channel in (name, workspaces.get(tx, team_id).default_channel):
        look_again(tx, team_id, name=name)


def channel_went(tx: Connection, team_id: str, *, channel: str, name: str) -> None:
    """Look again where the channel that was archived is the one."""
    if channel == workspaces.get(tx, team_id).default_channel:
        look_again(tx, team_id, name=name)


def somebody_joined(tx: Connection, team_id: str, *, person_id: str, channel: str, name: str) -> None:
    """Look again where it was us who joined a channel, unless it is the one: it may be what we could not see before."""
    workspace = workspaces.get(tx, team_id)
    if person_id == workspace.bot_user_id and channel != workspace.default_channel:
        look_again(tx, team_id, name=name)
