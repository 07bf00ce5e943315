"""`/incident …` typed in a channel."""

from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds.outcome import Form, Reply
from bot.edge import receipt
from bot.errors import Refusal
from bot.language import grammar
from bot.listeners.acting import Acting
from bot.listeners.payloads import SlashCommand


class Commands:
    """Answers the slash command in its ack."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def typed(self, ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        """Do what was typed, and answer privately or open a form."""
        typed = SlashCommand.model_validate(command)
        try:
            act = grammar.parse(typed.text)
        except Refusal as refusal:
            raise self._acting.named(refusal, typed.text, by=typed.caller) from refusal
        outcome = self._acting.perform(act, by=typed.caller, key=typed.trigger_id, context=context)
        match outcome:
            case Form():
                self._acting.gateway.open_view(typed.trigger_id, outcome.view)
                ack()
            case Reply():
                if outcome.charts:
                    # What Slack refuses of an ack it shows to nobody, and tells nobody.
                    show = partial(self._acting.answer_beside, typed.response_url, outcome.charts)
                    receipt.of(context).afterwards(show)
                ack(text=outcome.message.text, blocks=outcome.message.blocks)
