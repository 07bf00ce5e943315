"""Replies under a card: said, edited and deleted in Slack, they are comments here, in whatever order that is heard.

The comment's row says what was heard of a message: the moment of its latest words, and that it was deleted. So it needs
no key, and none that goes away.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import meanwhile, record
from bot.deeds.outcome import Caller
from bot.deeds.participants import known
from bot.language.mentions import people_in, with_names
from bot.rules import lifecycle, texts
from bot.rules.permissions import Right
from storage import comments, incidents
from storage.incidents import IncidentNotFound
from storage.records import File, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A message of a person's, or what it has become."""

    place: Place
    thread_ts: str | None
    """The message it hangs on; None where Slack does not say, or where it stands by itself."""
    words: str
    files: tuple[File, ...] = ()
    is_to_bot: bool = False
    """It begins with the bot, which answers it: it becomes no comment, and one that is there stays one."""

    @property
    def body(self) -> str:
        """Return what the comment says: files alone say that they are files."""
        return self.words or ("Files:" if len(self.files) > 1 else "File:" if self.files else "")


def reply(tx: Connection, spoken: Spoken, *, by: Caller, now: datetime) -> None:
    """Make a reply under a card a comment; under any other message it is none of ours.

    Raise Refusal, also NotKnownYet, where it is not taken, and comments.SaidBefore where it is on record.
    """
    if spoken.thread_ts is None or spoken.is_to_bot:
        return
    before = incidents.lock_under_card(tx, by.team_id, channel=spoken.place.channel, ts=spoken.thread_ts)
    if before is None:
        return
    participants = known(tx, by, mentioned=people_in(spoken.words))
    participants.require(Right.COMMENT, before)
    if before.is_deleted:
        raise meanwhile.gone(tx, IncidentNotFound(before.number), by=by)
    body = texts.comment(with_names(spoken.body, participants.names))
    after = lifecycle.commented_on(before, None, actor_id=by.person_id, now=now)
    record.changed(tx, before, after, (), by=by, note=body, files=spoken.files, message=spoken.place)


def edit(tx: Connection, spoken: Spoken, *, by: Caller, now: datetime) -> None:
    """Give a comment the words its message has now; one whose first words are still to come is made with these.

    What is said afterwards of older words changes nothing. Raise what `reply` raises.
    """
    place = spoken.place
    found = incidents.lock_with_comment(tx, by.team_id, channel=place.channel, ts=place.ts)
    if found is None:
        reply(tx, spoken, by=by, now=now)
        return
    before, _ = found
    participants = known(tx, by, mentioned=people_in(spoken.words))
    body = texts.comment(with_names(spoken.body, participants.names))
    after = lifecycle.acted_on(before, actor_id=by.person_id, now=now)
    if comments.edit(tx, after, body, at=after.updated_at, files=spoken.files, place=place):
        record.conversation_changed(tx, after)


def remove(tx: Connection, place: Place, was: Spoken | None, *, by: Caller, now: datetime) -> None:
    """Delete the comment whose message was deleted; a reply that is still to be heard will become none.

    Raise NotKnownYet, and comments.SaidBefore where it is heard at this very moment.
    """
    found = incidents.lock_with_comment(tx, by.team_id, channel=place.channel, ts=place.ts)
    if found is None:
        _keep_away(tx, was, by=by, now=now)
        return
    after = lifecycle.later(found[0], now=now)
    if comments.remove(tx, after, at=after.updated_at, place=place):
        record.conversation_changed(tx, after)


def _keep_away(tx: Connection, was: Spoken | None, *, by: Caller, now: datetime) -> None:
    if was is None or was.thread_ts is None or was.is_to_bot:
        return
    incident = incidents.lock_under_card(tx, by.team_id, channel=was.place.channel, ts=was.thread_ts)
    if incident is not None:
        known(tx, by)
        comments.keep_away(tx, incident, author_id=by.person_id, at=now, place=was.place)
