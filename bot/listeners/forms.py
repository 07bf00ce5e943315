"""Forms submitted: what was filled in becomes the same act as a command."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext

from bot.deeds.outcome import Reply
from bot.language.acts import AddComment, ChangingAct, Draft, MoveIncident, OpenIncident
from bot.language.mentions import clean
from bot.listeners.acting import Acting
from bot.listeners.payloads import Submission
from bot.rules.lifecycle import Move
from bot.views.forms import Context
from storage.records import Severity


class Forms:
    """Does what a form says; it closes when that is committed, and stays open with its text otherwise."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def submitted(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """Do what was filled in, close the form, and answer where it was opened from."""
        submission = Submission.model_validate(body)
        asked = Context.model_validate_json(submission.view.private_metadata or "{}")
        act = READ[submission.view.callback_id](submission, asked)
        outcome = self._acting.perform(
            act, by=submission.caller, key=submission.key, context=context, and_show=asked.is_on_private_card
        )
        if asked.response_url and isinstance(outcome, Reply):
            self._acting.answer_beside(asked.response_url, outcome.message, replace_original=asked.is_on_private_card)
        ack()


def _new(submission: Submission, asked: Context) -> ChangingAct:
    severity = submission.value("severity")
    return OpenIncident(
        Draft(
            title=_words(submission, "title"),
            summary=_words(submission, "summary"),
            severity=Severity(severity) if severity else None,
            priority=asked.priority,
            assignee_id=submission.value("assignee"),
            service=_words(submission, "service"),
            is_service_chosen=True,
            categories=asked.categories,
        )
    )


def _comment(submission: Submission, asked: Context) -> ChangingAct:
    return AddComment(_number(asked), _words(submission, "comment") or "")


def _resolve(submission: Submission, asked: Context) -> ChangingAct:
    return MoveIncident(
        Move.RESOLVE, _number(asked), note=_words(submission, "note"), service=_words(submission, "service")
    )


READ: dict[str, Callable[[Submission, Context], ChangingAct]] = {
    "form:new": _new,
    "form:comment": _comment,
    "form:resolve": _resolve,
}


def _words(submission: Submission, field: str) -> str | None:
    """Return what was typed; inputs hold plain text, in which nothing is escaped."""
    typed = submission.value(field)
    return clean(typed) if typed else None


def _number(asked: Context) -> int:
    if asked.number is None:
        raise ValueError("the form does not say which incident it is about")
    return asked.number
