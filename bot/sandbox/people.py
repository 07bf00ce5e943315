"""The people of the workspace and the app's own user, with the shapes Slack and the page know them by."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.slack_json import Json

TEAM_ID = "T0ACME"
TEAM_NAME = "Acme"
TEAM_DOMAIN = "acme"
APP_ID = "A0TRACKER"
BOT_ID = "B0BOT"
BOT_USER_ID = "U0BOT"
UPDATED = 1795000000


@dataclass(frozen=True, slots=True)
class Profile:
    """A member of the workspace as it keeps them; `role` is owner, admin, member, guest, deactivated or bot."""

    id: str
    name: str
    real_name: str
    tz: str
    tz_label: str
    role: str
    color: str

    @property
    def is_bot(self) -> bool:
        return self.role == "bot"

    @property
    def is_active(self) -> bool:
        return self.role != "deactivated"


DEFAULT_PEOPLE = (
    Profile("U0ANA", "ana", "Ana Torres", "Europe/Berlin", "Central European Time", "member", "#9f69e7"),
    Profile("U0BEN", "ben", "Ben Okafor", "America/New_York", "Eastern Time", "member", "#2b6cb0"),
    Profile("U0CHLOE", "chloe", "Chloe Martin", "Asia/Kolkata", "India Standard Time", "owner", "#b83280"),
    Profile("U0DEV", "dev", "Dev Patel", "Australia/Lord_Howe", "Lord Howe Time", "guest", "#2f855a"),
    Profile("U0EVA", "eva", "Eva Lind", "Europe/Stockholm", "Central European Time", "deactivated", "#718096"),
)


def bot_profile(display_name: str) -> Profile:
    return Profile(BOT_USER_ID, handle_of(display_name), display_name, "UTC", "UTC", "bot", "#1d3557")


def handle_of(display_name: str) -> str:
    return display_name.lower().replace(" ", "-")


def page_person(person: Profile) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz_label,
        "role": person.role,
        "color": person.color,
    }


def user_object(person: Profile) -> Json:
    """Slack's user object, as users.info and user_change show it (no email: that is a scope of its own)."""
    offset = datetime.now(tz=UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    return {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.name,
        "deleted": not person.is_active,
        "color": person.color.removeprefix("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz_label,
        "tz_offset": 0 if offset is None else int(offset.total_seconds()),
        "profile": _profile(person),
        "is_admin": person.role in {"owner", "admin"},
        "is_owner": person.role == "owner",
        "is_primary_owner": person.role == "owner",
        "is_restricted": person.role == "guest",
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": UPDATED,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def _profile(person: Profile) -> Json:
    first, _, last = person.real_name.partition(" ")
    bot_only = {"bot_id": BOT_ID, "api_app_id": APP_ID} if person.is_bot else {}
    return {
        "title": "",
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name,
        "display_name_normalized": person.real_name,
        "fields": None,
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "abc",
        "first_name": first,
        "last_name": last,
        "team": TEAM_ID,
        **bot_only,
    }
