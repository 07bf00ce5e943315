"""Direct messages about an incident: the first is said at once, what follows soon is added to it."""

import logging
from datetime import timedelta

from sqlalchemy import Engine

from bot.slack.done import Done, said
from bot.slack.effects import RefreshDirectMessages, SendDirectMessage, to_item
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.direct_messages import direct_message
from storage import incidents, outbox
from storage.outbox import Said
from storage.records import Delivered, Incident, OutboxItem, Postponed

log = logging.getLogger(__name__)

ADDED_WITHIN = timedelta(seconds=30)
"""Of the first message: nobody is called twice to what is one thing."""
LOOK_AGAIN = 1.0
"""Seconds, while another worker may be saying something about the incident."""
_KIND = "send_direct_message"


class DirectMessages:
    """Sends them, and brings those that were sent to the present state."""

    def __init__(self, engine: Engine, gateway: Gateway, poster: Poster) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = poster

    def send(self, item: OutboxItem, effect: SendDirectMessage) -> Done:
        """Tell the person, in the message of a moment ago or in a new one; of a deleted incident, nobody is told."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, effect.incident_id)
            before = outbox.last_said(tx, effect.incident_id, kind=_KIND, lane=item.lane)
        if incident is None or (incident.is_deleted and not item.is_doubtful):
            return Done(Delivered())
        posted = self._poster.to_person(
            item.team_id, effect.person_id, lambda channel: self._say(item, channel, incident, effect.sentence, before)
        )
        return said(posted) if posted else Done(Delivered())

    def refresh(self, item: OutboxItem, effect: RefreshDirectMessages) -> Done:
        """Bring the next message to the present state, once no other worker may be saying one from an older state."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, effect.incident_id)
            if outbox.is_being_said(tx, effect.incident_id, kind=_KIND):
                return Done(Postponed(seconds=LOOK_AGAIN, reason="one is being said", is_failure=False))
            one = outbox.next_said(tx, effect.incident_id, kind=_KIND, after=effect.after)
        if incident is None or one is None:
            return Done(Delivered())
        try:
            self._edit(one, incident)
        except SlackRefused as refused:
            log.warning("a direct message about #%s keeps its old words: %s", effect.number, refused)
        further = to_item(effect.model_copy(update={"after": one.item_id}))
        return Done(Delivered(), lambda tx: outbox.put(tx, item.team_id, [further]))

    def _say(
        self, item: OutboxItem, channel: str, incident: Incident, sentence: str, before: Said | None
    ) -> Posted | None:
        """Say it once; None where the incident was deleted and nothing had been said."""
        message = direct_message(incident, [sentence])
        if standing := self._poster.standing(item, channel):
            if incident.is_deleted:
                self._gateway.update(standing, message, outbox_id=item.id)
            return standing
        if (
            before
            and _is_recent(before, item)
            and self._poster.is_there(lambda: self._edit(before, incident, sentence))
        ):
            return Posted(before.channel, before.ts)
        return None if incident.is_deleted else self._gateway.post(channel, message, outbox_id=item.id)

    def _edit(self, one: Said, incident: Incident, *more: str) -> None:
        sentences = [str(effect["sentence"]) for effect in one.effects]
        message = direct_message(incident, [*sentences, *more])
        self._gateway.update(Posted(one.channel, one.ts), message, outbox_id=one.item_id)


def _is_recent(before: Said, item: OutboxItem) -> bool:
    """Tell whether the item is added to the message; one that may have been added already is added again."""
    at = item.first_claimed_at if item.is_doubtful else item.leased_at
    return at - before.posted_at < ADDED_WITHIN
