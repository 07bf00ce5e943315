"""Looking at incidents: cards, lists, and the forms that begin with what is there."""

from sqlalchemy import Connection

from bot.deeds.outcome import Caller, Form, Reply
from bot.deeds.participants import gather
from bot.rules import lifecycle
from bot.rules.lifecycle import Move
from bot.rules.permissions import Right, sees_only_own
from bot.views import answers, forms
from bot.views.card import card
from storage import choices, comments, incidents
from storage.records import Incident


def show(tx: Connection, number: int, *, by: Caller) -> Reply:
    """Show the card as it is now, with its buttons."""
    incident = _visible(tx, number, Right.READ, by=by)
    return Reply(card(incident, comments.last(tx, incident)), number)


def list_newest(tx: Connection, *, by: Caller) -> Reply:
    """List the newest incidents the caller may see."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    found = incidents.newest(
        tx,
        by.team_id,
        limit=answers.ROWS + 1,
        reporter_id=by.person_id if sees_only_own(participants.caller) else None,
    )
    return Reply(answers.listed(found, there_are_more=len(found) > answers.ROWS))


def write_comment(tx: Connection, number: int, *, by: Caller) -> Form:
    """Open the form for a comment."""
    incident = _visible(tx, number, Right.COMMENT, by=by)
    return Form(forms.comment(incident, context=_context(number, by)))


def write_resolution(tx: Connection, number: int, *, by: Caller) -> Form:
    """Open the form that resolves; raise Refusal where resolving is not possible now, before anybody types a note."""
    incident = _visible(tx, number, Right.RESOLVE, by=by)
    lifecycle.require_possible(incident, Move.RESOLVE, actor_id=by.person_id)
    return Form(forms.resolve(incident, context=_context(number, by)))


def _context(number: int, by: Caller) -> forms.Context:
    return forms.Context(number=number, response_url=by.response_url, is_on_private_card=by.is_on_private_card)


def _visible(tx: Connection, number: int, right: Right, *, by: Caller) -> Incident:
    participants = gather(tx, by)
    incident = incidents.get(tx, by.team_id, number)
    participants.require(right, incident)
    return incident


MOST_OPTIONS = 99
"""Slack shows a hundred, and creating a new one comes last."""


def services(tx: Connection, typed: str, *, by: Caller) -> list[str]:
    """Return the names of services that hold what was typed."""
    gather(tx, by).require(Right.OPEN)
    wanted = " ".join(typed.split()).lower()
    return [name for name in choices.service_names(tx, by.team_id) if wanted in name.lower()][:MOST_OPTIONS]
