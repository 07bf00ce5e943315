"""What we read of the payloads of shortcuts; one on a message brings the message."""

from dataclasses import replace
from typing import Any

from bot.deeds.outcome import Caller
from bot.language.acts import Said
from bot.language.mentions import clean
from bot.language.messages import author_of, words_of
from bot.listeners.payloads import Channel, Interaction, Payload
from storage.records import File, Source


class _SharedFile(Payload):
    id: str
    name: str | None = None
    permalink: str | None = None
    """Missing where the file was deleted, or is hidden."""


class GlobalShortcut(Interaction):
    """Somebody used a shortcut from anywhere: there is no channel to answer in."""

    trigger_id: str

    @property
    def caller(self) -> Caller:
        """Return who used it."""
        return replace(super().caller, answers_in_form=True)


class MessageShortcut(Interaction):
    """Somebody used a shortcut on a message."""

    trigger_id: str
    channel: Channel
    message_ts: str
    message: dict[str, Any]

    @property
    def said(self) -> Said:
        """Return the message as a deed needs it."""
        author_id, name = author_of(self.message)
        files = [_SharedFile.model_validate(file) for file in self.message.get("files") or []]
        return Said(
            source=Source(channel=self.channel.id, ts=self.message_ts),
            author_id=author_id,
            author_name=name,
            text=words_of(self.message),
            files=tuple(
                File(id=file.id, name=clean(file.name or file.id), link=file.permalink)
                for file in files
                if file.permalink
            ),
        )
