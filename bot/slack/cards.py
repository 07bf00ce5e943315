"""The card of an incident, brought to the present state, and what is said under it."""

from functools import partial

from sqlalchemy import Engine

from bot.slack.done import Done, said
from bot.slack.effects import PostInThread, RefreshCard
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.blocks import Message
from bot.views.card import card
from storage import comments, incidents, workspaces
from storage.records import Delivered, Incident, OutboxItem, Parked, Workspace

_CANNOT_POST_THERE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
}


class Cards:
    """Posts cards once, updates them, and speaks under them."""

    def __init__(self, engine: Engine, gateway: Gateway, poster: Poster) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = poster

    def refresh(self, item: OutboxItem, effect: RefreshCard) -> Done:
        """Bring the card to the present state; where there is none, a deleted incident gets none."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, effect.incident_id)
            if incident is None:
                return Done(Delivered())
            message = card(incident, comments.last(tx, incident), version=str(item.id))
            workspace = workspaces.get(tx, item.team_id)
        if incident.card_channel and incident.card_ts:
            there = Posted(incident.card_channel, incident.card_ts)
            if self._poster.is_there(lambda: self._gateway.update(there, message)):
                return said(there)
        posted = self._post(item, incident, workspace, message)
        if posted is None:
            return Done(Delivered())
        return said(posted, partial(incidents.set_card, incident_id=incident.id, channel=posted.channel, ts=posted.ts))

    def post_in_thread(self, item: OutboxItem, effect: PostInThread) -> Done:
        """Say it under the card; of a deleted incident nothing more is said."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, effect.incident_id)
        if incident is None or incident.is_deleted:
            return Done(Delivered())
        if incident.card_channel is None:
            return Done(Parked(reason="the card could not be posted"))
        return said(self._poster.post(item, incident.card_channel, effect.message, thread_ts=incident.card_ts))

    def _post(self, item: OutboxItem, incident: Incident, workspace: Workspace, message: Message) -> Posted | None:
        """Return where the card is after all, or now; None for a deleted incident that has none."""
        places = [workspace.cards_channel, workspace.default_channel, incident.opened_in]
        channels = list(dict.fromkeys(place for place in places if place))
        for channel in channels:
            # An earlier attempt may have gone where the incidents channel was then.
            if standing := self._poster.standing(item, channel):
                return standing
        return None if incident.is_deleted else self._post_anew(item, incident, channels, message)

    def _post_anew(self, item: OutboxItem, incident: Incident, channels: list[str], message: Message) -> Posted:
        """Post to the incidents channel, else where it was opened; where neither can be, to the reporter alone."""
        for channel in channels:
            try:
                return self._gateway.post(channel, message, outbox_id=item.id)
            except SlackRefused as refused:
                if refused.error not in _CANNOT_POST_THERE:
                    raise
        return self._poster.to_person(
            item.team_id, incident.reporter_id, lambda direct: self._poster.post(item, direct, message)
        )
