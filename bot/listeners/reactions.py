"""Reactions: a pin under a card marks a key moment."""

from typing import Any

from slack_bolt import Ack

from bot.deeds import people, pinning
from bot.listeners.acting import Acting
from bot.listeners.spoken import ReactionEvent, moment
from bot.rules.permissions import NotKnownYet
from storage.records import Place

PIN = "pushpin"


class Reactions:
    """Takes note of pins. An event that raises is not acknowledged, and Slack sends it again."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def added(self, ack: Ack, body: dict[str, Any]) -> None:
        """Mark what was pinned."""
        self._react(ReactionEvent.model_validate(body), is_pinned=True)
        ack()

    def removed(self, ack: Ack, body: dict[str, Any]) -> None:
        """Take the mark of whoever took their pin away."""
        self._react(ReactionEvent.model_validate(body), is_pinned=False)
        ack()

    def _react(self, reacted: ReactionEvent, *, is_pinned: bool) -> None:
        reaction, item = reacted.event, reacted.event.item
        if reaction.reaction != PIN or item.type != "message":
            return
        by = reacted.caller_of(reaction.user, item.channel)
        place = Place(channel=item.channel, ts=item.ts, at=moment(reaction.event_ts))
        try:
            with self._acting.noting() as tx:
                pinning.pin(tx, place, by=by, is_pinned=is_pinned, version=reaction.event_ts, now=self._acting.now())
        except NotKnownYet:
            with self._acting.noting() as tx:
                people.introduce(tx, by)
            raise
