"""Direct messages about an incident: the first is said at once, what follows soon is added to it."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine

from bot.slack.done import Done, said
from bot.slack.effects import RefreshDirectMessages, SendDirectMessage, WarnAdmin, to_item
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.direct_messages import direct_message
from bot.views.troubles import trouble
from storage import incidents, outbox, troubles, workspaces
from storage.outbox import Said
from storage.records import Delivered, Incident, OutboxItem, Parked, Postponed

log = logging.getLogger(__name__)

ADDED_WITHIN = timedelta(seconds=30)
"""Of the first message: nobody is called twice to what is one thing."""
LOOK_AGAIN = 1.0
"""Seconds, while another worker may be saying something about the incident."""
_CANNOT_BE_WRITTEN_TO = {
    "cannot_dm_bot",
    "invalid_user_combination",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
}
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
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
            before = outbox.last_said(tx, effect.incident_id, kind=_KIND, lane=item.lane)
        if incident is None or (incident.is_deleted and not item.is_doubtful):
            return Done(Delivered())
        return self._to(item, effect.person_id, lambda channel: self._say(item, channel, incident, effect, before))

    def refresh(self, item: OutboxItem, effect: RefreshDirectMessages) -> Done:
        """Bring the next message to the present state, once no other worker may be saying one from an older state."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
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

    def warn(self, item: OutboxItem, effect: WarnAdmin) -> Done:
        """Tell an admin of a trouble that is not over."""
        with self._engine.begin() as tx:
            bot_user_id = workspaces.get(tx, item.team_id).bot_user_id
            if not troubles.is_known(tx, item.team_id, [effect.trouble], key=effect.key):
                return Done(Delivered())
        message = trouble(effect.trouble, effect.key, bot_user_id=bot_user_id)
        return self._to(item, effect.person_id, lambda channel: self._poster.post(item, channel, message))

    def _to(self, item: OutboxItem, person_id: str, say: Callable[[str], Posted | None]) -> Done:
        """Say it, or nothing; to somebody nobody can write to, it is not said, which is nobody's fault."""
        try:
            posted = self._poster.to_person(item.team_id, person_id, say)
        except SlackRefused as refused:
            if refused.error not in _CANNOT_BE_WRITTEN_TO and not refused.closes_channel:
                raise
            log.info("outbox item %s: %s cannot be written to: %s", item.id, person_id, refused)
            return Done(Parked(reason=str(refused)))
        return said(posted) if posted else Done(Delivered())

    def _say(
        self, item: OutboxItem, channel: str, incident: Incident, effect: SendDirectMessage, before: Said | None
    ) -> Posted | None:
        """Say it once; None where the incident was deleted and nothing had been said."""
        message = direct_message(incident, [effect.sentence], because=effect.because)
        if standing := self._poster.standing(item, channel):
            if incident.is_deleted:
                self._gateway.update(standing, message, outbox_id=item.id)
            return standing
        if before and _is_recent(before, item) and self._is_added(before, incident, effect):
            return Posted(before.channel, before.ts)
        return None if incident.is_deleted else self._gateway.post(channel, message, outbox_id=item.id)

    def _is_added(self, before: Said, incident: Incident, effect: SendDirectMessage) -> bool:
        """Add what is to be said to a message; False where Slack does not let us, for whatever reason."""
        try:
            self._edit(before, incident, effect)
        except SlackRefused as refused:
            log.warning("a direct message about #%s is said anew: %s", incident.number, refused)
            return False
        return True

    def _edit(self, one: Said, incident: Incident, *more: SendDirectMessage) -> None:
        effects = [*map(SendDirectMessage.model_validate, one.effects), *more]
        because = next((effect.because for effect in reversed(effects) if effect.because), None)
        message = direct_message(incident, [effect.sentence for effect in effects], because=because)
        self._gateway.update(Posted(one.channel, one.ts), message, outbox_id=one.item_id)


def _is_recent(before: Said, item: OutboxItem) -> bool:
    """Tell whether the item is added to the message; one that may have been added already is added again."""
    at = item.first_claimed_at if item.is_doubtful else item.leased_at
    return at - before.posted_at < ADDED_WITHIN
