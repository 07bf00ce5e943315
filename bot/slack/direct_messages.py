"""Direct messages about an incident: the first is said at once, what follows soon is added to it."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, Engine

from bot.rules import permissions
from bot.slack.done import Done, said
from bot.slack.effects import (
    RefreshDirectMessages,
    RefreshReminders,
    SendDirectMessage,
    SendReminder,
    TellRole,
    WarnAdmin,
    to_item,
)
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.blocks import Message
from bot.views.direct_messages import direct_message
from bot.views.people import role_given
from bot.views.reminders import reminder
from bot.views.troubles import trouble
from storage import incidents, outbox, reminders, troubles, workspaces
from storage.records import EDITED_LATER, Delivered, Incident, OutboxItem, Parked, Postponed, Reminders
from storage.said import BEING_SAID, Said, is_being_said, last_said, let_go_on, next_said

log = logging.getLogger(__name__)

ADDED_WITHIN = timedelta(seconds=30)
"""Of the first message: nobody is called twice to what is one thing."""
LOOK_AGAIN = 1.0
"""Seconds, at the latest, while another worker says something about the incident, or asks who somebody is."""
DESCRIBED_WITHIN = timedelta(days=1)
_CANNOT_BE_WRITTEN_TO = {
    "cannot_dm_bot",
    "invalid_user_combination",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
}
_KIND = "send_direct_message"
_REMINDER = "send_reminder"


class DirectMessages:
    """Sends them, and brings those that were sent to the present state."""

    def __init__(self, engine: Engine, gateway: Gateway, poster: Poster) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = poster

    def send(self, item: OutboxItem, effect: SendDirectMessage) -> Done:
        """Tell the person, in the message of a moment ago or in a new one.

        Nobody is told of a deleted incident but that it was deleted, or of one they may not see; somebody new waits
        until Slack has said who they are.
        """
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
            before = last_said(tx, effect.incident_id, kind=_KIND, lane=item.lane)
            workspace, known = workspaces.with_people(tx, item.team_id, [effect.person_id])
        if incident is None:
            return Done(Delivered())
        person = known[effect.person_id]
        is_theirs = permissions.may_see(person, workspace, incident)
        if not is_theirs and not person.is_known:
            return Done(until_described(item))
        if not item.is_doubtful and (incident.is_deleted is not effect.of_deletion or not is_theirs):
            return Done(Delivered())
        words = effect if is_theirs else None
        return self.tell(item, effect.person_id, lambda channel: self._say(item, channel, incident, words, before))

    def refresh(self, item: OutboxItem, effect: RefreshDirectMessages) -> Done:
        """Bring the next message to the present state."""
        return self._refresh_next(item, effect, EDITED_LATER)

    def refresh_reminders(self, item: OutboxItem, effect: RefreshReminders) -> Done:
        """Bring the next reminder to the present state."""
        return self._refresh_next(item, effect, (_REMINDER,))

    def _refresh_next(
        self, item: OutboxItem, effect: RefreshDirectMessages | RefreshReminders, kinds: Collection[str]
    ) -> Done:
        """Bring the next message to the present state, once no other worker may be saying one from an older state.

        What another one began to add to it meanwhile may have been overtaken: then the same message is the next again.
        """
        next_one = partial(next_said, incident_id=effect.incident_id, kinds=kinds, after=effect.after)
        being_said = partial(is_being_said, incident_id=effect.incident_id, kinds=kinds)
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
            if being_said(tx):
                return _until_said(item, being_said)
            one = next_one(tx)
            if incident is None or one is None:
                return Done(Delivered())
            so_far = reminders.get(tx, incident)
            is_shown = incident.is_deleted or _may_see(tx, item.team_id, one, incident)
        try:
            if is_shown:
                self._update(one, _written(one, incident, so_far))
        except SlackRefused as refused:
            log.warning("a direct message about #%s keeps its old words: %s", effect.number, refused)

        def go_on(tx: Connection) -> None:
            is_current = not being_said(tx) and next_one(tx) == one
            after = one.item_id if is_current else effect.after
            outbox.put(tx, item.team_id, [to_item(effect.model_copy(update={"after": after}))])

        return Done(Delivered(), go_on)

    def warn(self, item: OutboxItem, effect: WarnAdmin) -> Done:
        """Tell an admin of a trouble that is not over."""
        with self._engine.begin() as tx:
            bot_user_id = workspaces.get(tx, item.team_id).bot_user_id
            if not troubles.is_known(tx, item.team_id, [effect.trouble], key=effect.key):
                return Done(Delivered())
        message = trouble(effect.trouble, effect.key, bot_user_id=bot_user_id)
        return self.tell(item, effect.person_id, lambda channel: self._poster.post(item, channel, message))

    def tell_role(self, item: OutboxItem, effect: TellRole) -> Done:
        """Tell somebody of a role they still have."""
        with self._engine.begin() as tx:
            workspace, known = workspaces.with_people(tx, item.team_id, [effect.person_id])
        person = known[effect.person_id]
        if person.role is not effect.role or permissions.role_of(person, workspace) is None:
            return Done(Delivered())
        message = role_given(person, workspace, actor_id=effect.actor_id)
        return self.tell(item, effect.person_id, lambda channel: self._poster.post(item, channel, message))

    def tell(self, item: OutboxItem, person_id: str, say: Callable[[str], Posted | None]) -> Done:
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
        self, item: OutboxItem, channel: str, incident: Incident, words: SendDirectMessage | None, before: Said | None
    ) -> Posted | None:
        """Say it once; None where nothing had been said and it is not so any more, or there is nothing to say."""
        message = _together(incident, [words] if words else [])
        if words is None and not incident.is_deleted:
            return self._poster.standing(item, channel)
        if standing := self._poster.brought_up_to_date(item, channel, message):
            return standing
        if words is None:
            return None
        if before and _is_recent(before, item) and self._is_added(before, incident, words):
            return Posted(before.channel, before.ts)
        is_so = incident.is_deleted is words.of_deletion
        return self._gateway.post(channel, message, outbox_id=item.id) if is_so else None

    def _is_added(self, before: Said, incident: Incident, effect: SendDirectMessage) -> bool:
        """Add what is to be said to a message; False where Slack does not let us, for whatever reason."""
        try:
            effects = [*map(SendDirectMessage.model_validate, before.effects), effect]
            self._update(before, _together(incident, effects))
        except SlackRefused as refused:
            log.warning("a direct message about #%s is said anew: %s", incident.number, refused)
            return False
        return True

    def _update(self, one: Said, message: Message) -> None:
        self._gateway.update(Posted(one.channel, one.ts), message, outbox_id=one.item_id)


def _until_said(item: OutboxItem, being_said: Callable[[Connection], bool]) -> Done:
    """Wait until it is said: whoever says it has this tried at once, and so do we where they were done before."""

    def try_at_once(tx: Connection) -> None:
        if not being_said(tx):
            let_go_on(tx, item.team_id, lane=item.lane)

    return Done(Postponed(seconds=LOOK_AGAIN, reason=BEING_SAID, is_failure=False), try_at_once)


def _written(one: Said, incident: Incident, so_far: Reminders) -> Message:
    """Return what the message says of the incident as it is now."""
    if one.effects[0]["kind"] == _REMINDER:
        return reminder(incident, SendReminder.model_validate(one.effects[0]).said, so_far)
    return _together(incident, [*map(SendDirectMessage.model_validate, one.effects)])


def _together(incident: Incident, effects: Sequence[SendDirectMessage]) -> Message:
    """Return the message that says all of it."""
    return direct_message(
        incident,
        [effect.sentence for effect in effects],
        because=next((effect.reasons for effect in reversed(effects) if effect.reasons), ()),
        of_deletion=any(effect.of_deletion for effect in effects),
    )


def _may_see(tx: Connection, team_id: str, one: Said, incident: Incident) -> bool:
    """Tell whether the incident exists for the person the message was for; what was said to all is for all."""
    person_id = one.effects[0]["person_id"]
    if person_id is None:
        return True
    workspace, known = workspaces.with_people(tx, team_id, [person_id])
    return permissions.may_see(known[person_id], workspace, incident)


def until_described(item: OutboxItem) -> Postponed | Parked:
    """Somebody may be a guest until Slack has said who they are, and it may never say so."""
    reason = "Slack has not said who they are"
    if item.leased_at - item.first_claimed_at > DESCRIBED_WITHIN:
        return Parked(reason=reason)
    return Postponed(seconds=LOOK_AGAIN, reason=reason, is_failure=False, is_doubtful=item.is_doubtful)


def _is_recent(before: Said, item: OutboxItem) -> bool:
    """Tell whether the item is added to the message; one that may have been added already is added again."""
    at = item.first_claimed_at if item.is_doubtful else item.leased_at
    return at - before.posted_at < ADDED_WITHIN
