"""The common end of every change: the row, its history, and what Slack must be told, in one transaction."""

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.rules import changes
from bot.slack.effects import Effect, refresh_card, to_item
from storage import comments, history, incidents, outbox
from storage.records import Change, File, HistoryEntry, Incident, Source


def opened(tx: Connection, incident: Incident, effects: Iterable[Effect]) -> None:
    """Record the end of opening an incident; history tells of it already."""
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
    source: Source | None = None,
) -> None:
    """Record what an act made of an incident that this transaction has locked; a note becomes a comment,
    which may repeat the message at `source`.

    All of it happened at `after.updated_at`, which is later than everything before it.
    """
    incidents.save(tx, after)
    if before.categories != after.categories:
        incidents.set_categories(tx, after)
    entries = changes.between(before, after)
    if note:
        comment = comments.add(tx, after, note, author_id=by.person_id, at=after.updated_at, files=files)
        entries += (HistoryEntry(change=Change.COMMENTED, old=source.key if source else None, new=str(comment.id)),)
    history.add(tx, after, entries, actor_id=by.person_id, at=after.updated_at)
    _tell(tx, after, effects)


def _tell(tx: Connection, incident: Incident, effects: Iterable[Effect]) -> None:
    """The card first: what is said under it waits for it in the same lane."""
    outbox.put(tx, incident.team_id, [to_item(effect) for effect in (refresh_card(incident), *effects)])
