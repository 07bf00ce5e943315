"""Events: Slack tells us that something happened; what it is now, we ask."""

from typing import Any

from slack_bolt import Ack

from bot.deeds import channels, people
from bot.listeners.acting import Acting
from bot.listeners.event_payloads import ChannelEvent, JoinEvent, NamedChannelEvent, PersonEvent


class Events:
    """Takes note of events; one that raises is not acknowledged, and Slack sends it again."""

    def __init__(self, acting: Acting, *, incidents_channel: str) -> None:
        self._acting = acting
        self._incidents_channel = incidents_channel

    def person_changed(self, ack: Ack, body: dict[str, Any]) -> None:
        """Have Slack asked who somebody is now."""
        happened = PersonEvent.model_validate(body)
        with self._acting.noting() as tx:
            people.describe_again(tx, happened.team_id, happened.event.user.id)
        ack()

    def channel_appeared(self, ack: Ack, body: dict[str, Any]) -> None:
        """Look for the incidents channel where a channel that is new, or has a new name, may be it."""
        happened = NamedChannelEvent.model_validate(body)
        channel = happened.event.channel
        with self._acting.noting() as tx:
            channels.channel_appeared(
                tx, happened.team_id, channel=channel.id, called=channel.name, name=self._incidents_channel
            )
        ack()

    def channel_archived(self, ack: Ack, body: dict[str, Any]) -> None:
        """Look for another incidents channel where the one there was is archived."""
        happened = ChannelEvent.model_validate(body)
        with self._acting.noting() as tx:
            channels.channel_went(tx, happened.team_id, channel=happened.event.channel, name=self._incidents_channel)
        ack()

    def channel_unarchived(self, ack: Ack, body: dict[str, Any]) -> None:
        """Look for the incidents channel: the event does not say what the channel is called."""
        happened = ChannelEvent.model_validate(body)
        with self._acting.noting() as tx:
            channels.look_again(tx, happened.team_id, name=self._incidents_channel)
        ack()

    def member_joined(self, ack: Ack, body: dict[str, Any]) -> None:
        """Look for the incidents channel where we ourselves were let into a channel."""
        happened = JoinEvent.model_validate(body)
        joined = happened.event
        with self._acting.noting() as tx:
            channels.somebody_joined(
                tx, happened.team_id, person_id=joined.user, channel=joined.channel, name=self._incidents_channel
            )
        ack()
