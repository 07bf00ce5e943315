"""The common end of every change: the row, its history, and what Slack must be told, in one transaction."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.rules import changes
from bot.slack.effects import Effect, refresh_card, said_as_comment, to_item
from storage import comments, history, incidents, outbox
from storage.records import Change, File, HistoryEntry, Incident, Place


def opened(tx: Connection, incident: Incident, effects: Iterable[Effect], *, by: Caller, now: datetime) -> None:
    """Record that an incident was opened."""
    history.add(tx, incident, changes.opening(incident), actor_id=by.person_id, at=now)
    _tell(tx, incident, effects)


def changed(
    tx: Connection,
    before: Incident,
    after: Incident,
    effects: Iterable[Effect],
    *,
    by: Caller,
    note: str | None = None,
    files: tuple[File, ...] = (),
    place: Place | None = None,
) -> None:
    """Record what an act made of an incident that this transaction has locked; a note becomes a comment.

    All of it happened at `after.updated_at`, which is later than everything before it. A note that was said under the
    card is at `place`; raise comments.SaidBefore where it is on record.
    """
    incidents.save(tx, after)
    if before.categories != after.categories:
        incidents.set_categories(tx, after)
    entries = changes.between(before, after)
    if note:
        told = (*entries, HistoryEntry(change=Change.COMMENTED))
        comment = comments.add(
            tx, after, note, author_id=by.person_id, at=after.updated_at, files=files, place=place, told=told
        )
        effects = [said_as_comment(effect, comment.id) for effect in effects]
    else:
        history.add(tx, after, entries, actor_id=by.person_id, at=after.updated_at)
    _tell(tx, after, effects)


def conversation_changed(tx: Connection, after: Incident) -> None:
    """Record the end of a change to what was said about an incident; history tells of it already."""
    incidents.save(tx, after)
    _tell(tx, after, ())


def _tell(tx: Connection, incident: Incident, effects: Iterable[Effect]) -> None:
    """The card first: what is said under it waits for it in the same lane."""
    outbox.put(tx, incident.team_id, [to_item(effect) for effect in (refresh_card(incident), *effects)])
