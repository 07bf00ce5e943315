"""What one person sees: their workspace, their messages, their forms; for the page and for the test driver."""

from dataclasses import dataclass

from bot.sandbox.channels import Channel, direct_message, page_channel
from bot.sandbox.faults import page_faults
from bot.sandbox.manifest import Command
from bot.sandbox.parts import Parts
from bot.sandbox.people import TEAM_ID, TEAM_NAME, Profile, page_person
from bot.sandbox.slack_json import Json

PAGE = 50
MOST = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """The workspace through one person's eyes."""

    parts: Parts
    person: Profile

    def state(self) -> Json:
        workspace, manifest = self.parts.workspace, self.parts.manifest
        return {
            "team": {"id": TEAM_ID, "name": TEAM_NAME},
            "me": page_person(self.person),
            "people": [page_person(person) for person in workspace.people.values()],
            "bot": page_person(workspace.bot),
            "app": {"takes_messages": manifest.takes_messages, "has_home": manifest.home_tab},
            "channels": [page_channel(channel, seen_by=self.person.id) for channel in self.channels()],
            "unread": self.parts.read_marks.rows(),
            "commands": [_command(each) for each in manifest.commands.values()],
            "subcommands": [_command(each) for each in self.parts.owner.subcommands],
            "shortcuts": [
                {key: each.get(key, "") for key in ("callback_id", "name", "type", "description")}
                for each in manifest.shortcuts.values()
            ],
            "time": self.parts.clock.now(),
            "faults": page_faults(self.parts.faults),
            "born": workspace.born,
            "can_be_filled": self.parts.can_be_filled,
        }

    def channels(self) -> list[Channel]:
        """Channels the person is in, and the DM with the bot whether it was used or not."""
        mine = [channel for channel in self.parts.workspace.channels.values() if self.person.id in channel.members]
        own = direct_message(self.person.id)
        return mine if any(channel.id == own.id for channel in mine) else [*mine, own]

    def channel(self, channel_id: str) -> Channel | None:
        return next((channel for channel in self.channels() if channel.id == channel_id), None)

    def messages(
        self, channel_id: str, *, thread_ts: str | None = None, before: str | None = None, limit: int = PAGE
    ) -> tuple[list[Json], bool]:
        """The newest `limit` messages before `before`, oldest first, and whether there are older ones."""
        if self.channel(channel_id) is None:
            return [], False
        private = self.parts.messages.privates(self.person.id, channel_id)
        if thread_ts is None:
            shown = self.parts.messages.top_level(channel_id) + [each for each in private if "thread_ts" not in each]
        else:
            replies = self.parts.messages.thread(channel_id, thread_ts)
            shown = replies + [each for each in private if each.get("thread_ts") == thread_ts]
        ordered = sorted(shown, key=lambda message: str(message["ts"]))
        older = ordered if before is None else [each for each in ordered if each["ts"] < before]
        return [page_message(each) for each in older[-limit:]], len(older) > limit

    def views(self, window: str = "") -> tuple[list[Json], Json | None]:
        """The stack of modals in one of the person's windows, bottom to top, and the Home tab."""
        home = self.parts.views.home(self.person.id)
        stack = [page_view(view) for view in self.parts.views.stack((self.person.id, window))]
        return stack, None if home is None else page_view(home)


def page_message(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "metadata"}


def page_view(view: Json) -> Json:
    return {key: value for key, value in view.items() if key != "private_metadata"}


def _command(command: Command) -> Json:
    return {"command": command.command, "description": command.description, "usage_hint": command.usage_hint}
