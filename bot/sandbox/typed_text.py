"""What people type, turned into what Slack sends: escaped, with mentions, channels and links as tags."""

import re
from collections.abc import Iterable

from bot.sandbox.channels import Channel
from bot.sandbox.people import BOT_USER_ID, Profile

BOT_HANDLE = "incident-tracker"
_URL = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]\"']")
_CODE = re.compile(r"(```.+?```|`[^`\n]+`)", re.DOTALL)
_MENTION = re.compile(r"<@([UWB]\w+)(?:\|[^>]*)?>")


class TypedText:
    """Reads text with the workspace's names; `with_names` writes `<@U0ANA|ana>` as commands have it."""

    def __init__(self, people: Iterable[Profile], channels: Iterable[Channel]) -> None:
        self._handles = _handles(people)
        self._channels = {channel.name.lower(): channel for channel in channels if channel.name}
        self._mentions = _names_pattern("@", self._handles)
        self._places = _names_pattern("#", self._channels)

    def in_command(self, text: str, *, should_escape: bool) -> str:
        escaped = _escape(text)
        return self._tagged(escaped, with_names=True) if should_escape else escaped

    def in_message(self, text: str) -> str:
        return self._tagged(_escape(text), with_names=False)

    def _tagged(self, text: str, *, with_names: bool) -> str:
        def mention(found: re.Match[str]) -> str:
            person = self._handles[found.group(1).lower()]
            return f"<@{person.id}|{person.name}>" if with_names else f"<@{person.id}>"

        def place(found: re.Match[str]) -> str:
            channel = self._channels[found.group(1).lower()]
            return f"<#{channel.id}|{'' if channel.kind == 'private' else channel.name}>"

        def tagged(words: str) -> str:
            linked = _URL.sub(lambda found: f"<{found.group()}>", words)
            return self._places.sub(place, self._mentions.sub(mention, linked))

        # Every second part is code, which stays as it was typed.
        parts = _CODE.split(text)
        return "".join(part if number % 2 else tagged(part) for number, part in enumerate(parts))


def mentions(text: str) -> set[str]:
    return set(_MENTION.findall(text))


def _handles(people: Iterable[Profile]) -> dict[str, Profile]:
    handles: dict[str, Profile] = {}
    for person in people:
        handles[person.name.lower()] = handles[person.real_name.lower()] = person
        if person.id == BOT_USER_ID:
            handles[person.real_name.lower()] = handles[BOT_HANDLE] = person
    return handles


def _names_pattern(sign: str, names: Iterable[str]) -> re.Pattern[str]:
    # The longest name wins, and a name ends where no further letter of a name follows.
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<![\w<&]){sign}({alternatives})(?![\w-])", re.IGNORECASE)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
