"""Moving an incident through its lifecycle."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import meanwhile, record
from bot.deeds.choosing import Choosing
from bot.deeds.editing import assignment_effects, edited
from bot.deeds.outcome import Caller, Form, Outcome, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.acts import MoveIncident
from bot.language.mentions import as_typed, people_in, with_names
from bot.rules import changes, lifecycle, texts
from bot.rules.lifecycle import Move, Moved
from bot.rules.merging import STAYS, Edit
from bot.rules.names import COMMAND
from bot.rules.permissions import Right
from bot.slack.effects import Effect, post_in_thread, to_those_concerned
from bot.views import announcements, answers, direct_messages
from bot.views.forms.fields import INPUT_MAX
from storage import incidents
from storage.records import Incident

_TELLS = {Move.RESOLVE: direct_messages.resolved, Move.REOPEN: direct_messages.reopened}


def move_incident(tx: Connection, act: MoveIncident, *, by: Caller, now: datetime) -> Outcome:
    """Move the incident; say so under its card, and tell the one it was taken from.

    Give the form for a comment, with the words of the form, where that came too late.
    """
    assigned = {act.fill.assignee_id} if isinstance(act.fill.assignee_id, str) else set()
    participants = gather(tx, by, assigned, mentioned=people_in(f"{act.note or ''} {act.fill.summary}"))
    before = incidents.lock(tx, by.team_id, act.number)
    participants.require(Right.RESOLVE if act.move is Move.RESOLVE else Right.CHANGE, before)
    note = texts.note(with_names(act.note or "", participants.names))
    if note and lifecycle.is_taken_already(before, act.move, actor_id=by.person_id):
        return _noted(tx, before, note, participants, by=by, now=now)
    try:
        moved = lifecycle.apply(before, act.move, actor_id=by.person_id, now=now)
    except Refusal as refusal:
        return _too_late(tx, refusal, before, act, note, by=by)
    if act.had_by is not STAYS and before.assignee_id not in (None, by.person_id, act.had_by):
        return Reply(answers.theirs(before), before.number, is_news=True)
    named = Choosing(tx, participants, now, by.saw)
    after = edited(moved, _skipped(moved, act.fill), named)
    filled = changes.between(moved, after)
    if note:
        after = lifecycle.noted(before, after, actor_id=by.person_id)
    done = Moved(move=act.move, before=before, after=after, actor_id=by.person_id, filled=filled, note=note)
    effects = [
        post_in_thread(after, announcements.moved(done, actor=participants.caller)),
        *assignment_effects(before, after, note, by=by),
        *_news_of_the_end(done),
    ]
    record.changed(tx, before, after, effects, by=by, note=note)
    is_over = after.is_resolved and before.update_due_at is not None
    is_news = done.update_due is not None or is_over or named.has_brought_back
    return Reply(answers.moved(done, added=named.added), after.number, is_news=is_news)


def _too_late(
    tx: Connection, refusal: Refusal, before: Incident, act: MoveIncident, note: str | None, *, by: Caller
) -> Form:
    """Give the comment's form with the words, where they came from a form.

    Otherwise raise the refusal, which offers the note as a comment.
    """
    if note is None:
        raise refusal
    summary = act.fill.summary if isinstance(act.fill.summary, str) else None
    words = "\n\n".join(filter(None, (note, summary)))
    if by.saw and len(words) <= INPUT_MAX:
        return meanwhile.comment_instead(tx, refusal, before, words, loses_choices=_chooses(act.fill), by=by)
    comment = f"comment {act.number}"
    said = refusal.adding(f"Your note can become a comment: `{COMMAND} {comment}`.")
    raise said.but(offers=(as_typed(f"{comment} {act.note}"), *refusal.offers)) from refusal


def _chooses(fill: Edit) -> bool:
    """Tell whether more was filled in than words."""
    return any(said for said in (fill.service, fill.categories, fill.assignee_id) if said is not STAYS)


def _noted(
    tx: Connection, before: Incident, note: str, participants: Participants, *, by: Caller, now: datetime
) -> Reply:
    """Keep what was said with a move that changes nothing: it is a comment like any other."""
    after = lifecycle.commented_on(before, None, actor_id=by.person_id, now=now)
    said = post_in_thread(after, announcements.commented(note, author=participants.caller))
    record.changed(tx, before, after, [said], by=by, note=note)
    was_due = lifecycle.update_given(before, after)
    return Reply(answers.yours_already(after, was_due=was_due), after.number, is_news=True)


def _skipped(incident: Incident, fill: Edit) -> Edit:
    """Return what is to be filled in of what opening skipped; what was set meanwhile stands."""
    return replace(
        fill,
        service=STAYS if incident.service or fill.service is None else fill.service,
        categories=STAYS if incident.categories or not fill.categories else fill.categories,
        assignee_id=STAYS if incident.assignee_id or fill.assignee_id is None else fill.assignee_id,
        summary=STAYS if incident.summary or fill.summary is None else fill.summary,
    )


def _news_of_the_end(done: Moved) -> list[Effect]:
    """Return what reporter and assignee hear when it is over, and when it turns out not to be."""
    if done.move not in _TELLS:
        return []
    sentence = _TELLS[done.move](done.after, actor_id=done.actor_id, note=done.note)
    return [*to_those_concerned(done.after, sentence=sentence, besides=done.actor_id)]
