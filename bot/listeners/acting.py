"""An act done in one transaction and in time, and its outcome shown to the person."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime

from slack_bolt import BoltContext
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.deeds import looking, people
from bot.deeds.dispatch import answer, do
from bot.deeds.outcome import Caller, Outcome, Reply
from bot.errors import Refusal
from bot.language.acts import Act, ChangingAct, SelfContainedAct
from bot.listeners.deadline import require_in_time, require_unanswered
from bot.slack.errors import SlackRefused, SlackUnavailable
from bot.slack.gateway import Gateway
from bot.views import problems
from bot.views.blocks import Message, View
from storage.engine import AWAY
from storage.incidents import IncidentNotFound

log = logging.getLogger(__name__)


class MaybeDone(Refusal):
    """The connection broke while committing: nobody can say whether it was done."""

    def __init__(self) -> None:
        super().__init__(
            "The connection to the database broke at the last moment, so I can't say whether that was done. "
            "Look with `/incident list` before you try again."
        )


@dataclass(frozen=True, slots=True)
class Acting:
    """What every listener needs, built once in `app`."""

    engine: Engine
    """With limits that fit inside the ack."""
    gateway: Gateway
    """For `views.*` and `respond` alone."""
    wake_delivery: Callable[[], None]
    now: Callable[[], datetime]
    finds_similar: bool
    """Whether the database can tell which words are alike; learnt at the start."""
    answers: Executor
    """Sends what is said beside an ack, which must not wait for it."""

    def perform(
        self,
        act: Act,
        *,
        by: Caller,
        key: str,
        context: BoltContext,
        and_show: bool = False,
    ) -> Outcome:
        """Do it and commit; raise what the deed raises, and TooLate, with nothing done; MaybeDone tells otherwise.

        `and_show`: give the incident's card, as it is then, in the place of the deed's own reply.
        """
        if isinstance(act, SelfContainedAct):
            return answer(act, by=by)
        with self.engine.connect() as tx:
            try:
                outcome = do(tx, act, by=by, key=key, now=self.now(), finds_similar=self.finds_similar)
                if and_show and isinstance(outcome, Reply) and outcome.number is not None:
                    outcome = looking.show_even_deleted(tx, outcome, by=by)
            except (Refusal, IncidentNotFound):
                tx.rollback()
                people.introduce(tx, by)
                tx.commit()
                self.wake_delivery()
                raise
            require_in_time(context)
            _commit(tx, act, context)
        self.wake_delivery()
        return outcome

    def draw_again_beside(self, number: int, *, by: Caller, version: str) -> None:
        """Draw the card a menu was used on again, whatever came of it, so that the menu can be used again."""
        drawn = self.answers.submit(self._draw_again, number, by=by, version=version)
        drawn.add_done_callback(_log_failure)

    def _draw_again(self, number: int, *, by: Caller, version: str) -> None:
        try:
            with self.engine.begin() as tx:
                card = looking.draw_again(tx, number, by=by, version=version)
        except (Refusal, IncidentNotFound, *AWAY) as error:
            log.warning("a card was not drawn again: %s", error)
            return
        self.wake_delivery()
        if card and by.response_url:
            self._respond(by.response_url, card.message, replace_original=True)

    def answer_beside(self, response_url: str, message: Message, *, replace_original: bool = False) -> None:
        """Say something private beside the ack; that the act was done does not depend on it."""
        answered = self.answers.submit(self._respond, response_url, message, replace_original=replace_original)
        answered.add_done_callback(_log_failure)

    def alert_beside(self, trigger_id: str, sentence: str, *, is_on_form: bool) -> None:
        """Say in a form what has gone wrong where there is no message to say it beside."""
        alerted = self.answers.submit(self._alert, trigger_id, problems.alerting(sentence), is_on_form=is_on_form)
        alerted.add_done_callback(_log_failure)

    def _alert(self, trigger_id: str, view: View, *, is_on_form: bool) -> None:
        show = self.gateway.push_view if is_on_form else self.gateway.open_view
        try:
            show(trigger_id, view)
        except (SlackRefused, SlackUnavailable) as error:
            log.warning("what has gone wrong could not be shown: %s", error)

    def _respond(self, response_url: str, message: Message, *, replace_original: bool) -> None:
        try:
            self.gateway.respond(response_url, message, replace_original=replace_original)
        except (SlackRefused, SlackUnavailable) as error:
            log.warning("a private answer did not arrive: %s", error)


def _log_failure(beside: Future[None]) -> None:
    """Nobody waits for what is done beside an ack, so nobody else would hear of a fault in it."""
    if fault := beside.exception():
        log.error("what was to be shown beside an ack was not", exc_info=fault)


def _commit(tx: Connection, act: Act, context: BoltContext) -> None:
    if isinstance(act, ChangingAct):
        require_unanswered(context)
    try:
        tx.commit()
    except DBAPIError as error:
        if isinstance(act, ChangingAct):
            raise MaybeDone from error
        raise
