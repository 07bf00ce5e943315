"""Buttons on cards and private answers: what they carry is read like something typed."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds.outcome import Form, Reply
from bot.language import grammar
from bot.language.acts import Act, ChangingAct, LookingAct, WriteComment, WriteResolution
from bot.listeners.acting import Acting
from bot.listeners.payloads import ButtonPress

FORMS: dict[str, Callable[[int], Act]] = {"form:comment": WriteComment, "form:resolve": WriteResolution}


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
        self._perform(press, FORMS[action.action_id](grammar.number(action.value)), context)
        ack()

    def _perform(self, press: ButtonPress, act: Act, context: BoltContext) -> None:
        is_on_private_card = press.container.is_ephemeral and isinstance(act, ChangingAct)
        outcome = self._acting.perform(
            act, by=press.caller, key=press.trigger_id, context=context, and_show=is_on_private_card
        )
        match outcome:
            case Form():
                self._acting.gateway.open_view(press.trigger_id, outcome.view)
            case Reply() if press.response_url and (is_on_private_card or isinstance(act, LookingAct)):
                self._acting.answer_beside(press.response_url, outcome.message, replace_original=is_on_private_card)
