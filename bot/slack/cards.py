"""The card of an incident, brought to the present state, and what is said under it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine

from bot.slack import troubles
from bot.slack.done import Done, said
from bot.slack.effects import (
    DIRECT,
    LOOKING,
    JoinChannel,
    MoveCard,
    PointToCard,
    PostInThread,
    RefreshCard,
    to_item,
)
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway, Posted
from bot.slack.posting import Poster
from bot.views.blocks import Message
from bot.views.card import card, moved
from bot.views.text import naming
from bot.views.troubles import Trouble
from storage import comments, incidents, outbox, seen, workspaces
from storage.records import Delivered, Incident, OutboxItem, Parked, Workspace

log = logging.getLogger(__name__)

_TROUBLES = {
    "channel_not_found": Trouble.UNKNOWN,
    "not_in_channel": Trouble.NOT_INVITED,
    "is_archived": Trouble.ARCHIVED,
}
"""What else closes a channel is a rule of the workspace's."""
_CLOSES_THREAD = {"cannot_reply_to_message", "restricted_action_thread_locked"}
_NO_CARD = "the card could not be posted"
MOST_MOVES = 3
"""So often a card is moved for one thing that is to be said under it."""


@dataclass(frozen=True, slots=True)
class _Card:
    """An incident's card as it is to be shown now, and whose it is."""

    incident: Incident
    message: Message
    workspace: Workspace

    @property
    def channels(self) -> list[str]:
        """Where it may be posted, the best first."""
        places = [self.workspace.cards_channel, self.workspace.default_channel, self.incident.opened_in]
        return list(dict.fromkeys(place for place in places if place))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Where the card was posted, if anywhere, and what kept it from the channels that came before."""

    posted: Posted | None
    troubles: dict[str, Trouble]


class Cards:
    """Posts cards once, updates them, and speaks under them."""

    def __init__(self, engine: Engine, gateway: Gateway, poster: Poster, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._gateway = gateway
        self._poster = poster
        self._now = now

    def refresh(self, item: OutboxItem, effect: RefreshCard) -> Done:
        """Bring the card to the present state; where there is none, a deleted incident gets none."""
        shown = self._read(item, effect.incident_id)
        if shown is None:
            return Done(Delivered())
        there = _place_of(shown.incident)
        # Where it was before takes an update again, perhaps, but once it was posted elsewhere it is no longer there.
        if (item.channel or there is None) and (standing := self._standing(item, shown.channels)):
            return _found(shown.incident, standing)
        if there and self._poster.is_there(lambda: self._gateway.update(there, shown.message)):
            return said(there)
        return self._place(item, shown, closed={})

    def move(self, item: OutboxItem, effect: MoveCard) -> Done:
        """Post the card anew, in another channel where that one is closed, unless it has been moved meanwhile."""
        shown = self._read(item, effect.incident_id)
        if shown is None or shown.incident.card_ts != effect.ts:
            return Done(Delivered())
        if standing := self._standing(item, shown.channels):
            return _found(shown.incident, standing)
        return self._place(item, shown, closed={effect.channel: effect.trouble} if effect.trouble else {})

    def point(self, item: OutboxItem, effect: PointToCard) -> Done:
        """Say in the place of a card that was left where the card is; where Slack does not let us, it stays.

        In a channel that is closed it is given up, so that the clock tries again: it may be open again.
        """
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
        if incident is not None:
            try:
                self._gateway.update(Posted(effect.channel, effect.ts), moved(incident))
            except SlackRefused as refused:
                log.info("the old card of #%s stays as it is: %s", effect.number, refused)
                if refused.closes_channel:
                    return Done(Parked(reason=str(refused)))
        return Done(Delivered())

    def post_in_thread(self, item: OutboxItem, effect: PostInThread) -> Done:
        """Say it under the card; of a deleted incident nothing more is said."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, effect.incident_id)
        if incident is None or incident.is_deleted:
            return Done(Delivered())
        under = _place_of(incident)
        if under is None:
            return Done(Parked(reason=_NO_CARD))
        try:
            posted = self._poster.post(item, under.channel, effect.message, thread_ts=under.ts)
        except SlackRefused as refused:
            if effect.moves == MOST_MOVES or not (refused.closes_channel or refused.error in _CLOSES_THREAD):
                raise
            log.warning("nothing can be said under the card of #%s: %s", incident.number, refused)
            trouble = _trouble(refused) if refused.closes_channel else None
            return Done(Delivered(), partial(_move, item=item, effect=effect, under=under, trouble=trouble))
        if effect.comment_id is None:
            return said(posted)
        return said(
            posted, partial(comments.set_place, comment_id=effect.comment_id, channel=posted.channel, ts=posted.ts)
        )

    def _read(self, item: OutboxItem, incident_id: int) -> _Card | None:
        """Return the card as it is now; None where the incident was purged."""
        with self._engine.begin() as tx:
            incident = incidents.get_by_id(tx, item.team_id, incident_id)
            if incident is None:
                return None
            workspace, known = workspaces.with_people(tx, item.team_id, [incident.reporter_id])
            who = naming(known[incident.reporter_id])
            message = card(incident, comments.last(tx, incident), version=str(item.id), who=who, now=self._now())
            return _Card(incident, message, workspace)

    def _place(self, item: OutboxItem, shown: _Card, *, closed: dict[str, Trouble]) -> Done:
        """Post the card where it is not known to be closed."""
        incident = shown.incident
        if incident.is_deleted:
            return Done(Delivered())
        attempt = self._post(item, shown, closed)

        def save(tx: Connection) -> None:
            if attempt.posted:
                _remember(tx, incident, attempt.posted)
                _hear(tx, shown.workspace, attempt.posted.channel)
            _tell(tx, shown.workspace, attempt)

        if attempt.posted is None:
            return Done(Parked(reason="there is nowhere to post the card"), save)
        return said(attempt.posted, save)

    def _standing(self, item: OutboxItem, channels: list[str]) -> Posted | None:
        """Return where an earlier attempt posted the card: the channels may have been others then."""
        looks = (self._poster.standing(item, channel) for channel in ([item.channel] if item.channel else channels))
        return next(filter(None, looks), None)

    def _post(self, item: OutboxItem, shown: _Card, closed: dict[str, Trouble]) -> _Attempt:
        """Post to the incidents channel, else where it was opened; where neither can be, to the reporter alone."""
        incident, message, found = shown.incident, shown.message, {**closed}
        for channel in (channel for channel in shown.channels if channel not in closed):
            try:
                return _Attempt(self._poster.post_anew(item, channel, message), found)
            except SlackRefused as refused:
                if not refused.closes_channel:
                    raise
                found[channel] = _trouble(refused)
        try:
            posted = self._poster.to_person(
                item.team_id, incident.reporter_id, lambda direct: self._poster.post_anew(item, direct, message)
            )
        except SlackRefused as refused:
            log.error("the card of #%s can be posted nowhere: %s", incident.number, refused)  # noqa: TRY400 - Slack's no is no bug
            return _Attempt(None, found)
        return _Attempt(posted, found)


