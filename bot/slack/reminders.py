"""Reminders said: to the assignee, under the card, in the channel; unless there is nothing to remind of any more."""

import logging
from functools import partial

from sqlalchemy import Connection, Engine

from bot.rules import permissions
from bot.rules.reminders import STEPS, Where, are_moved
from bot.slack.cards import Cards
from bot.slack.direct_messages import DirectMessages, until_described
from bot.slack.done import Done, said
from bot.slack.effects import SendReminder, post_in_thread, to_item
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.reminders import reminder
from storage import incidents, outbox, reminders, workspaces
from storage.records import Delivered, Incident, OutboxItem, Parked, Workspace

log = logging.getLogger(__name__)


class ReminderMessages:
    """Says them."""

    def __init__(
        self, engine: Engine, gateway: Gateway, poster: Poster, *, cards: Cards, direct_messages: DirectMessages
    ) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = poster
        self._cards = cards
        self._direct_messages = direct_messages

    def send(self, item: OutboxItem, effect: SendReminder) -> Done:
        """Say it, unless somebody has done something about the incident since it was decided.

        One that may have been said is looked for all the same: it is edited when the incident is deleted.
        """
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
            if incident is None:
                return Done(Delivered())
            stands = _stands(tx, incident, effect)
        if not stands and not item.is_doubtful:
            return Done(Delivered())
        match effect.where:
            case Where.DIRECT:
                return self._directly(item, effect, incident, stands=stands)
            case Where.THREAD:
                return self._in_thread(item, effect, incident, stands=stands)
            case Where.CHANNEL:
                return self._in_channel(item, effect, incident, stands=stands)

    def _directly(self, item: OutboxItem, effect: SendReminder, incident: Incident, *, stands: bool) -> Done:
        """Say it to the assignee; where they cannot be reminded any more, ask the channel, unless it is told anyway."""
        person_id = str(effect.person_id)
        with self._engine.begin() as tx:
            workspace, known = workspaces.with_people(tx, item.team_id, [person_id])
        if not permissions.may_see(known[person_id], workspace, incident):
            if not known[person_id].is_known and known[person_id].is_active:
                return Done(until_described(item))
            if stands and effect.count < STEPS:
                return Done(Delivered(), partial(_ask_channel, item=item, effect=effect))
            stands = False
        return self._direct_messages.tell(
            item, person_id, lambda channel: self._say(item, channel, effect, incident, stands=stands)
        )

    def _in_thread(self, item: OutboxItem, effect: SendReminder, incident: Incident, *, stands: bool) -> Done:
        if not stands:
            return Done(Delivered())
        return self._cards.post_in_thread(item, post_in_thread(incident, reminder(incident, effect.said)))

    def _in_channel(self, item: OutboxItem, effect: SendReminder, incident: Incident, *, stands: bool) -> Done:
        """Say it in the incidents channel, else where the card is."""
        with self._engine.begin() as tx:
            workspace = workspaces.get(tx, item.team_id)
        for channel in _channels(workspace, incident):
            try:
                posted = self._say(item, channel, effect, incident, stands=stands)
            except SlackRefused as refused:
                if not refused.closes_channel:
                    raise
                log.warning("the reminder of #%s cannot be posted in %s: %s", incident.number, channel, refused)
                continue
            return said(posted) if posted else Done(Delivered())
        return Done(Parked(reason="there is nowhere to post the reminder"))

    def _say(
        self, item: OutboxItem, channel: str, effect: SendReminder, incident: Incident, *, stands: bool
    ) -> Posted | None:
        """Say it once; None where it had not been said and is not to be said any more."""
        message = reminder(incident, effect.said)
        if standing := self._poster.standing(item, channel):
            if not stands:
                self._gateway.update(standing, message, outbox_id=item.id)
            return standing
        return self._poster.post_anew(item, channel, message) if stands else None


def _ask_channel(tx: Connection, item: OutboxItem, effect: SendReminder) -> None:
    """Have the channel asked who takes it, by an effect of its own: by that the question is found to be answered."""
    asked = effect.model_copy(update={"where": Where.CHANNEL, "person_id": None, "has_assignee": False})
    outbox.put(tx, item.team_id, [to_item(asked)])


def _stands(tx: Connection, incident: Incident, effect: SendReminder) -> bool:
    """Tell whether nobody has done anything about the incident since, and nobody wants to hear of it later.

    Of those that had to wait for Slack only the last is said.
    """
    if incident.is_resolved or incident.is_deleted or incident.last_activity_at != effect.since:
        return False
    if incident.reminders_stopped:
        return False
    so_far = reminders.get(tx, incident)
    return not are_moved(so_far) and so_far.sent <= effect.count


def _channels(workspace: Workspace, incident: Incident) -> list[str]:
    places = (workspace.cards_channel, workspace.default_channel, incident.card_channel, incident.opened_in)
    return list(dict.fromkeys(place for place in places if place))
