"""What we read of the payloads of shortcuts; one on a message brings the message."""

from dataclasses import replace
from typing import Any

from bot.deeds.outcome import Caller
from bot.language.acts import Said
from bot.language.messages import author_of, words_of
from bot.listeners.payloads import Channel, Interaction, SharedFile, kept
from storage.records import Source


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
        files = [SharedFile.model_validate(file) for file in self.message.get("files") or []]
        return Said(
            source=Source(channel=self.channel.id, ts=self.message_ts),
            author_id=author_id,
            author_name=name,
            text=words_of(self.message),
            files=kept(files),
        )
