"""Messages on the screen: read, pressed and chosen from by what they show now."""

from bot.sandbox.driver import labels
from bot.sandbox.driver.hands import Hands
from bot.sandbox.driver.reading import seen
from bot.sandbox.driver.surface import Surface
from bot.sandbox.slack_json import Json


class MessageOnScreen(Surface):
    """Follows its message: after an edit it shows the new text; after a deletion the last one, and `is_gone`."""

    def __init__(self, hands: Hands, channel_id: str, message: Json) -> None:
        self._hands = hands
        self._last = message
        self.channel_id = channel_id
        self.ts: str = message["ts"]

    def __repr__(self) -> str:
        return f"<message {self.ts}: {self.seen_text!r}>"

    @property
    def raw(self) -> Json:
        """Slack's message object."""
        now = self._hands.message(self.channel_id, self.ts)
        self._last = now or self._last
        return self._last

    @property
    def is_gone(self) -> bool:
        return self._hands.message(self.channel_id, self.ts) is None

    @property
    def text(self) -> str:
        """The top-level text: notifications and screen readers."""
        return str(self.raw.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.raw.get("blocks", []))

    @property
    def container(self) -> Json:
        return {"type": "message", "channel": self.channel_id, "ts": self.ts}

    @property
    def seen_text(self) -> str:
        """Everything visible, as this person reads it; the text itself when there are no blocks; the files' names."""
        reader = self._hands.reader()
        words = seen(self.blocks, reader) if self.blocks else reader.reads(self.text)
        return "\n".join([words, *self.files]) if self.files else words

    @property
    def files(self) -> list[str]:
        """The names of what was sent with it."""
        return [str(file["name"]) for file in self.raw.get("files", [])]

    @property
    def labels(self) -> list[str]:
        return labels.visible(self.blocks)

    @property
    def author(self) -> str:
        """The handle of who wrote it."""
        return self._hands.reader().names.get(self.raw.get("user", ""), "")

    @property
    def reply_count(self) -> int:
        return int(self.raw.get("reply_count", 0))

    def shortcut(self, label: str) -> None:
        """A message shortcut, from the menu of the message."""
        self._hands.shortcut(label, "message", channel=self.channel_id, ts=self.ts)

    def react(self, name: str) -> None:
        self._hands.do("react", channel=self.channel_id, ts=self.ts, name=name)

    def unreact(self, name: str) -> None:
        self._hands.do("unreact", channel=self.channel_id, ts=self.ts, name=name)

    def edit(self, text: str) -> None:
        self._hands.do("edit", channel=self.channel_id, ts=self.ts, text=text)

    def delete(self) -> None:
        self._hands.do("delete", channel=self.channel_id, ts=self.ts)


class Answer(MessageOnScreen):
    """What the app answered to one person alone ("Only visible to you")."""
