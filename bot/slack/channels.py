"""The incidents channel that holds while no admin has chosen one, found by id or name, and coming into channels."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from sqlalchemy import Connection, Engine

from bot.slack import scopes, troubles
from bot.slack.done import Done
from bot.slack.effects import USUAL_CHANNEL, FindIncidentsChannel, JoinChannel, OfChannels, to_item
from bot.slack.errors import SlackLacksScope, SlackRefused
from bot.slack.gateway import Gateway
from bot.views.troubles import Trouble
from storage import outbox, workspaces
from storage.records import Delivered, OutboxItem

log = logging.getLogger(__name__)


class Channels:
    """Looks through the workspace's channels."""

    def __init__(self, engine: Engine, gateway: Gateway) -> None:
        self._engine = engine
        self._gateway = gateway

    def perform(self, item: OutboxItem, effect: OfChannels) -> Done:
        """Find the incidents channel, or come into one that cards go to."""
        match effect:
            case FindIncidentsChannel():
                return self.find(item, effect)
            case JoinChannel():
                return self.join(item, effect.channel)
            case _:
                assert_never(effect)

    def find(self, item: OutboxItem, effect: FindIncidentsChannel) -> Done:
        """Look at a page of channels; the next page, and then the usual name, are effects of their own."""
        granted: dict[str, bool] = {}
        channels, cursor = self._page(effect.cursor, granted)
        found = _found_in(channels, effect.name)
        if found is None and (look_further := _further(effect, cursor)):
            return Done(Delivered(), lambda tx: _save(tx, item, granted, look_further))
        channel = str(found["id"]) if found else None
        with self._engine.begin() as tx:
            # Posting there needs no membership, so whether we can join makes no difference to that.
            workspaces.set_default_channel(tx, item.team_id, channel)
        if found and not found.get("is_member"):
            self._join(str(channel), granted)
        return Done(Delivered(), lambda tx: _save(tx, item, granted))

    def join(self, item: OutboxItem, channel: str) -> Done:
        """Join where we may by ourselves; of the incidents channel, tell the admins what keeps us out."""
        granted: dict[str, bool] = {}
        trouble = self._come_in(channel, granted)

        def finish(tx: Connection) -> None:
            _save(tx, item, granted)
            _tell(tx, item, channel, trouble)

        return Done(Delivered(), finish)

    def _come_in(self, channel: str, granted: dict[str, bool]) -> Trouble | None:
        """Return what keeps us out, other than a scope; a private channel is joined by invitation alone."""
        try:
            found = self._gateway.channel(channel)
        except SlackRefused as refused:
            log.warning("the channel %s is not shown to us: %s", channel, refused)
            return Trouble.UNKNOWN
        if found.get("is_archived"):
            return Trouble.ARCHIVED
        if not found.get("is_member"):
            self._join(channel, granted)
        return None

    def _page(self, cursor: str, granted: dict[str, bool]) -> tuple[list[Mapping[str, Any]], str]:
        """Look at the public ones alone where Slack would show us none for want of the scope for private ones."""
        try:
            page = self._gateway.channels(cursor)
        except SlackLacksScope:
            granted[scopes.PRIVATE_CHANNELS] = False
            return self._gateway.channels(cursor, with_private=False)
        granted[scopes.PRIVATE_CHANNELS] = True
        return page

    def _join(self, channel: str, granted: dict[str, bool]) -> None:
        try:
            self._gateway.join(channel)
            granted[scopes.JOINING] = True
        except SlackRefused as refused:
            log.warning("the channel %s cannot be joined: %s", channel, refused)
        except SlackLacksScope:
            granted[scopes.JOINING] = False


def _save(
    tx: Connection, item: OutboxItem, granted: Mapping[str, bool], look_further: FindIncidentsChannel | None = None
) -> None:
    """Remember which scopes there were, and what is still to be looked at."""
    if back := [scope for scope, is_granted in granted.items() if is_granted]:
        troubles.scopes_are_back(tx, item.team_id, back)
    for scope in (scope for scope, is_granted in granted.items() if not is_granted):
        troubles.begun(tx, item.team_id, Trouble.SCOPE, scope)
    if look_further is not None:
        outbox.put(tx, item.team_id, [to_item(look_further)])


def _tell(tx: Connection, item: OutboxItem, channel: str, trouble: Trouble | None) -> None:
    """Tell the admins, or forget what was wrong, if this is still the incidents channel they chose."""
    if workspaces.get(tx, item.team_id).incidents_channel != channel:
        return
    if trouble is None:
        troubles.channel_is_back(tx, item.team_id)
    else:
        troubles.begun(tx, item.team_id, trouble, channel)


def _found_in(channels: Iterable[Mapping[str, Any]], wanted: str) -> Mapping[str, Any] | None:
    """Return the channel whose id or name is `wanted`."""
    return next((channel for channel in channels if wanted in (channel["id"], channel["name"])), None)


def _further(effect: FindIncidentsChannel, cursor: str) -> FindIncidentsChannel | None:
    """Return the next page, or the usual name once a name of the operator's is nowhere."""
    if cursor:
        return FindIncidentsChannel(name=effect.name, cursor=cursor)
    if effect.name != USUAL_CHANNEL:
        return FindIncidentsChannel(name=USUAL_CHANNEL)
    return None
