"""The Home tab: opened, and clicked on to see something else there; what rows can do goes the way of all buttons."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds import home
from bot.deeds.home import Change
from bot.deeds.outcome import Caller
from bot.errors import Refusal
from bot.language.mentions import clean
from bot.listeners.acting import Acting
from bot.listeners.deadline import require_in_time
from bot.listeners.event_payloads import HomeEvent
from bot.listeners.payloads import ButtonPress
from bot.rules.groups import Group
from bot.slack.errors import SlackBusy, SlackRefused, SlackUnavailable
from bot.views.blocks import View
from bot.views.home.state import Spot, State
from bot.views.home.tab import ANY
from storage.engine import AWAY
from storage.records import Severity, Status

log = logging.getLogger(__name__)

_HOME = "home"
"""The tab's name in Slack's events."""


class Home:
    """Draws somebody's tab and publishes it beside the ack; where that fails, delivery goes on trying."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def opened(self, ack: Ack, body: dict[str, Any]) -> None:
        """Show the tab as it is now; the other tab needs nothing."""
        happened = HomeEvent.model_validate(body)
        if happened.event.tab == _HOME:
            by = happened.caller
            with self._acting.engine.begin() as tx:
                view = home.opened(tx, by=by, now=self._acting.now(), finds_similar=self._acting.finds_similar)
            self._acting.wake_delivery()
            if view:
                self._publish_beside(view, by=by, seen=happened.view_hash)
        ack()

    def clicked(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Show what the click asks for."""
        press = ButtonPress.model_validate(body)
        if press.view is not None and press.is_on_home:
            change = _change(press.action.action_id, press.action.said)
            with self._acting.engine.begin() as tx:
                state = State.read(press.view.private_metadata)
                view = home.clicked(
                    tx,
                    change,
                    state,
                    by=press.caller,
                    now=self._acting.now(),
                    finds_similar=self._acting.finds_similar,
                )
                require_in_time(context)
            self._publish_beside(view, by=press.caller, seen=press.view_hash)
        ack()

    def _publish_beside(self, view: View, *, by: Caller, seen: str) -> None:
        self._acting.beside(self._publish, view, by=by, seen=seen)

    def _publish(self, view: View, *, by: Caller, seen: str) -> None:
        """Publish; where Slack is away, or another was faster, what is kept by now is published in its turn.

        So it is where delivery is publishing an older tab: that would hide this one for a moment.
        """
        try:
            is_first = not self._acting.is_home_under_way(by.person_id)
            if is_first and self._acting.gateway.publish(by.person_id, view, seen=seen):
                return
        except (SlackUnavailable, SlackBusy) as error:
            log.warning("a Home tab is published later: %s", error)
        except SlackRefused as refused:
            log.warning("a Home tab was not published: %s", refused)
            return
        try:
            with self._acting.engine.begin() as tx:
                home.refresh(tx, by=by)
        except AWAY as error:
            log.warning("a Home tab is not published: %s", error)
            return
        self._acting.wake_delivery()


def _change(action_id: str, said: str) -> Change:
    """Return what the click makes of what is looked at; raise Refusal for what no tab of ours holds."""
    try:
        return _CHANGES[action_id.removeprefix("home:").partition(":")[0]](said)
    except (KeyError, ValueError) as error:
        raise Refusal("That is not there any more. Open your Home tab again.") from error


def _group(said: str) -> Change:
    group = Group(said)
    return lambda state: state.in_group(group)


def _severity(said: str) -> Change:
    chosen = () if said == ANY else tuple(map(Severity, said.split(",")))
    return lambda state: state.with_severities(chosen)


def _status(said: str) -> Change:
    chosen = () if said == ANY else tuple(map(Status, said.split(",")))
    return lambda state: state.with_statuses(chosen)


def _service(said: str) -> Change:
    return lambda state: state.with_service(None if said in (ANY, "") else clean(said))


def _assignee(said: str) -> Change:
    return lambda state: state.with_assignee(said or None)


def _search(said: str) -> Change:
    return lambda state: state.searching(clean(said))


def _instead(said: str) -> Change:
    return lambda state: state.searching_instead(clean(said))


def _clear(_: str) -> Change:
    return lambda state: state.cleared()


def _turn(said: str, *, is_back: bool) -> Change:
    page = Spot.model_validate_json(said)
    return lambda state: state.turned(page, is_back=is_back)


_CHANGES: dict[str, Callable[[str], Change]] = {
    "group": _group,
    "severity": _severity,
    "status": _status,
    "service": _service,
    "assignee": _assignee,
    "search": _search,
    "instead": _instead,
    "clear": _clear,
    "next": partial(_turn, is_back=False),
    "previous": partial(_turn, is_back=True),
}
