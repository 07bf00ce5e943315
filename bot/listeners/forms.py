"""Forms submitted: what was filled in becomes the same act as a command."""

from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds.outcome import Form
from bot.language.acts import ChangingAct
from bot.listeners.acting import Acting
from bot.listeners.filled_in import READ
from bot.listeners.payloads import Submission
from bot.views.forms.window import window


class Forms:
    """Does what a form says; it closes when that is committed, and stays open with its text otherwise."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def submitted(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Do what was filled in; close the form and answer where it was opened from, or go on with the next form."""
        submission = Submission.model_validate(body)
        asked = submission.view.context
        act = READ[submission.view.callback_id](submission.view)
        shows_card = asked.is_on_private_card and isinstance(act, ChangingAct)
        outcome = self._acting.perform(
            act, by=submission.caller, key=submission.key, context=context, and_show=shows_card
        )
        if isinstance(outcome, Form):
            ack(response_action="update", view=self._acting.gateway.allowed(outcome.view))
            return
        if asked.window and shows_card:
            self._acting.show_in_window_beside(asked.window, outcome, by=submission.caller)
        elif asked.response_url and shows_card:
            self._acting.replace_beside(asked.response_url, outcome.message, by=submission.caller)
        elif asked.response_url:
            self._acting.answer_beside(asked.response_url, outcome.message)
        if asked.answers_in_form:
            ack(response_action="update", view=window(outcome.message, number=outcome.number))
        else:
            ack()
