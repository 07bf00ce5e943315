"""The daily post, where the workspace wants it, or else where its cards are."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine

from bot.slack import troubles
from bot.slack.done import Done, said
from bot.slack.effects import PostDaily
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Posted
from bot.slack.posting import Poster
from bot.views.troubles import Trouble
from storage import settings, workspaces
from storage.records import Delivered, OutboxItem, Parked
from storage.troubles import end

log = logging.getLogger(__name__)


class DailyPosts:
    """Posts them once."""

    def __init__(self, engine: Engine, poster: Poster, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._poster = poster
        self._now = now

    def post(self, item: OutboxItem, effect: PostDaily) -> Done:
        """Post it where it is wanted, else in the incidents channel; nowhere where it is too late."""
        with self._engine.begin() as tx:
            wanted = settings.get(tx, item.team_id).daily_post_channel
            workspace = workspaces.get(tx, item.team_id)
        places = [wanted, workspace.cards_channel, workspace.default_channel]
        channels = list(dict.fromkeys(place for place in places if place))
        if item.channel and (standing := self._poster.standing(item, item.channel)):
            return said(standing)
        if self._now() > effect.until:
            log.warning("the daily post of outbox item %s is too late and not made", item.id)
            return Done(Delivered())
        posted = self._post_anew(item, effect, channels)
        tell = partial(_tell, team_id=item.team_id, wanted=wanted, posted=posted)
        return said(posted, tell) if posted else Done(Parked(reason="there is nowhere to post it"), tell)

    def _post_anew(self, item: OutboxItem, effect: PostDaily, channels: list[str]) -> Posted | None:
        """Post it in the first of these channels that is open to us; None where none is."""
        for channel in channels:
            try:
                return self._poster.post_anew(item, channel, effect.message)
            except SlackRefused as refused:
                if not refused.closes_channel:
                    raise
                log.warning("the daily post cannot be made in %s: %s", channel, refused)
        return None


def _tell(tx: Connection, *, team_id: str, wanted: str | None, posted: Posted | None) -> None:
    """Tell the admins that the channel they chose is closed; once it is open again, that is over."""
    if wanted is None:
        if posted is None:
            troubles.begun(tx, team_id, Trouble.NO_CHANNEL)
    elif posted is not None and posted.channel == wanted:
        end(tx, team_id, [Trouble.DAILY_POST])
    else:
        troubles.begun(tx, team_id, Trouble.DAILY_POST, wanted)
