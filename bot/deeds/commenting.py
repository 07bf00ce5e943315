"""Commenting on an incident, and promising when the next update comes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.deeds import record
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language import promises
from bot.language.acts import AddComment
from bot.language.mentions import people_in, with_names
from bot.rules import lifecycle, texts
from bot.rules.permissions import Right
from bot.slack.effects import post_in_thread
from bot.views import announcements, answers
from storage import comments, incidents
from storage.records import Incident, Source


def add_comment(tx: Connection, act: AddComment, *, by: Caller, now: datetime) -> Reply:
    """Add the comment, and say it under the card: the thread is the incident's conversation.

    A promise may stand alone.
    """
    promised = now + act.update_due if isinstance(act.update_due, timedelta) else act.update_due
    participants = gather(tx, by, mentioned=people_in(act.body))
    before = incidents.lock(tx, by.team_id, act.number)
    participants.require(Right.COMMENT, before)
    if act.source:
        _require_new(tx, before, act.source)
    elif not (act.body.strip() or act.files) and (promised or not before.is_resolved):
        return _promise(tx, before, promised, participants, by=by, now=now)
    body = texts.comment(with_names(act.body, participants.names))
    after = lifecycle.commented_on(before, promised, actor_id=by.person_id, now=now)
    due = after.update_due_at if promised else None
    told = announcements.commented(body, author=participants.caller, files=act.files, source=act.source, due=due)
    said = post_in_thread(after, told)
    record.changed(tx, before, after, [said], by=by, note=body, files=act.files, message=act.source)
    was_due = lifecycle.update_given(before, after)
    meant = None if after.update_due_at or after.is_resolved else promises.meant(after.number, body)
    too_late = _no_promise(before) if promised and before.is_resolved else ""
    answer = answers.commented(after, was_due=was_due, meant=meant, too_late=too_late)
    return Reply(answer, after.number, is_news=meant is not None or was_due is not None)


def _promise(
    tx: Connection, before: Incident, due: datetime | None, participants: Participants, *, by: Caller, now: datetime
) -> Reply:
    """Promise the next update without a word, which gives none that was promised."""
    if before.is_resolved:
        raise Refusal(_no_promise(before), field="update_due")
    if due is None:
        raise Refusal("Write a comment, or choose when the next update is due, or both.", field="comment")
    after = lifecycle.commented_on(before, due, actor_id=by.person_id, now=now)
    if after.update_due_at == before.update_due_at:
        raise Refusal("The next update is due then already.", field="update_due")
    said = post_in_thread(after, announcements.promised(due, author=participants.caller))
    record.changed(tx, before, after, [said], by=by)
    return Reply(answers.promised(after, due, was_due=before.update_due_at), after.number)


def _no_promise(incident: Incident) -> str:
    return f"#{incident.number} is Resolved, so no next update is promised."


def _require_new(tx: Connection, incident: Incident, source: Source) -> None:
    """Raise Refusal for a message the locked incident has already."""
    if incident.source == source:
        raise Refusal(f"#{incident.number} was opened from that message; it has it already.", field="incident")
    if comments.repeats(tx, incident, source):
        raise Refusal(f"#{incident.number} has that message already.", field="incident")
