"""Messages on the screen: read, pressed and chosen from by what they show now."""

from bot.sandbox.driver import labels
from bot.sandbox.driver.hands import Hands
from bot.sandbox.driver.reading import seen
from bot.sandbox.slack_json import Json


class MessageOnScreen:
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
    def seen_text(self) -> str:
        """Everything visible, as this person reads it; the text itself when there are no blocks."""
        reader = self._hands.reader()
        return seen(self.blocks, reader) if self.blocks else reader.reads(self.text)

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

    def press(self, label: str, *, near: str | None = None) -> None:
        """Press a button; `near` are words beside it when several have that label."""
        found = labels.one(labels.buttons(self.blocks), label, near=near)
        self._hands.press(self._container(), found.placed)

    def choose(self, *path: str, near: str | None = None) -> None:
        """Choose from a menu: `choose("Edit")`, or `choose("Severity", "SEV1")` with the menu's label first."""
        candidates, choice = labels.menus(self.blocks), path[-1]
        if len(path) > 1:
            found = labels.one(candidates, path[0], near=near)
        else:
            found = labels.with_option(candidates, choice, near=near)
        value = self._hands.value_for(self._container(), found.placed, choice)
        self._hands.press(self._container(), found.placed, value)

    def shortcut(self, callback_id: str) -> None:
        self._hands.do("shortcut", callback_id=callback_id, channel=self.channel_id, ts=self.ts)

    def react(self, name: str) -> None:
        self._hands.do("react", channel=self.channel_id, ts=self.ts, name=name)

    def unreact(self, name: str) -> None:
        self._hands.do("unreact", channel=self.channel_id, ts=self.ts, name=name)

    def edit(self, text: str) -> None:
        self._hands.do("edit", channel=self.channel_id, ts=self.ts, text=text)

    def delete(self) -> None:
        self._hands.do("delete", channel=self.channel_id, ts=self.ts)

    def _container(self) -> Json:
        return {"type": "message", "channel": self.channel_id, "ts": self.ts}


class Answer(MessageOnScreen):
    """What the app answered to one person alone ("Only visible to you")."""
