"""Home tabs drawn again without a click: after what their people do elsewhere, and where publishing failed."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine

from bot.slack.done import Done
from bot.slack.effects import RefreshHome, to_item
from bot.slack.errors import SlackRefused
from bot.slack.gateway import Gateway
from bot.views.home.tab import Drawn
from storage import homes
from storage.records import Delivered, OutboxItem

log = logging.getLogger(__name__)

_NOWHERE = {"not_enabled", "missing_profile_id"}
"""The tab is switched off, or the person has none."""


class Draw(Protocol):
    """Draws somebody's tab as it is then; None where they have none, or may see nothing any more."""

    def __call__(self, tx: Connection, team_id: str, person_id: str, *, now: datetime) -> Drawn | None: ...


class Homes:
    """Publishes Home tabs; `draw` is the deeds' to know."""

    def __init__(self, engine: Engine, gateway: Gateway, draw: Draw, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._gateway = gateway
        self._draw = draw
        self._now = now
        self._under_way: set[str] = set()

    def is_under_way(self, person_id: str) -> bool:
        """Tell whether a tab of theirs is being published that may not know of a click committed by now."""
        return person_id in self._under_way

    def refresh(self, item: OutboxItem, effect: RefreshHome) -> Done:
        """Publish the tab as it is now, and once more where a click has come meanwhile, whose tab this one may hide."""
        self._under_way.add(effect.person_id)
        try:
            return self._refresh(item, effect)
        finally:
            self._under_way.discard(effect.person_id)

    def _refresh(self, item: OutboxItem, effect: RefreshHome) -> Done:
        with self._engine.begin() as tx:
            drawn = self._draw(tx, item.team_id, effect.person_id, now=self._now())
        if drawn is None:
            return Done(Delivered())
        try:
            self._gateway.publish_later(effect.person_id, drawn.view)
        except SlackRefused as refused:
            if refused.error not in _NOWHERE:
                raise
            log.info("%s has no Home tab: %s", effect.person_id, refused)
            return Done(Delivered())

        def save(tx: Connection) -> None:
            newest = homes.get(tx, item.team_id, effect.person_id)
            if newest and newest.version != drawn.version:
                homes.refresh(tx, item.team_id, effect.person_id, to_item(effect))

        return Done(Delivered(), save)
