"""What happens to the workspace itself: people come, go and change, channels are archived and renamed."""

from dataclasses import replace

from bot.sandbox.channels import Channel
from bot.sandbox.driver.stage import NotOnScreen, Stage
from bot.sandbox.people import BOT_USER_ID, Profile
from bot.sandbox.workspace import Workspace


class Admin:
    """Deeds of the workspace's administration; the app hears of them by events."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def add_person(self, handle: str, real_name: str, *, tz: str = "UTC", role: str = "member") -> Profile:
        person = Profile(f"U0{handle.upper()}", handle, real_name, tz, tz, role, "#4a5568")
        return self._stage.server.read(lambda: self._workspace.keep_person(person))

    def change_person(
        self, handle: str, *, real_name: str | None = None, tz: str | None = None, role: str | None = None
    ) -> Profile:
        """`role` deactivated takes the account away, any other gives it back."""
        before = next(person for person in self._workspace.people.values() if person.name == handle)
        changed = replace(before, real_name=real_name or before.real_name, tz=tz or before.tz, role=role or before.role)
        return self._stage.server.read(lambda: self._workspace.keep_person(changed))

    def create_channel(
        self, name: str, *, members: tuple[str, ...], is_private: bool = False, by: str = "chloe"
    ) -> Channel:
        """`members` are handles."""
        ids = tuple(self._person_id(handle) for handle in members)
        channel = Channel(f"C0{name.upper().replace('-', '')}", name, "private" if is_private else "channel", ids)
        return self._stage.server.read(lambda: self._workspace.create(channel, by=self._person_id(by)))

    def join(self, handle: str, channel: str) -> None:
        self._stage.server.read(lambda: self._workspace.join(self._channel(channel), self._person_id(handle)))

    def leave(self, handle: str, channel: str) -> None:
        self._stage.server.read(lambda: self._workspace.leave(self._channel(channel), self._person_id(handle)))

    def invite_app(self, channel: str, *, by: str = "chloe") -> None:
        """The app comes into a channel, also a private one, without asking."""
        inviter = self._person_id(by)
        self._stage.server.read(lambda: self._workspace.join(self._channel(channel), BOT_USER_ID, inviter=inviter))

    def remove_app(self, channel: str, *, by: str = "chloe") -> None:
        """The app is thrown out: of a private channel it knows nothing from then on."""
        remover = self._person_id(by)
        self._stage.server.read(lambda: self._workspace.leave(self._channel(channel), BOT_USER_ID, by=remover))

    def archive(self, channel: str, *, by: str = "chloe") -> None:
        self._archive(channel, by=by, is_archived=True)

    def unarchive(self, channel: str, *, by: str = "chloe") -> None:
        self._archive(channel, by=by, is_archived=False)

    def _archive(self, name: str, *, by: str, is_archived: bool) -> None:
        channel, who = self._channel(name), self._person_id(by)
        self._stage.server.read(lambda: self._workspace.archive(channel, by=who, is_archived=is_archived))

    def rename(self, channel: str, name: str) -> None:
        self._stage.server.read(lambda: self._workspace.rename(self._channel(channel), name))

    def uninstall(self) -> None:
        """The app is told that it was removed; its tokens go on working here."""
        self._stage.server.read(lambda: self._stage.parts.events.send_own({"type": "app_uninstalled"}))

    @property
    def _workspace(self) -> Workspace:
        return self._stage.parts.workspace

    def _channel(self, name: str) -> Channel:
        channel = self._workspace.channel_named(name)
        if channel is None:
            raise NotOnScreen(f"there is no channel {name!r}")
        return channel

    def _person_id(self, handle: str) -> str:
        found = next((person for person in self._workspace.everyone() if person.name == handle), None)
        if found is None:
            raise NotOnScreen(f"nobody is called {handle!r}")
        return found.id
