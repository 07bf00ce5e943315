"""Events: Slack tells us that something happened; what it is now, we ask."""

from typing import Any

from slack_bolt import Ack

from bot.deeds import people
from bot.listeners.acting import Acting
from bot.listeners.payloads import PersonEvent


class Events:
    """Takes note of events; one that raises is not acknowledged, and Slack sends it again."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def person_changed(self, ack: Ack, body: dict[str, Any]) -> None:
        """Have Slack asked who somebody is now."""
        happened = PersonEvent.model_validate(body)
        with self._acting.engine.begin() as tx:
            people.describe_again(tx, happened.team_id, happened.event.user.id)
        self._acting.wake_delivery()
        ack()
