"""An act done in one transaction and in time, and its outcome shown to the person."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec

from slack_bolt import BoltContext
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.deeds import looking, naming, people
from bot.deeds.dispatch import answer, do
from bot.deeds.outcome import Caller, Outcome, Reply
from bot.errors import Refusal
from bot.language.acts import Act, ChangingAct, SelfContainedAct
from bot.listeners.deadline import require_in_time, require_unanswered
from bot.slack.errors import SlackBusy, SlackRefused, SlackUnavailable
from bot.slack.gateway import Gateway
from bot.views.blocks import Message, View
from bot.views.forms.window import window as window_of
from storage.engine import AWAY
from storage.incidents import IncidentNotFound

log = logging.getLogger(__name__)

Shown = ParamSpec("Shown")


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
    is_home_under_way: Callable[[str], bool]
    """Whether delivery is publishing somebody's Home tab at this moment."""
    now: Callable[[], datetime]
    finds_similar: bool
    """Whether the database can tell which words are alike; learnt at the start."""
    answers: Executor
    """Sends what is said beside an ack, which must not wait for it."""
    lanes: Sequence[Executor]
    """Show what takes the place of something else; each does one thing at a time."""

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
        now = self.now()
        with self.engine.connect() as tx:
            try:
                outcome = do(tx, act, by=by, key=key, now=now, finds_similar=self.finds_similar)
                if and_show and isinstance(outcome, Reply) and outcome.number is not None:
                    outcome = looking.show_even_deleted(tx, outcome, by=by, now=now, version=key)
            except (Refusal, IncidentNotFound):
                tx.rollback()
                people.introduce(tx, by)
                tx.commit()
                self.wake_delivery()
                raise
            require_in_time(context)
            _commit(tx, act, context)
        # Who only looks leaves nothing to say; who they are, where they are new, is asked at delivery's own next look.
        if isinstance(act, ChangingAct):
            self.wake_delivery()
        return outcome

    def named(self, refusal: Refusal, typed: str, *, by: Caller) -> Refusal:
        """Return the refusal of what was typed with what a name in it may mean, as far as the database can say now."""
        if refusal.unclear is None:
            return refusal
        try:
            with self.engine.connect() as tx:
                return naming.offering_names(tx, refusal, typed, by=by)
        except AWAY:
            return refusal

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Give a transaction for what nobody waits for; once it is committed, what is to be said of it is said."""
        with self.engine.begin() as tx:
            yield tx
        self.wake_delivery()

    def beside(self, show: Callable[Shown, None], *args: Shown.args, **options: Shown.kwargs) -> None:
        """Show something beside the ack, which does not wait for it; a fault in it is logged."""
        self.answers.submit(show, *args, **options).add_done_callback(_log_failure)

    def _in_lane_beside(
        self, whose: str, show: Callable[Shown, None], /, *args: Shown.args, **options: Shown.kwargs
    ) -> None:
        """Show one person what takes the place of something else, after all that was to take a place before it.

        Otherwise the card that is drawn again could hide what a form opened from it has come to. Another copy of the
        bot knows nothing of it, and a request that was given up may still arrive after the next.
        """
        lane = self.lanes[hash(whose) % len(self.lanes)]
        lane.submit(show, *args, **options).add_done_callback(_log_failure)

    def draw_again_beside(self, number: int, *, by: Caller, version: str) -> None:
        """Draw the card a menu was used on again, whatever came of it, so that the menu can be used again."""
        self._in_lane_beside(by.person_id, self._draw_again, number, by=by, version=version)

    def _draw_again(self, number: int, *, by: Caller, version: str) -> None:
        try:
            with self.engine.begin() as tx:
                card = looking.draw_again(tx, number, by=by, now=self.now(), version=version)
        except (Refusal, IncidentNotFound, *AWAY) as error:
            log.warning("a card was not drawn again: %s", error)
            return
        self.wake_delivery()
        if card and by.window:
            self._show_in_window(by.window, "", card)
        elif card and by.response_url:
            self._respond(by.response_url, card.message, replace_original=True)

    def show_in_window_beside(self, window: str, reply: Reply, *, by: Caller, seen: str = "") -> None:
        """Show something in the place of what stands in a window, unless it has changed since it was seen."""
        self._in_lane_beside(by.person_id, self._show_in_window, window, seen, reply)

    def _show_in_window(self, window: str, seen: str, reply: Reply) -> None:
        try:
            self.gateway.update_view(window, seen, window_of(reply.message, number=reply.number))
        except (SlackRefused, SlackUnavailable, SlackBusy) as error:
            log.warning("a window keeps what it shows: %s", error)

    def say_over_beside(self, trigger_id: str, view: View, *, is_pushed: bool) -> None:
        """Open a window that says something, where nothing else can."""
        self.beside(self._say_over, trigger_id, view, is_pushed=is_pushed)

    def _say_over(self, trigger_id: str, view: View, *, is_pushed: bool) -> None:
        try:
            self.open_over(trigger_id, view, is_pushed=is_pushed)
        except (SlackRefused, SlackUnavailable, SlackBusy) as error:
            log.warning("a window was not opened: %s", error)

    def open_over(self, trigger_id: str, view: View, *, is_pushed: bool) -> None:
        """Open a form, or a window; over another one it is pushed, so that the other is there again afterwards."""
        (self.gateway.push_view if is_pushed else self.gateway.open_view)(trigger_id, view)

    def answer_beside(self, response_url: str, message: Message) -> None:
        """Say something private beside the ack; that the act was done does not depend on it."""
        self.beside(self._respond, response_url, message, replace_original=False)

    def replace_beside(self, response_url: str, message: Message, *, by: Caller) -> None:
        """Say it in the place of what was pressed, or of what the form was opened from."""
        self._in_lane_beside(by.person_id, self._respond, response_url, message, replace_original=True)

    def _respond(self, response_url: str, message: Message, *, replace_original: bool) -> None:
        try:
            self.gateway.respond(response_url, message, replace_original=replace_original)
        except (SlackRefused, SlackUnavailable) as error:
            log.warning("a private answer did not arrive: %s", error)


def _log_failure(beside: Future[None]) -> None:
    """Nobody waits for what is done beside an ack, so nobody else would hear of a fault in it."""
    if beside.cancelled():
        log.warning("what was to be shown beside an ack was not: the program stops")
    elif fault := beside.exception():
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
