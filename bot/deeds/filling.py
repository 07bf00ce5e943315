"""Opening the forms: each begins with what is there, for those who may do what it is for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import choosing
from bot.deeds.outcome import Caller, Form
from bot.deeds.participants import gather
from bot.language.acts import Draft, FillIn, FormName, Said
from bot.language.grammar import verb_named
from bot.language.mentions import people_in, with_names
from bot.language.messages import draft_from, in_pieces
from bot.rules import deletion, lifecycle, merging, texts
from bot.rules.lifecycle import Move
from bot.rules.permissions import MayNot, Right
from bot.views.forms import adding, changing, opening, picking, searching
from bot.views.forms.context import Context
from bot.views.forms.fields import INPUT_MAX
from storage import incidents
from storage.records import File, Incident

_RIGHTS = {
    FormName.COMMENT: Right.COMMENT,
    FormName.RESOLVE: Right.RESOLVE,
    FormName.DELETE: Right.DELETE,
}
"""What a form is for; any other changes the incident. Its submission is checked again."""
_MOVES = {FormName.RESOLVE: Move.RESOLVE}
CONTEXT_MAX = 2900
"""Less than Slack keeps with a form."""
_ATTRIBUTION = 100
"""Characters kept free in a comment for saying whose words it repeats."""


def start_draft(draft: Draft, *, by: Caller, has_more: bool, alike: Sequence[Incident] = ()) -> Form:
    """Open the form with everything that was typed filled in; no database is needed for that.

    It says which incidents are `alike`.
    """
    texts.summary(draft.summary)
    has_more = has_more or draft.priority is not None or bool(draft.categories)
    return Form(opening.new_incident(draft, context=context_of(by), has_more=has_more, alike=alike))


def start_from_message(tx: Connection, said: Said, *, by: Caller) -> Form:
    """Open the form for a new incident with what a message says."""
    participants = gather(tx, by, mentioned=people_in(said.text))
    participants.require(Right.OPEN)
    draft = draft_from(said, with_names(_with_names_of(said.files, said.text), participants.names))
    return start_draft(draft, by=by, has_more=False)


def pick_for_message(tx: Connection, said: Said, *, by: Caller) -> Form:
    """Open the form that adds a message to an incident: its words, and links to its files."""
    participants = gather(tx, by, mentioned=people_in(f"{said.author_name} {said.text}"))
    participants.require(Right.COMMENT)
    context = context_of(by).model_copy(
        update={"verb": "comment", "source": said.source, "author": with_names(said.author_name, participants.names)}
    )
    context, others = _with_files(context, said.files)
    text = with_names("\n".join([said.text, *others]).strip(), participants.names)
    fitting = adding.fitting(text, longest=texts.COMMENT_MAX - _ATTRIBUTION)
    context = context.model_copy(update={"is_cut": fitting != text})
    return Form(adding.add(in_pieces(fitting, longest=INPUT_MAX), context=context))


def _with_files(context: Context, files: Sequence[File]) -> tuple[Context, list[str]]:
    """Return the context with as many files as it can hold, and a line for each of the others."""
    kept = context
    for count in range(1, len(files) + 1):
        longer = context.model_copy(update={"files": tuple(files[:count])})
        if len(longer.packed()) > CONTEXT_MAX:
            break
        kept = longer
    return kept, [f"{file.name}: {file.link}" for file in files[len(kept.files) :]]


def _with_names_of(files: Sequence[File], text: str) -> str:
    """Return what a message says, which may be nothing but its files."""
    return text or "\n".join(file.name for file in files)


def pick_incident(verb: str, *, by: Caller) -> Form:
    """Open the picker for a verb that was typed without a number; nobody's incidents are read for that yet."""
    return Form(picking.pick(verb_named(verb), context=context_of(by).model_copy(update={"verb": verb})))


def pick_as_admin(tx: Connection, verb: str, *, by: Caller) -> Form:
    """Open the picker for a verb of admins."""
    gather(tx, by).require(Right.RESTORE if verb_named(verb).among.is_deleted else Right.DELETE)
    return pick_incident(verb, by=by)


def start_search(*, by: Caller) -> Form:
    """Open the form that asks what to search."""
    return Form(searching.search(context=context_of(by)))


def fill_in(tx: Connection, act: FillIn, *, by: Caller, now: datetime) -> Form:
    """Open a form about an incident; raise Refusal where its move is not possible now, before anybody types a note."""
    participants = gather(tx, by)
    incident = incidents.get(tx, by.team_id, act.number)
    try:
        participants.require(_RIGHTS.get(act.form, Right.CHANGE), incident)
    except MayNot as refusal:
        may_undo = act.form is FormName.DELETE and participants.may(Right.WITHDRAW, incident)
        how = deletion.still_undone(incident, now=now) if may_undo else ""
        if not how:
            raise
        raise refusal.adding(how) from refusal
    if move := act.move or _MOVES.get(act.form):
        lifecycle.require_possible(incident, move, actor_id=by.person_id)
    context = context_on(incident, by=by, move=act.move)
    has = [category.name for category in incident.categories]
    edit = merging.added(choosing.as_called_now(tx, act.edit, by.team_id), has=has)
    return Form(changing.form(act.form, incident, context=context, edit=edit))


def context_on(incident: Incident, *, by: Caller, move: Move | None = None) -> Context:
    """Return what a form about the incident must know when it comes back."""
    return context_of(by).model_copy(update={"number": incident.number, "saw": incident.updated_at, "move": move})


def context_of(by: Caller) -> Context:
    """Return where a form comes from, so that its answer finds the way back."""
    return Context(
        channel=by.channel,
        response_url=by.response_url,
        is_on_private_card=by.is_on_private_card,
        is_on_home=by.is_on_home,
        window=by.window,
        answers_in_form=by.answers_in_form,
    )
