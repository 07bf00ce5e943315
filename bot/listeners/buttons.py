"""Buttons and menus on cards and private answers: what they carry is read like something typed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds.outcome import Form, Outcome, Reply
from bot.language import grammar, paging
from bot.language.acts import (
    AboutIncident,
    Act,
    ChangingIncidentAct,
    FillIn,
    FormName,
    JoinInstead,
    MoveIncident,
    WithdrawIncident,
)
from bot.language.following_acts import ChooseChanges, StopFollowing
from bot.language.looking_acts import ShowFollows, ShowHistory
from bot.listeners.acting import Acting
from bot.listeners.payloads import ButtonPress
from bot.rules.lifecycle import Move
from bot.views.forms.window import window

ACTS: dict[str, Callable[[int], Act]] = {
    "form:comment": partial(FillIn, FormName.COMMENT),
    "form:resolve": partial(FillIn, FormName.RESOLVE),
    "undo:opening": WithdrawIncident,
    "unfollow:one": StopFollowing,
    "unfollow:listed": partial(StopFollowing, is_listed=True),
    "follow:all": partial(ChooseChanges, all_changes=True),
    "follow:main": partial(ChooseChanges, all_changes=False),
    "follows:older": lambda follow: ShowFollows(before=follow),
    "follows:newer": lambda follow: ShowFollows(after=follow),
}
"""Buttons for what no command says: they carry a number."""
PAGES: dict[str, Callable[[int, int], Act]] = {
    "page:older": lambda number, entry: ShowHistory(number, before=entry),
    "page:newer": lambda number, entry: ShowHistory(number, after=entry),
}


LISTS = {"list:next": False, "list:previous": True}
"""Whether the button leads back."""


class Buttons:
    """Does what a button says; the card in the channel shows the result by itself, anything else is answered beside."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def act(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Do what the button or the menu says, in the language of the command."""
        press = ButtonPress.model_validate(body)
        act = _read(press.action.said)
        outcome: Outcome | None = None
        try:
            outcome = self._perform(press, act, context)
        finally:
            # In a window the answer has taken the place of the menu, and so it has where the card was shown anew.
            is_gone = isinstance(outcome, Reply) and (press.window is not None or _shows_card(press, act))
            if press.is_from_menu and isinstance(act, AboutIncident) and not is_gone:
                self._acting.draw_again_beside(act.number, by=press.caller, version=press.trigger_id)
        ack()

    def named(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Do what the button is named for, to the incident or follow it carries."""
        press = ButtonPress.model_validate(body)
        self._perform(press, ACTS[press.action.action_id](grammar.number(press.action.said)), context)
        ack()

    def page(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Turn the page of a private list, in its place."""
        press = ButtonPress.model_validate(body)
        number, entry = press.action.said.split()
        self._turn(press, PAGES[press.action.action_id](grammar.number(number), int(entry)), context)
        ack()

    def page_of_list(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Turn the page of a list of incidents, in its place."""
        press = ButtonPress.model_validate(body)
        act = paging.turned(press.action.said, is_back=LISTS[press.action.action_id])
        self._turn(press, act, context)
        ack()

    def join(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Follow the incident the button names first, in the place of the one it names then."""
        press = ButtonPress.model_validate(body)
        there, opened = map(grammar.number, press.action.said.split())
        self._perform(press, JoinInstead(there, opened), context)
        ack()

    def take(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Take the incident the button names first, if whom it names then has it, or nobody."""
        press = ButtonPress.model_validate(body)
        number, _, had_by = press.action.said.partition(" ")
        self._perform(press, MoveIncident(Move.TAKE, grammar.number(number), had_by=had_by or None), context)
        ack()

    def _turn(self, press: ButtonPress, act: Act, context: BoltContext) -> None:
        reply = self._acting.perform(act, by=press.caller, key=press.trigger_id, context=context)
        if not isinstance(reply, Reply):
            return
        if press.window:
            self._acting.show_in_window_beside(press.window, reply, by=press.caller, seen=press.view_hash)
        elif press.response_url:
            self._acting.replace_beside(press.response_url, reply.message, by=press.caller)

    def _perform(self, press: ButtonPress, act: Act, context: BoltContext) -> Outcome:
        is_changing = isinstance(act, ChangingIncidentAct)
        outcome = self._acting.perform(
            act,
            by=press.caller,
            key=press.key,
            context=context,
            and_show=_shows_card(press, act),
        )
        match outcome:
            case Form():
                self._acting.open_over(press.trigger_id, outcome.view, is_pushed=press.window is not None)
            case Reply() if press.window:
                self._acting.show_in_window_beside(press.window, outcome, by=press.caller)
            case Reply() if press.is_on_home and not is_changing:
                view = window(outcome.message, number=outcome.number)
                self._acting.open_over(press.trigger_id, view, is_pushed=False)
            case Reply() if press.response_url and (press.is_on_answer or _shows_card(press, act)):
                self._acting.replace_beside(press.response_url, outcome.whole, by=press.caller)
            case Reply() if press.response_url and not (is_changing and press.is_on_card):
                self._acting.answer_beside(press.response_url, outcome.whole)
        return outcome


def _shows_card(press: ButtonPress, act: Act) -> bool:
    """Tell whether the card that was pressed on is to be shown as it is after the act, in its place."""
    return press.is_on_private_card and isinstance(act, ChangingIncidentAct)


def _read(said: str) -> Act:
    """Read a command, or the name of one of ACTS with its number, which stand side by side in a row's menu."""
    name, _, number = said.partition(" ")
    return ACTS[name](grammar.number(number)) if name in ACTS else grammar.parse(said)
