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
from bot.slack.gateway import Posted
from bot.slack.posting import Poster
from bot.views.blocks import Message
from bot.views.reminders import reminder
from storage import incidents, outbox, reminders, workspaces
from storage.records import Delivered, Incident, OutboxItem, Parked, Reminders, Workspace

log = logging.getLogger(__name__)


class ReminderMessages:
    """Says them."""

    def __init__(self, engine: Engine, poster: Poster, *, cards: Cards, direct_messages: DirectMessages) -> None:
        self._engine = engine
        self._poster = poster
        self._cards = cards
        self._direct_messages = direct_messages

    def send(self, item: OutboxItem, effect: SendReminder) -> Done:
        """Say it, unless somebody has done something about the incident since it was decided.

        One that may have been said is looked for all the same, and brought to the present state.
        """
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
            if incident is None:
                return Done(Delivered())
            so_far = reminders.get(tx, incident)
        stands = _stands(incident, so_far, effect)
        if not stands and not item.is_doubtful:
            return Done(Delivered())
        message = reminder(incident, effect.said, None if stands else so_far)
        match effect.where:
            case Where.DIRECT:
                return self._directly(item, effect, incident, message, stands=stands)
            case Where.THREAD:
                return self._in_thread(item, incident, message, stands=stands)
            case Where.CHANNEL:
                return self._in_channel(item, incident, message, stands=stands)

    def _directly(
        self, item: OutboxItem, effect: SendReminder, incident: Incident, message: Message, *, stands: bool
    ) -> Done:
        """Say it to the assignee; where they cannot be reminded any more, ask the channel, unless it is told anyway."""
        person_id = str(effect.person_id)
        with self._engine.begin() as tx:
            workspace, known = workspaces.with_people(tx, item.team_id, [person_id])
        may_see = permissions.may_see(known[person_id], workspace, incident)
        if not may_see:
            if not known[person_id].is_known and known[person_id].is_active:
                return Done(until_described(item))
            if stands and effect.count < STEPS:
                return Done(Delivered(), partial(_ask_channel, item=item, effect=effect))

        def say(channel: str) -> Posted | None:
            if not may_see and not incident.is_deleted:
                return self._poster.standing(item, channel)
            standing = self._poster.brought_up_to_date(item, channel, message)
            return self._poster.post_anew(item, channel, message) if stands and not standing else standing

        return self._direct_messages.tell(item, person_id, say)

    def _in_thread(self, item: OutboxItem, incident: Incident, message: Message, *, stands: bool) -> Done:
        if stands:
            return self._cards.post_in_thread(item, post_in_thread(incident, message))
        if incident.card_channel is None:
            return Done(Delivered())
        standing = self._poster.brought_up_to_date(item, incident.card_channel, message, thread_ts=incident.card_ts)
        return said(standing) if standing else Done(Delivered())

    def _in_channel(self, item: OutboxItem, incident: Incident, message: Message, *, stands: bool) -> Done:
        """Say it in the incidents channel, else where the card is, unless it was said where it was tried before."""
        if item.channel and (standing := self._poster.brought_up_to_date(item, item.channel, message)):
            return said(standing)
        if not stands:
            return Done(Delivered())
        with self._engine.begin() as tx:
            workspace = workspaces.get(tx, item.team_id)
        for channel in _channels(workspace, incident):
            try:
                return said(self._poster.post_anew(item, channel, message))
            except SlackRefused as refused:
                if not refused.closes_channel:
                    raise
                log.warning("the reminder of #%s cannot be posted in %s: %s", incident.number, channel, refused)
        return Done(Parked(reason="there is nowhere to post the reminder"))


def _ask_channel(tx: Connection, item: OutboxItem, effect: SendReminder) -> None:
    """Have the channel asked who takes it, by an effect of its own: by that the question is found to be answered."""
    asked = effect.model_copy(update={"where": Where.CHANNEL, "person_id": None, "has_assignee": False})
    outbox.put(tx, item.team_id, [to_item(asked)])


def _stands(incident: Incident, so_far: Reminders, effect: SendReminder) -> bool:
    """Tell whether nobody has done anything about the incident since, and nobody wants to hear of it later.

    Of those that had to wait for Slack only the last is said.
    """
    is_over = incident.is_resolved or incident.is_deleted or incident.reminders_stopped
    is_next = incident.last_activity_at == effect.since and so_far.sent <= effect.count
    return is_next and not is_over and not are_moved(so_far)


def _channels(workspace: Workspace, incident: Incident) -> list[str]:
    places = (workspace.cards_channel, workspace.default_channel, incident.card_channel, incident.opened_in)
    return list(dict.fromkeys(place for place in places if place))
