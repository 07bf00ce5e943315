"""Fields that look their options up while somebody types."""

from typing import Any

from slack_bolt import Ack

from bot.deeds import looking
from bot.listeners.acting import Acting
from bot.listeners.payloads import Typing
from bot.views import forms


class Options:
    """Answers with what can be chosen; nothing is changed by asking."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def services(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer the services whose names hold what was typed, and creating one of that name."""
        typing = Typing.model_validate(body)
        with self._acting.engine.begin() as tx:
            names = looking.services(tx, typing.value, by=typing.caller)
        ack(options=forms.service_options(names, typed=typing.value))
