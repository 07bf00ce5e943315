"""A person at their screen: types, reads, presses, fills in forms."""

from collections.abc import Callable

from bot.sandbox.driver import uploads
from bot.sandbox.driver.hands import Hands
from bot.sandbox.driver.messages import Answer, MessageOnScreen
from bot.sandbox.driver.modal import Modal, ViewOnScreen
from bot.sandbox.driver.stage import ActFailed, CommandFailed, NotOnScreen, Stage
from bot.sandbox.people import Profile


class Person:
    """Acts through the same table as the page, so what works here works there."""

    def __init__(self, stage: Stage, profile: Profile, *, window: str = "") -> None:
        self._hands = Hands(stage, profile, window=window)
        self._stage = stage
        self.id = profile.id
        self.handle = profile.name
        self.profile = profile

    def __repr__(self) -> str:
        return f"<@{self.handle}>"

    def in_window(self, name: str) -> "Person":
        """The same person in another window, where their forms are others."""
        return Person(self._stage, self.profile, window=name)

    def type(
        self,
        channel: str,
        text: str,
        *,
        thread: MessageOnScreen | None = None,
        files: object = None,
        is_broadcast: bool = False,
    ) -> Answer | None:
        """Send a message or a command; a command's private answer, when the ack brought one.

        With `is_broadcast` a reply also goes to the channel.
        `files` go with a message: names, or names with bytes, as in `fill`.
        CommandFailed, with Slack's words, when the command was not acknowledged.
        """
        place = self._hands.channel(channel)
        where: dict[str, object] = {} if thread is None else {"thread_ts": thread.ts}
        where["reply_broadcast"] = is_broadcast
        where["files"] = [self._hands.upload(name, content) for name, content in uploads.of(files)]
        try:
            done = self._hands.do("send", channel=place.id, text=text, **where)
        except ActFailed as failure:
            raise CommandFailed(str(failure)) if text.startswith("/") else failure from failure
        said = self._hands.message(place.id, done["ts"]) if "ts" in done else None
        return Answer(self._hands, place.id, said) if said is not None and said.get("is_ephemeral") else None

    def messages(self, channel: str) -> list[MessageOnScreen]:
        """What the channel shows, oldest first, private answers included."""
        place = self._hands.channel(channel)
        return [MessageOnScreen(self._hands, place.id, each) for each in self._hands.messages(place.id)]

    def latest(self, channel: str, *, containing: str = "") -> MessageOnScreen:
        """The newest message in which the words can be seen."""
        messages = self.messages(channel)
        for message in reversed(messages):
            if containing in message.seen_text:
                return message
        shown = "\n---\n".join(message.seen_text for message in messages[-5:]) or "nothing"
        raise NotOnScreen(f"no message in {channel} shows {containing!r}; the last ones show:\n{shown}")

    def thread(self, message: MessageOnScreen) -> list[MessageOnScreen]:
        """The parent and its replies, oldest first."""
        shown = self._hands.messages(message.channel_id, thread_ts=message.raw.get("thread_ts", message.ts))
        return [MessageOnScreen(self._hands, message.channel_id, each) for each in shown]

    def private_answers(self, channel: str) -> list[Answer]:
        """What only this person sees there, oldest first."""
        place = self._hands.channel(channel)
        shown = [each for each in self._hands.messages(place.id) if each.get("is_ephemeral")]
        return [Answer(self._hands, place.id, each) for each in shown]

    @property
    def modal(self) -> Modal | None:
        """The form on top."""
        views = self._hands.views()
        return Modal(self._hands, views[-1]) if views else None

    @property
    def home(self) -> ViewOnScreen | None:
        view = self._hands.home()
        return None if view is None else ViewOnScreen(self._hands, view)

    def open_home(self) -> None:
        self._hands.do("open_home")

    def shortcut(self, label: str) -> None:
        """A global shortcut, from the lightning menu."""
        self._hands.shortcut(label, "global")

    def move_clock(self, seconds: int) -> None:
        """Forward, for everybody, with the sidebar's buttons."""
        self._hands.do("advance", seconds=seconds)

    def wait_for(self, condition: Callable[[], object], timeout: float = 10) -> None:
        """Look at every change until the condition holds; TimeoutError when it does not in time."""
        if not self._stage.wait_until(condition, timeout):
            raise TimeoutError(f"{self!r} waited {timeout} s in vain")
