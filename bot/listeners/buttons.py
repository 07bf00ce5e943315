"""Buttons and menus on cards and private answers: what they carry is read like something typed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds.outcome import Form, Reply
from bot.language import grammar, paging
from bot.language.acts import (
    AboutIncident,
    Act,
    ChangingIncidentAct,
    ChooseChanges,
    FillIn,
    FormName,
    ShowFollows,
    ShowHistory,
    StopFollowing,
    WithdrawIncident,
)
from bot.listeners.acting import Acting
from bot.listeners.payloads import ButtonPress, View
from bot.views.blocks import Message
from bot.views.forms.window import WINDOW, window

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
    """Does what a button says; the card in the channel shows the result by itself."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def act(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Do what the button or the menu says, in the language of the command."""
        press = ButtonPress.model_validate(body)
        act = _read(press.action.said)
        try:
            self._perform(press, act, context)
        finally:
            if press.is_from_menu and isinstance(act, AboutIncident):
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

    def _turn(self, press: ButtonPress, act: Act, context: BoltContext) -> None:
        reply = self._acting.perform(act, by=press.caller, key=press.trigger_id, context=context)
        if press.response_url and isinstance(reply, Reply):
            self._acting.answer_beside(press.response_url, reply.message, replace_original=True)

    def _perform(self, press: ButtonPress, act: Act, context: BoltContext) -> None:
        is_changing = isinstance(act, ChangingIncidentAct)
        outcome = self._acting.perform(
            act,
            by=press.caller,
            key=press.trigger_id,
            context=context,
            and_show=is_changing and press.is_on_private_card,
        )
        match outcome:
            case Form():
                self._acting.gateway.open_view(press.trigger_id, outcome.view)
            case Reply() if press.view is not None:
                self._show_in_window(press.view, outcome.message, press=press)
            case Reply() if press.response_url and (press.is_private or not is_changing):
                replaces = press.is_on_answer or (is_changing and press.is_on_private_card)
                self._acting.answer_beside(press.response_url, outcome.whole, replace_original=replaces)

    def _show_in_window(self, view: View, shown: Message, *, press: ButtonPress) -> None:
        """Answer a press in a view, which has no room for an answer: in a window, or in the place of what was in it."""
        if view.callback_id == WINDOW:
            self._acting.gateway.update_view(view.id, view.hash, window(shown))
        elif not view.is_modal:
            self._acting.gateway.open_view(press.trigger_id, window(shown))


def _read(said: str) -> Act:
    """Read a command, or the name of one of ACTS with its number, which stand side by side in a row's menu."""
    name, _, number = said.partition(" ")
    return ACTS[name](grammar.number(number)) if name in ACTS else grammar.parse(said)
