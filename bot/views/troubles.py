"""What the admins are told when the workspace keeps us from working as we should, and how to mend it."""

from enum import StrEnum

from bot.views.blocks import Message, message
from bot.views.text import escape, person


class Trouble(StrEnum):
    """What is wrong; the key beside it is a channel's id, a scope, or empty."""

    NO_CHANNEL = "no_incidents_channel"
    ARCHIVED = "incidents_channel_archived"
    NOT_INVITED = "incidents_channel_not_joined"
    UNKNOWN = "incidents_channel_unknown"
    RESTRICTED = "incidents_channel_restricted"
    SCOPE = "missing_scope"
    CARD = "card_given_up"
    EXPORT = "export_without_scope"
    DAILY_POST = "daily_post_closed"


OF_THE_CHANNEL = (
    Trouble.NO_CHANNEL,
    Trouble.ARCHIVED,
    Trouble.NOT_INVITED,
    Trouble.UNKNOWN,
    Trouble.RESTRICTED,
)
_MEANWHILE = (
    "Until then new cards go to the public channel `incidents` where there is one, else where their incident was "
    "opened, or else to its reporter."
)
_ANOTHER = "Or choose another channel with `/incident settings`."

_WORDS = {
    Trouble.NO_CHANNEL: (
        "I have found no incidents channel. Create a public channel called `incidents`, or unarchive it. "
        f"{_ANOTHER} Until then new cards go where their incident was opened, or else to its reporter."
    ),
    Trouble.ARCHIVED: f"The incidents channel {{channel}} is archived. Unarchive it. {_ANOTHER} {_MEANWHILE}",
    Trouble.NOT_INVITED: (
        f"I may not post in the incidents channel {{channel}}, because I am not in it. "
        f"Type `/invite` and {{me}} there. {_ANOTHER} {_MEANWHILE}"
    ),
    Trouble.UNKNOWN: (
        "Slack does not show me the incidents channel {channel}: it was deleted, or it is private and I am not in it. "
        f"If it is private, type `/invite` and {{me}} there. {_ANOTHER} {_MEANWHILE}"
    ),
    Trouble.RESTRICTED: (
        "Only some may post in the incidents channel {channel}, and I am not among them. "
        f"Change who may post in the channel's settings. {_ANOTHER} {_MEANWHILE}"
    ),
    Trouble.SCOPE: (
        "I was installed without {scope}. Open my settings on api.slack.com/apps, compare the app manifest "
        "with `manifest.yml`, and install me again. What I could not do waits, and is done then."
    ),
    Trouble.EXPORT: (
        "I cannot send anybody their export: I was installed without {scope}, which is optional. If you want exports, "
        "open my settings on api.slack.com/apps, compare the app manifest with `manifest.yml`, and install me again. "
        "Whoever runs me can export at any time: `incident-tracker export`."
    ),
    Trouble.DAILY_POST: (
        "I may not post the daily post in {channel}. Open that channel to me: unarchive it, or type `/invite` and {me} "
        "there. Or choose another one with `/incident settings`. Until then it comes to the incidents channel."
    ),
    Trouble.CARD: (
        "I cannot show some cards as they are now; `/incident 42` shows any incident all the same. "
        "If nothing is wrong with the channel, my log says what Slack answered. I try again every few minutes."
    ),
}


def trouble(kind: Trouble, key: str, *, bot_user_id: str) -> Message:
    """Say what is wrong and how to mend it, in Slack or in the app's settings."""
    scope = f"the scope `{escape(key)}`" if key else "a scope that I need"
    words = _WORDS[kind].format(channel=f"<#{key}>", scope=scope, me=person(bot_user_id))
    return message(f":warning: {words}")
