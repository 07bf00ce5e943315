"""What went wrong, said where it was made: each kind of payload has its own way of being answered."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from slack_bolt import BoltRequest, BoltResponse

from bot.deeds import housekeeping
from bot.edge import receipt
from bot.errors import Refusal
from bot.language.mentions import mark, plain
from bot.listeners.acting import Acting, MaybeDone
from bot.listeners.deadline import TooLate
from bot.slack.errors import SlackBusy, SlackRefused, SlackUnavailable
from bot.views import problems
from storage.engine import AWAY, is_busy
from storage.incidents import IncidentNotFound

log = logging.getLogger(__name__)

_ID_MAX = 100
_SLACK = (SlackRefused, SlackUnavailable, SlackBusy)


class Problems:
    """Bolt's error handler: it returns the ack."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def handle(self, error: Exception, request: BoltRequest) -> BoltResponse:
        """Answer by the kind of payload; what the edge has answered meanwhile is not answered again."""
        if receipt.of(request.context).is_answered:
            log.info("answered too late: %s", type(error).__name__)
            return _ok("")
        return self._answer(error, request.body)

    def answer_late(self, body: Mapping[str, Any], *, may_be_done: bool) -> BoltResponse:
        """Return what the edge answers when the listener does not come to an end."""
        return self._answer(MaybeDone() if may_be_done else TooLate(), body)

    def _answer(self, error: Exception, body: Mapping[str, Any]) -> BoltResponse:
        kind = "command" if "command" in body else str(body.get("type"))
        if kind == "event_callback":
            return self._answer_event(error, body)
        sentence = in_words(error)
        refusal = error if isinstance(error, Refusal) else Refusal(sentence)
        match kind:
            case "command":
                typed = f"{body['command']} {plain(mark(body.get('text') or ''))}"
                return _ok(problems.command(sentence, typed=typed, offers=refusal.offers))
            case "view_submission":
                return _ok(problems.submission(sentence, fields=refusal.fields, view=body["view"]))
            case "block_suggestion":
                return _ok({"options": []})
            case _:
                self._say_beside(body, sentence, offers=refusal.offers)
                return _ok("")

    def _answer_event(self, error: Exception, body: Mapping[str, Any]) -> BoltResponse:
        """Not acknowledged, an event comes again; one we can never read is kept for the operator and acknowledged."""
        if isinstance(error, ValidationError):
            try:
                self._keep(error, body)
            except AWAY as away:
                error = away
            else:
                return _ok("")
        log.warning("an event is left for Slack to send again", exc_info=error)
        return BoltResponse(status=500, body="")

    def _keep(self, error: ValidationError, body: Mapping[str, Any]) -> None:
        """Keep what is wrong with the event, and nothing of what is in it: people's words and tokens may be."""
        problems = [
            {"where": ".".join(map(str, problem["loc"])), "problem": problem["msg"]}
            for problem in error.errors(include_input=False, include_url=False, include_context=False)
        ]
        event_id, kind = (str(found)[:_ID_MAX] for found in (body.get("event_id"), body.get("event", {}).get("type")))
        log.error("event %s (%s) cannot be read: %s", event_id, kind, problems)
        with self._acting.engine.begin() as tx:
            housekeeping.keep_unreadable(tx, body["team_id"], event_id=event_id, kind=kind, problems=problems)

    def _say_beside(self, body: Mapping[str, Any], sentence: str, *, offers: Sequence[str]) -> None:
        """A click has no room for an answer in its ack: say it privately beside the message, or over the view."""
        if response_url := body.get("response_url"):
            self._acting.answer_beside(response_url, problems.answer(sentence, offers=offers))
        elif trigger_id := body.get("trigger_id"):
            is_pushed = body.get("view", {}).get("type") == "modal"
            self._acting.say_over_beside(trigger_id, problems.over_view(sentence), is_pushed=is_pushed)


def in_words(error: Exception) -> str:
    """Return what a person is told; what they cannot put right is logged under the reference they are given."""
    if isinstance(error, Refusal | IncidentNotFound):
        return str(error)
    if isinstance(error, AWAY):
        log.error("the database did not answer in time: %s", error)
        problem = "is too busy" if is_busy(error) else "can't be reached right now"
        return f"The database {problem}, so nothing was done. Try again in a moment."
    reference = secrets.token_hex(4)
    log.error("unexpected error, reference %s", reference, exc_info=error)
    if isinstance(error, _SLACK):
        problem = "refused that" if isinstance(error, SlackRefused) else "did not answer as it should"
        return f"Slack {problem} ({error}). Try again in a moment. Reference: `{reference}`."
    return f"Something went wrong on our side, and nothing was done. It is logged under the reference `{reference}`."


def _ok(body: str | dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body)