def _trouble(refused: SlackRefused) -> Trouble:
    return _TROUBLES.get(refused.error, Trouble.RESTRICTED)


def _place_of(incident: Incident) -> Posted | None:
    """Return where the card is, if there is one."""
    return Posted(incident.card_channel, incident.card_ts) if incident.card_channel and incident.card_ts else None


def _found(incident: Incident, standing: Posted) -> Done:
    """Return that an earlier attempt posted the card there."""
    return said(standing, partial(_remember, incident=incident, posted=standing))


def _move(tx: Connection, item: OutboxItem, effect: PostInThread, under: Posted, trouble: Trouble | None) -> None:
    """Have the card moved, and then this said, and then what is to be said after it."""
    # Until we are through, whoever changes the incident has nothing more to say.
    incidents.lock_even_deleted(tx, item.team_id, effect.number)
    move = MoveCard(
        incident_id=effect.incident_id, number=effect.number, channel=under.channel, ts=under.ts, trouble=trouble
    )
    again = effect.model_copy(update={"moves": effect.moves + 1})
    outbox.put_ahead(tx, item, [to_item(move), to_item(again)])


def _remember(tx: Connection, incident: Incident, posted: Posted) -> None:
    """Remember where the card is; what it leaves behind is not to look as if it were the card.

    What waited for the first one is said now, ahead of what is on the lane since.
    """
    incidents.set_card(tx, incident.id, channel=posted.channel, ts=posted.ts)
    left = _place_of(incident)
    if left is None:
        outbox.take_up_unsaid(tx, incident.id, kind="post_in_thread", reason=_NO_CARD)
    else:
        seen.keep_old_card(tx, incident.team_id, channel=left.channel, ts=left.ts, number=incident.number)
        pointer = PointToCard(incident_id=incident.id, number=incident.number, channel=left.channel, ts=left.ts)
        outbox.put(tx, incident.team_id, [to_item(pointer)])


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
