"""The card of an incident, brought to the present state, and what is said under it."""

import logging
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, Engine

from bot.slack import troubles
from bot.slack.done import Done, said
from bot.slack.effects import DIRECT, LOOKING, JoinChannel, PostInThread, RefreshCard, to_item
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.blocks import Message
from bot.views.card import card
from bot.views.troubles import Trouble
from storage import comments, incidents, outbox, seen, workspaces
from storage.records import Delivered, Incident, OutboxItem, Parked, Workspace

log = logging.getLogger(__name__)

_CANNOT_POST_THERE = {
    "channel_not_found": Trouble.UNKNOWN,
    "not_in_channel": Trouble.NOT_INVITED,
    "is_archived": Trouble.ARCHIVED,
    "restricted_action": Trouble.RESTRICTED,
    "restricted_action_read_only_channel": Trouble.RESTRICTED,
    "restricted_action_thread_only_channel": Trouble.RESTRICTED,
}


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Where the card was posted, if anywhere, and what kept it from the channels that came before."""

    posted: Posted | None
    troubles: dict[str, Trouble]


class Cards:
    """Posts cards once, updates them, and speaks under them."""

    def __init__(self, engine: Engine, gateway: Gateway, poster: Poster) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = poster

    def refresh(self, item: OutboxItem, effect: RefreshCard) -> Done:
        """Bring the card to the present state; where there is none, a deleted incident gets none."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
            if incident is None:
                return Done(Delivered())
            message = card(incident, comments.last(tx, incident), version=str(item.id))
            workspace = workspaces.get(tx, item.team_id)
        if incident.card_channel and incident.card_ts:
            there = Posted(incident.card_channel, incident.card_ts)
            if self._poster.is_there(lambda: self._gateway.update(there, message)):
                return said(there)
        return self._place(item, incident, workspace, message)

    def post_in_thread(self, item: OutboxItem, effect: PostInThread) -> Done:
        """Say it under the card; of a deleted incident nothing more is said."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
        if incident is None or incident.is_deleted:
            return Done(Delivered())
        if incident.card_channel is None:
            return Done(Parked(reason="the card could not be posted"))
        posted = self._poster.post(item, incident.card_channel, effect.message, thread_ts=incident.card_ts)
        if effect.comment_id is None:
            return said(posted)
        return said(
            posted, partial(comments.set_place, comment_id=effect.comment_id, channel=posted.channel, ts=posted.ts)
        )

    def _place(self, item: OutboxItem, incident: Incident, workspace: Workspace, message: Message) -> Done:
        """Find the card where an earlier attempt posted it, else post it."""
        places = [workspace.cards_channel, workspace.default_channel, incident.opened_in]
        channels = list(dict.fromkeys(place for place in places if place))
        if standing := self._standing(item, channels):
            return said(standing, partial(_remember, incident=incident, posted=standing))
        if incident.is_deleted:
            return Done(Delivered())
        attempt = self._post(item, incident, channels, message)

        def save(tx: Connection) -> None:
            if attempt.posted:
                _remember(tx, incident, attempt.posted)
                _hear(tx, workspace, attempt.posted.channel)
            _tell(tx, workspace, attempt)

        if attempt.posted is None:
            return Done(Parked(reason="there is nowhere to post the card"), save)
        return said(attempt.posted, save)

    def _standing(self, item: OutboxItem, channels: list[str]) -> Posted | None:
        """Return where an earlier attempt posted the card: the channels may have been others then."""
        looks = (self._poster.standing(item, channel) for channel in ([item.channel] if item.channel else channels))
        return next(filter(None, looks), None)

    def _post(self, item: OutboxItem, incident: Incident, channels: list[str], message: Message) -> _Attempt:
        """Post to the incidents channel, else where it was opened; where neither can be, to the reporter alone."""
        found: dict[str, Trouble] = {}
        for channel in channels:
            try:
                return _Attempt(self._poster.post_anew(item, channel, message), found)
            except SlackRefused as refused:
                if refused.error not in _CANNOT_POST_THERE:
                    raise
                found[channel] = _CANNOT_POST_THERE[refused.error]
        try:
            posted = self._poster.to_person(
                item.team_id, incident.reporter_id, lambda direct: self._poster.post_anew(item, direct, message)
            )
        except SlackRefused as refused:
            log.error("the card of #%s can be posted nowhere: %s", incident.number, refused)  # noqa: TRY400 - Slack's no is no bug
            return _Attempt(None, found)
        return _Attempt(posted, found)


def _remember(tx: Connection, incident: Incident, posted: Posted) -> None:
    incidents.set_card(tx, incident.id, channel=posted.channel, ts=posted.ts)
    if incident.card_channel and incident.card_ts:
        seen.keep_old_card(
            tx, incident.team_id, channel=incident.card_channel, ts=incident.card_ts, number=incident.number
        )


def _hear(tx: Connection, workspace: Workspace, channel: str) -> None:
    """Join where the card was posted; the incidents channel that we found ourselves is joined already."""
    if channel != workspace.default_channel and not channel.startswith(DIRECT):
        outbox.put_once(tx, workspace.id, to_item(JoinChannel(channel=channel)))


def _tell(tx: Connection, workspace: Workspace, attempt: _Attempt) -> None:
    """Tell the admins what kept the card from where it belongs; once one could be posted there, that is over."""
    channel = workspace.cards_channel
    if channel is None:
        if not outbox.is_unfinished(tx, workspace.id, lane=LOOKING):
            troubles.begun(tx, workspace.id, Trouble.NO_CHANNEL)
    elif channel in attempt.troubles:
        troubles.begun(tx, workspace.id, attempt.troubles[channel], channel)
    else:
        troubles.channel_is_back(tx, workspace.id)
