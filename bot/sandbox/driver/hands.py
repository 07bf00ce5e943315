"""One person's hands and eyes: acts through the sandbox's own table, looks through the same eyes as the page."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.acts import perform
from bot.sandbox.channels import Channel, direct_message
from bot.sandbox.driver import labels, uploads
from bot.sandbox.driver.mrkdwn import Reader
from bot.sandbox.driver.stage import ActFailed, NotOnScreen, Stage
from bot.sandbox.inputs import Placed, initial_options, options_of
from bot.sandbox.people import Profile
from bot.sandbox.refusals import ActRefused
from bot.sandbox.seen import MOST, Seen
from bot.sandbox.slack_json import Json


@dataclass(frozen=True, slots=True)
class Hands:
    """`person` on `stage`, in one of their windows; `errors` are what forms said last, `offers` what was offered."""

    stage: Stage
    person: Profile
    errors: dict[str, Json] = field(default_factory=dict)
    offers: dict[str, list[Json]] = field(default_factory=dict)
    window: str = ""

    def do(self, act: str, **details: object) -> Json:
        """Perform an act as the page would; ActFailed with what the person is told."""
        wanted = {"as": self.person.id, "window": self.window, "act": act, **details}
        done = self.stage.server.run(perform(self.stage.parts, wanted))
        if not done["ok"]:
            raise ActFailed(done["error"])
        return done

    def shortcut(self, label: str, kind: str, **details: object) -> None:
        """Use a shortcut by the name it has in the menu, or by its callback id."""
        offered = [row for row in self.stage.parts.manifest.shortcuts.values() if row["type"] == kind]
        found = next((row for row in offered if label in {row["name"], row["callback_id"]}), None)
        if found is None:
            names = ", ".join(repr(row["name"]) for row in offered) or "nothing"
            raise NotOnScreen(f"no {kind} shortcut is called {label!r}; in the menu: {names}")
        self.do("shortcut", callback_id=found["callback_id"], **details)

    def channel(self, name: str) -> Channel:
        """#incidents, incidents, or @Incident Tracker for the direct message with the app."""
        bot = self.stage.parts.workspace.bot
        if name.startswith("@") and name[1:].lower() in {bot.real_name.lower(), bot.name}:
            return self._direct_message()
        wanted = name.removeprefix("#")
        channels = self.stage.server.read(self._seen().channels)
        found = next((channel for channel in channels if wanted in {channel.name, channel.id}), None)
        if found is None:
            names = ", ".join(f"#{channel.name}" for channel in channels if channel.name)
            raise NotOnScreen(
                f"{self.person.real_name} sees no channel {name!r}; in the sidebar: {names}, @{bot.real_name}"
            )
        return found

    def messages(self, channel_id: str, *, thread_ts: str | None = None) -> list[Json]:
        return self.stage.server.read(lambda: self._seen().messages(channel_id, thread_ts=thread_ts, limit=MOST)[0])

    def message(self, channel_id: str, ts: str) -> Json | None:
        # One look at what is replaced and never changed needs no standing still; a screen is full of messages.
        messages = self.stage.parts.messages
        return messages.get(channel_id, ts) or messages.private(self.person.id, channel_id, ts)

    def views(self) -> list[Json]:
        return self.stage.server.read(lambda: self._seen().views(self.window)[0])

    def home(self) -> Json | None:
        return self.stage.server.read(lambda: self._seen().views()[1])

    def reader(self) -> Reader:
        workspace = self.stage.parts.workspace
        names = {person.id: person.name if not person.is_bot else person.real_name for person in workspace.everyone()}
        names |= {channel.id: channel.name for channel in list(workspace.channels.values())}
        now = datetime.fromtimestamp(workspace.clock.now(), tz=UTC)
        return Reader(names, ZoneInfo(self.person.tz), now)

    def value_for(self, container: Json, placed: Placed, choice: object) -> object:
        """What the client sends for what a person chose by its label: an option's value, an id, or the text itself."""
        if placed.element["type"] == "file_input":
            return [self.upload(name, content) for name, content in uploads.of(choice)]
        if isinstance(choice, (list, tuple)):
            return [self._one_value(container, placed, each) for each in choice]
        return self._one_value(container, placed, choice)

    def _one_value(self, container: Json, placed: Placed, choice: object) -> object:
        kind = placed.element["type"].removeprefix("multi_")
        if not isinstance(choice, str):
            return int(choice.timestamp()) if isinstance(choice, datetime) else choice
        if kind == "external_select":
            return self._offered_value(container, placed, choice)
        if kind in {"static_select", "radio_buttons", "checkboxes", "overflow"}:
            return labels.option_value(placed.element, choice)
        return self._id_for(kind, choice)

    def upload(self, name: str, content: bytes) -> str:
        """The id of a new file of this person."""
        try:
            return str(self.stage.server.read(lambda: self.stage.parts.files.keep(self.person, name, content))["id"])
        except ActRefused as refusal:
            raise ActFailed(str(refusal)) from refusal

    def press(self, container: Json, placed: Placed, value: object = None, *, confirm: bool = True) -> None:
        """Use an element, and say `confirm` to the app's question; a no is told to nobody."""
        if not confirm:
            if "confirm" not in placed.element:
                raise NotOnScreen(f"{placed.action_id} asks for no confirmation")
            return
        self.do("press", container=container, block_id=placed.block_id, action_id=placed.action_id, value=value)

    def suggest(self, container: Json, placed: Placed, typed: str) -> list[Json]:
        """Type into an external select; what it offers stays on the screen until something else is typed."""
        where = {"container": container, "block_id": placed.block_id, "action_id": placed.action_id}
        offered = options_of(self.do("suggest", **where, value=typed))
        self.offers[_spot(container, placed)] = offered
        return offered

    def _offered_value(self, container: Json, placed: Placed, label: str) -> object:
        """Choose from what is on offer; what is not, a person types first."""
        offered = [*self.offers.get(_spot(container, placed), []), *initial_options(placed.element)]
        if label not in map(labels.option_label, offered):
            offered = self.suggest(container, placed, label)
        return labels.option_value({"options": offered}, label)

    def _id_for(self, kind: str, choice: str) -> str:
        if kind == "users_select":
            return self._person_id(choice)
        return self.channel(choice).id if kind in {"conversations_select", "channels_select"} else choice

    def _person_id(self, handle: str) -> str:
        wanted = handle.removeprefix("@").lower()
        everyone = self.stage.server.read(self.stage.parts.workspace.everyone)
        for person in everyone:
            if wanted in {person.name, person.real_name.lower(), person.id.lower()}:
                return person.id
        raise NotOnScreen(f"nobody is called {handle!r}; there are {', '.join(person.name for person in everyone)}")

    def _direct_message(self) -> Channel:
        channels = self.stage.parts.workspace.channels
        own = direct_message(self.person.id)
        if own.id not in channels:
            self.do("open_im")
        return channels[own.id]

    def _seen(self) -> Seen:
        return Seen(self.stage.parts, self.person)


def _spot(container: Json, placed: Placed) -> str:
    """One element in one place."""
    return f"{container.get('view_id') or container.get('ts')} {placed.block_id} {placed.action_id}"
