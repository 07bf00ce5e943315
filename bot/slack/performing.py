"""How each effect is performed: read what it needs, ask Slack, say what to remember with the outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from sqlalchemy import Connection, Engine

from bot.slack.channels import found_in
from bot.slack.effects import (
    DescribeEverybody,
    DescribePerson,
    Effect,
    FindIncidentsChannel,
    PostInThread,
    RefreshCard,
    SendDirectMessage,
    to_item,
)
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.blocks import Message
from bot.views.card import card
from storage import comments, incidents, outbox, people, workspaces
from storage.records import Delivered, Incident, OutboxItem, Outcome, Parked, Workspace

_CARD_IS_GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_inactive"}
_CANNOT_POST_THERE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
}


USUAL_CHANNEL = "incidents"


def _nothing(_: Connection) -> None:
    """Nothing more to remember."""


@dataclass(frozen=True, slots=True)
class Done:
    """How it went, and what to remember in the transaction that records it."""

    outcome: Outcome
    save: Callable[[Connection], None] = _nothing


class Performer:
    """Performs effects; no database connection is held while Slack answers."""

    def __init__(self, engine: Engine, gateway: Gateway) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = Poster(engine, gateway)

    def perform(self, item: OutboxItem, effect: Effect) -> Done:
        """Perform the effect; raises what the gateway raises."""
        match effect:
            case RefreshCard():
                return self._refresh_card(item, effect)
            case PostInThread():
                return self._post_in_thread(item, effect)
            case SendDirectMessage():
                return self._send_direct_message(item, effect)
            case DescribePerson() | DescribeEverybody():
                return self._describe(item, effect)
            case FindIncidentsChannel():
                return self._find_incidents_channel(item, effect)
            case _:
                assert_never(effect)

    def _refresh_card(self, item: OutboxItem, effect: RefreshCard) -> Done:
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, effect.incident_id)
            if incident is None:
                return Done(Delivered())
            message = card(incident, comments.last(tx, incident))
            workspace = workspaces.get(tx, item.team_id)
        if incident.card_channel and incident.card_ts:
            standing = Posted(incident.card_channel, incident.card_ts)
            if self._update(standing, message):
                return Done(Delivered(channel=standing.channel, ts=standing.ts))
        posted = self._post_card(item, incident, workspace, message)
        return _posted(
            posted, partial(incidents.set_card, incident_id=incident.id, channel=posted.channel, ts=posted.ts)
        )

    def _update(self, standing: Posted, message: Message) -> bool:
        """Update the card; False when Slack no longer has it, so that it must be posted anew."""
        try:
            self._gateway.update(standing, message)
        except SlackRefused as refused:
            if refused.error in _CARD_IS_GONE:
                return False
            raise
        return True

    def _post_card(self, item: OutboxItem, incident: Incident, workspace: Workspace, message: Message) -> Posted:
        """Post to the incidents channel, else where it was opened; where neither can be, to the reporter alone."""
        places = [workspace.cards_channel, workspace.default_channel, incident.opened_in]
        channels = list(dict.fromkeys(place for place in places if place))
        for channel in channels:
            # An earlier attempt may have gone where the incidents channel was then.
            if standing := self._poster.standing(item, channel):
                return standing
        for channel in channels:
            try:
                return self._gateway.post(channel, message, outbox_id=item.id)
            except SlackRefused as refused:
                if refused.error not in _CANNOT_POST_THERE:
                    raise
        direct = self._poster.direct_channel(item.team_id, incident.reporter_id)
        return self._poster.post(item, direct, message)

    def _post_in_thread(self, item: OutboxItem, effect: PostInThread) -> Done:
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, effect.incident_id)
        if incident is None:
            return Done(Delivered())
        if incident.card_channel is None:
            return Done(Parked(reason="the card could not be posted"))
        return _posted(self._poster.post(item, incident.card_channel, effect.message, thread_ts=incident.card_ts))

    def _send_direct_message(self, item: OutboxItem, effect: SendDirectMessage) -> Done:
        channel = self._poster.direct_channel(item.team_id, effect.person_id)
        return _posted(self._poster.post(item, channel, effect.message))

    def _describe(self, item: OutboxItem, effect: DescribePerson | DescribeEverybody) -> Done:
        cursor = ""
        if isinstance(effect, DescribePerson):
            described = [self._gateway.person(item.team_id, effect.person_id)]
        else:
            described, cursor = self._gateway.people(item.team_id, effect.cursor)

        def save(tx: Connection) -> None:
            people.describe(tx, described, at=item.leased_at)
            if cursor:
                outbox.put(tx, item.team_id, [to_item(DescribeEverybody(cursor=cursor))])

        return Done(Delivered(), save)

    def _find_incidents_channel(self, item: OutboxItem, effect: FindIncidentsChannel) -> Done:
        channels, cursor = self._gateway.public_channels(effect.cursor)
        channel = found_in(channels, effect.name)
        if channel:
            self._gateway.join(channel)
        elif look_further := _further(effect, cursor):
            return Done(Delivered(), lambda tx: outbox.put(tx, item.team_id, [to_item(look_further)]))
        return Done(Delivered(), partial(workspaces.set_default_channel, team_id=item.team_id, channel=channel))


def _further(effect: FindIncidentsChannel, cursor: str) -> FindIncidentsChannel | None:
    """Return the next page, or the usual name once a name of the operator's is nowhere."""
    if cursor:
        return FindIncidentsChannel(name=effect.name, cursor=cursor)
    if effect.name != USUAL_CHANNEL:
        return FindIncidentsChannel(name=USUAL_CHANNEL)
    return None


def _posted(posted: Posted, save: Callable[[Connection], None] = _nothing) -> Done:
    return Done(Delivered(channel=posted.channel, ts=posted.ts), save)
