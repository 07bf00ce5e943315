"""Opening the forms: each begins with what is there, for those who may do what it is for."""

from sqlalchemy import Connection

from bot.deeds.outcome import Caller, Form
from bot.deeds.participants import gather
from bot.language.acts import Draft, FillIn, FormName
from bot.language.grammar import verb_named
from bot.rules import lifecycle, texts
from bot.rules.lifecycle import Move
from bot.rules.permissions import Right
from bot.views.forms import changing, opening, picking, searching
from bot.views.forms.context import Context
from storage import incidents
from storage.records import Incident

_RIGHTS = {
    FormName.COMMENT: Right.COMMENT,
    FormName.RESOLVE: Right.RESOLVE,
    FormName.DELETE: Right.DELETE,
}
"""What a form is for; any other changes the incident. Its submission is checked again."""
_MOVES = {FormName.RESOLVE: Move.RESOLVE}


def start_draft(draft: Draft, *, by: Caller, has_more: bool) -> Form:
    """Open the form with everything that was typed filled in; no database is needed for that."""
    texts.summary(draft.summary)
    has_more = has_more or draft.priority is not None or bool(draft.categories)
    return Form(opening.new_incident(draft, context=_context(by), has_more=has_more))


def pick_incident(verb: str, *, by: Caller) -> Form:
    """Open the picker for a verb that was typed without a number; nobody's incidents are read for that yet."""
    return Form(picking.pick(verb_named(verb), context=_context(by).model_copy(update={"verb": verb})))


def start_search(*, by: Caller) -> Form:
    """Open the form that asks what to search."""
    return Form(searching.search(context=_context(by)))


def fill_in(tx: Connection, act: FillIn, *, by: Caller) -> Form:
    """Open a form about an incident; raise Refusal where its move is not possible now, before anybody types a note."""
    participants = gather(tx, by)
    incident = incidents.get(tx, by.team_id, act.number)
    participants.require(_RIGHTS.get(act.form, Right.CHANGE), incident)
    if move := act.move or _MOVES.get(act.form):
        lifecycle.require_possible(incident, move, actor_id=by.person_id)
    return Form(changing.form(act.form, incident, context=context_on(incident, by=by, move=act.move)))


def context_on(incident: Incident, *, by: Caller, move: Move | None = None) -> Context:
    """Return what a form about the incident must know when it comes back."""
    return _context(by).model_copy(update={"number": incident.number, "saw": incident.updated_at, "move": move})


def _context(by: Caller) -> Context:
    return Context(
        channel=by.channel,
        response_url=by.response_url,
        is_on_private_card=by.is_on_private_card,
        is_on_home=by.is_on_home,
        window=by.window,
    )
