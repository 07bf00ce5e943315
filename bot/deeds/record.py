"""The common end of every change: the row, its history, and what Slack must be told, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.rules import changes, following, lifecycle
from bot.slack.effects import (
    Effect,
    SendDirectMessage,
    refresh_card,
    refresh_reminders,
    said_as_comment,
    to_each_follower,
    to_item,
)
from bot.views.news import news
from storage import comments, history, incidents, outbox, telling
from storage.records import Change, File, HistoryEntry, Incident, Place, Source


def opened(
    tx: Connection, incident: Incident, told: Sequence[HistoryEntry], effects: Iterable[Effect], *, by: Caller
) -> None:
    """Record the end of opening an incident; history tells of it already."""
    _tell(tx, None, incident, told, effects, by=by)


def changed(
    tx: Connection,
    before: Incident,
    after: Incident,
    effects: Iterable[Effect],
    *,
    by: Caller,
    note: str | None = None,
    files: tuple[File, ...] = (),
    message: Place | Source | None = None,
) -> None:
    """Record what an act made of an incident that this transaction has locked; a note becomes a comment.

    All of it happened at `after.updated_at`, which is later than everything before it. A note may be the message at a
    Place under the card, which raises comments.SaidBefore where it is on record, or repeat one at a Source.
    """
    incidents.save(tx, after)
    if before.categories != after.categories:
        incidents.set_categories(tx, after)
    entries = changes.between(before, after)
    if note:
        entry = HistoryEntry(change=Change.COMMENTED, old=message.key if isinstance(message, Source) else None)
        comment = comments.add(
            tx,
            after,
            note,
            author_id=by.person_id,
            at=after.updated_at,
            files=files,
            place=message if isinstance(message, Place) else None,
            told=(*entries, entry),
        )
        entries += (replace(entry, new=str(comment.id)),)
        effects = [said_as_comment(effect, comment.id) for effect in effects]
    else:
        history.add(tx, after, entries, actor_id=by.person_id, at=after.updated_at)
    _tell(tx, before, after, entries, effects, by=by, note=note)


def conversation_changed(tx: Connection, after: Incident) -> None:
    """Record the end of a change to what was said about an incident; history tells of it already."""
    incidents.save(tx, after)
    outbox.put(tx, after.team_id, [to_item(refresh_card(after))])


def _tell(
    tx: Connection,
    before: Incident | None,
    after: Incident,
    entries: Sequence[HistoryEntry],
    effects: Iterable[Effect],
    *,
    by: Caller,
    note: str | None = None,
) -> None:
    """The card first: what is said under it waits for it in the same lane. Nobody is told twice."""
    effects = [refresh_card(after), *effects]
    if before and (before.is_reminded or lifecycle.answers_who_has_it(before, after)):
        effects.append(refresh_reminders(after))
    items = [to_item(effect) for effect in effects]
    told = {effect.person_id for effect in effects if isinstance(effect, SendDirectMessage)}
    audience = following.audience(before, after, entries, besides={by.person_id, *told})
    if audience is None:
        outbox.put(tx, after.team_id, items)
    else:
        copy = to_each_follower(after, sentence=news(after, entries, actor_id=by.person_id, note=note))
        telling.put(tx, after.team_id, items, copy=to_item(copy), to=audience)
