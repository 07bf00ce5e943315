"""What every act starts from: who acts, on what, and the sentences people get when it fails."""

from dataclasses import dataclass
from typing import Self

from bot.sandbox import inputs
from bot.sandbox.channels import Channel, direct_message
from bot.sandbox.exchanges import Delivery
from bot.sandbox.parts import Parts
from bot.sandbox.people import Profile
from bot.sandbox.refusals import ActRefused, SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.views import Window

NOT_RESPONDING = "Incident Tracker is not responding right now. Try again?"
TROUBLE = "We had some trouble connecting. Try again?"
CLOSED = "This form is closed and can no longer be sent. Your text is still here to copy."


@dataclass(frozen=True, slots=True)
class Desk:
    """One act of one person."""

    parts: Parts
    person: Profile
    act: Json

    @classmethod
    def of(cls, parts: Parts, act: Json) -> Self:
        person = parts.workspace.people.get(str(act.get("as", "")))
        if person is None:
            raise ActRefused("There is nobody by that name in this workspace.")
        if not person.is_active:
            raise ActRefused(f"{person.real_name}'s account is deactivated.")
        return cls(parts, person, act)

    @property
    def window(self) -> Window:
        """Where the person does it; the driver's hands have one window without a name."""
        return self.person.id, str(self.act.get("window", ""))

    def channel(self, channel_id: str | None = None) -> Channel:
        """The act's channel (or the one given), when the person is a member of it."""
        wanted = channel_id or str(self.act.get("channel", ""))
        if wanted == direct_message(self.person.id).id:
            return self.parts.workspace.open_direct_message(self.person.id)[0]
        channel = self.parts.workspace.channels.get(wanted)
        if channel is None or self.person.id not in channel.members:
            raise ActRefused("You are not in that channel.")
        return channel

    def container(self) -> Json:
        """Where the element stands that was used: a message or a view."""
        container = self.act.get("container")
        needed = {"view": ("view_id",), "message": ("channel", "ts")}
        kind = container.get("type") if isinstance(container, dict) else None
        if not isinstance(container, dict) or not all(name in container for name in needed.get(str(kind), ("?",))):
            raise ActRefused("That is no longer there.")
        return {name: str(value) for name, value in container.items()}

    def message(self, channel: Channel, ts: str) -> Json:
        """A message the person can see, ephemerals included."""
        messages = self.parts.messages
        found = messages.get(channel.id, ts) or messages.private(self.person.id, channel.id, ts)
        if found is None:
            raise ActRefused("That message is gone.")
        return found

    def view(self, view_id: str) -> Json:
        try:
            owner, view = self.parts.views.get(view_id)
        except SlackError as closed:
            raise ActRefused(CLOSED) from closed
        if owner != self.person.id:
            raise ActRefused("That form belongs to somebody else.")
        return view

    def trigger(self, *, view_id: str | None = None) -> str:
        return self.parts.triggers.issue(self.person.id, window=self.window[1], view_id=view_id)

    def chosen(self, container: str, placed: inputs.Placed, given: object, *, held: Json | None = None) -> Json:
        """The element's state when the person gives it `given`; refused when it is not on offer, nor in it already."""

        def find(element: Json, name: str) -> Json | None:
            if element["type"] == "file_input":
                return self.own_file(name)
            return self.parts.offered.find(container, element, name) or inputs.held_option(held, name)

        try:
            return inputs.chosen_state(placed.element, given, find)
        except inputs.UnknownOption as unknown:
            raise ActRefused(f'"{unknown}" is not among the options of {placed.action_id}.') from unknown
        except inputs.UnreadableValue as unreadable:
            raise ActRefused(f"{placed.action_id} cannot hold that.") from unreadable

    def own_file(self, file_id: str) -> Json | None:
        """The file, when the person uploaded it."""
        file = self.parts.files.get(file_id)
        return file if file is not None and file["user"] == self.person.id else None

    async def interact(self, payload: Json, *, takes_answer: bool = False) -> Delivery:
        if not self.parts.manifest.is_interactive:
            raise ActRefused("This app is not configured to handle interactive responses.")
        return await self.parts.deliveries.send("interactive", payload, takes_answer=takes_answer)
