"""The channels of the workspace, and the shapes Slack and the page know them by."""

from dataclasses import dataclass

from bot.sandbox.people import APP_ID, BOT_USER_ID, TEAM_ID, UPDATED
from bot.sandbox.slack_json import Json


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation; `kind` is channel, private or im, and `person` is the other side of an im with the bot."""

    id: str
    name: str
    kind: str
    members: tuple[str, ...]
    is_archived: bool = False
    person: str = ""

    @property
    def has_bot(self) -> bool:
        return BOT_USER_ID in self.members


_ACTIVE = ("U0ANA", "U0BEN", "U0CHLOE")
DEFAULT_CHANNELS = (
    Channel("C0GENERAL", "general", "channel", (*_ACTIVE, "U0DEV")),
    Channel("C0INCIDENTS", "incidents", "channel", _ACTIVE),
    Channel("C0CHECKOUT", "checkout", "channel", (*_ACTIVE, "U0DEV")),
    Channel("C0SECRET", "security", "private", ("U0ANA", "U0CHLOE")),
)


def direct_message(person_id: str) -> Channel:
    return Channel(f"D{person_id.removeprefix('U')}", "", "im", (person_id, BOT_USER_ID), person=person_id)


def page_channel(channel: Channel, *, seen_by: str) -> Json:
    shown: Json = {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "members": list(channel.members),
        "is_archived": channel.is_archived,
    }
    if channel.kind == "im":
        shown["user"] = BOT_USER_ID if seen_by == channel.person else channel.person
    return shown


def conversation_object(channel: Channel, *, with_count: bool = False) -> Json:
    """Slack's conversation object as the bot sees it."""
    if channel.kind == "im":
        return _direct_message_object(channel)
    is_private = channel.kind == "private"
    shown: Json = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not is_private,
        "is_group": is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.id == "C0GENERAL",
        "is_member": channel.has_bot,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": TEAM_ID,
        "created": UPDATED,
        "creator": "U0CHLOE",
        "unlinked": 0,
        "updated": UPDATED * 1000,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }
    return {**shown, "num_members": len(channel.members)} if with_count else shown


def _direct_message_object(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "created": UPDATED,
        "is_archived": channel.is_archived,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": TEAM_ID,
        "updated": UPDATED * 1000,
        "user": channel.person,
        "is_user_deleted": False,
        "is_open": True,
        "priority": 0,
        "app_id": APP_ID,
    }
