"""Shortcuts: from anywhere, and on a message, whose words the payload brings also where we are no members."""

from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds import filling
from bot.deeds.outcome import Form
from bot.language.acts import Draft, PickForMessage, StartFromMessage
from bot.listeners.acting import Acting
from bot.listeners.shortcut_payloads import GlobalShortcut, MessageShortcut


class Shortcuts:
    """Opens the form each is for."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def new(self, ack: Ack, body: dict[str, Any]) -> None:
        """Open the form for a new incident; no database is needed for that."""
        used = GlobalShortcut.model_validate(body)
        form = filling.start_draft(Draft(), by=used.caller, has_more=False)
        self._acting.gateway.open_view(used.trigger_id, form.view)
        ack()

    def new_from_message(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Open the form for a new incident with what the message says."""
        used = MessageShortcut.model_validate(body)
        self._open(used, StartFromMessage(used.said), context)
        ack()

    def add_to_incident(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Ask to which incident the message belongs."""
        used = MessageShortcut.model_validate(body)
        self._open(used, PickForMessage(used.said), context)
        ack()

    def _open(self, used: MessageShortcut, act: StartFromMessage | PickForMessage, context: BoltContext) -> None:
        outcome = self._acting.perform(act, by=used.caller, key=used.trigger_id, context=context)
        if isinstance(outcome, Form):
            self._acting.gateway.open_view(used.trigger_id, outcome.view)
