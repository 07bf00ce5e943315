"""Buttons on cards and private answers: what they carry is read like something typed."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds.outcome import Form, Reply
from bot.language import grammar
from bot.language.acts import Act, LookingAct, ShowIncident, WriteComment, WriteResolution
from bot.listeners.acting import Acting
from bot.listeners.payloads import ButtonPress

_FORMS: dict[str, Callable[[int], Act]] = {"form:comment": WriteComment, "form:resolve": WriteResolution}


class Buttons:
    """Does what a button says; the card in the channel shows the result by itself."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def act(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Do what the button's value says, in the language of the command."""
        press = ButtonPress.model_validate(body)
        self._perform(press, grammar.parse(press.actions[0].value), context)
        ack()

    def form(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Open the form the button is for."""
        press = ButtonPress.model_validate(body)
        action = press.actions[0]
        self._perform(press, _FORMS[action.action_id](grammar.number(action.value)), context)
        ack()

    def _perform(self, press: ButtonPress, act: Act, context: BoltContext) -> None:
        outcome = self._acting.perform(act, by=press.caller, key=press.trigger_id, context=context)
        match outcome:
            case Form():
                self._acting.gateway.open_view(press.trigger_id, outcome.view)
            case Reply() if isinstance(act, LookingAct):
                self._answer(press, outcome, replace_original=False)
            case Reply() if press.container.is_ephemeral and outcome.number is not None:
                self._show_again(press, outcome.number, context)

    def _show_again(self, press: ButtonPress, number: int, context: BoltContext) -> None:
        """Put the incident as it is now in the place of the private card the button was on."""
        card = self._acting.perform(ShowIncident(number), by=press.caller, key=press.trigger_id, context=context)
        if isinstance(card, Reply):
            self._answer(press, card, replace_original=True)

    def _answer(self, press: ButtonPress, reply: Reply, *, replace_original: bool) -> None:
        if press.response_url:
            self._acting.answer_later(press.response_url, reply.message, replace_original=replace_original)
