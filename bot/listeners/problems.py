"""What went wrong, said where it was made: each kind of payload has its own way of being answered."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime

from bot.errors import Refusal
from bot.language.mentions import mark, plain
from bot.listeners.acting import Acting
from bot.slack.errors import SlackBusy, SlackRefused, SlackUnavailable
from bot.views import problems
from storage.incidents import IncidentNotFound

log = logging.getLogger(__name__)

_DATABASE_AWAY = (OperationalError, InterfaceError, InternalError, NoConnectionInTime)
_WAITED_TOO_LONG = {"55P03", "57014"}
"""PostgreSQL's lock_not_available and query_canceled."""
_SLACK = (SlackRefused, SlackUnavailable, SlackBusy)


class Problems:
    """Bolt's error handler: it returns the ack."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def handle(self, error: Exception, request: BoltRequest) -> BoltResponse:
        """Answer by the kind of payload."""
        body = request.body
        kind = "command" if "command" in body else str(body.get("type"))
        if kind == "event_callback":
            return _answer_event(error)
        sentence = in_words(error)
        match kind:
            case "command":
                typed = f"{body['command']} {plain(mark(body.get('text') or ''))}"
                return _ok(problems.command(sentence, typed=typed, offers=getattr(error, "offers", ())))
            case "view_submission":
                return _ok(problems.submission(sentence, field=getattr(error, "field", None), view=body["view"]))
            case "block_suggestion":
                return _ok({"options": []})
            case _:
                self._say_beside(body, sentence)
                return _ok("")

    def _say_beside(self, body: Mapping[str, Any], sentence: str) -> None:
        """A click has no room for an answer in its ack: say it privately beside the message."""
        if response_url := body.get("response_url"):
            self._acting.answer_beside(response_url, problems.click(sentence))


def in_words(error: Exception) -> str:
    """Return what a person is told; what they cannot put right is logged under the reference they are given."""
    if isinstance(error, Refusal | IncidentNotFound):
        return str(error)
    if isinstance(error, _DATABASE_AWAY):
        log.error("the database did not answer in time: %s", error)
        problem = "is too busy" if _is_busy(error) else "can't be reached right now"
        return f"The database {problem}, so nothing was done. Try again in a moment."
    reference = secrets.token_hex(4)
    log.error("unexpected error, reference %s", reference, exc_info=error)
    if isinstance(error, _SLACK):
        return f"Slack did not go along ({error}). Try again in a moment. Reference: `{reference}`."
    return f"Something went wrong on our side, and nothing was done. It is logged under the reference `{reference}`."


def _is_busy(error: Exception) -> bool:
    """Tell whether the server is there, but a lock or a statement took too long."""
    return getattr(getattr(error, "orig", None), "pgcode", None) in _WAITED_TOO_LONG


def _answer_event(error: Exception) -> BoltResponse:
    """Not acknowledged, an event comes again; one we can never read is acknowledged, or it would come for ever."""
    if isinstance(error, ValidationError):
        log.error("an event cannot be read: %s", error.errors(include_input=False, include_url=False))
        return _ok("")
    log.warning("an event is left for Slack to send again", exc_info=error)
    return BoltResponse(status=500, body="")


def _ok(body: str | dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body)
