"""An act done in one transaction and in time, and its outcome shown to the person."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_bolt import BoltContext
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.deeds.acts import perform
from bot.deeds.outcome import Caller, Outcome
from bot.errors import Refusal
from bot.language.acts import Act
from bot.listeners.deadline import require_in_time
from bot.slack.gateway import Gateway, SlackRefused, SlackUnavailable
from bot.views.blocks import Message

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

    def perform(self, act: Act, *, by: Caller, key: str, context: BoltContext) -> Outcome:
        """Do it and commit; raise what the deed raises, and TooLate, with nothing done; MaybeDone tells otherwise."""
        with self.engine.connect() as tx:
            outcome = perform(tx, act, by=by, key=key, now=self.now())
            require_in_time(context)
            _commit(tx)
        self.wake_delivery()
        return outcome

    def answer_later(self, response_url: str, message: Message, *, replace_original: bool = False) -> None:
        """Say something private beside what was committed; that it was done does not depend on it."""
        try:
            self.gateway.respond(response_url, message, replace_original=replace_original)
        except (SlackRefused, SlackUnavailable) as error:
            log.warning("a private answer did not arrive: %s", error)


def _commit(tx: Connection) -> None:
    try:
        tx.commit()
    except DBAPIError as error:
        raise MaybeDone from error
