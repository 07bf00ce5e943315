"""Replies under cards, and what becomes of them: said, edited and deleted in Slack, they are comments here."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.deeds import replying
from bot.deeds.outcome import Caller
from bot.deeds.replying import Spoken
from bot.deeds.talking import Address
from bot.errors import Refusal
from bot.listeners import not_done
from bot.listeners.acting import Acting
from bot.listeners.spoken import ChangedEvent, DeletedEvent, SaidEvent, moment
from bot.views import problems
from storage.comments import SaidBefore
from storage.incidents import IncidentNotFound
from storage.records import Place


class Replies:
    """Takes, edits and deletes comments. An event that raises is not acknowledged, and Slack sends it again."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def said(self, said: SaidEvent, *, bot_user_id: str) -> None:
        """Make it a comment where it is a reply under a card."""
        now, by = self._acting.now(), said.caller
        spoken = said.event.spoken(said.event.channel, bot_user_id=bot_user_id, now=now)
        try:
            with self._acting.noting() as tx:
                replying.reply(tx, spoken, by=by, now=now)
        except SaidBefore:
            return
        except (Refusal, IncidentNotFound) as error:
            self._tell(error, spoken, by=by, key=said.key)

    def changed(self, body: dict[str, Any], *, bot_user_id: str) -> None:
        """Follow an edit; Slack also calls it a change when it adds a preview to a link."""
        event = ChangedEvent.model_validate(body)
        message, channel, now = event.event.message, event.event.channel, self._acting.now()
        if not message.is_by_person or message.edited is None:
            return
        by = event.caller_of(message.user, channel)
        edited_at = moment(event.event.event_ts)
        spoken = message.spoken(channel, bot_user_id=bot_user_id, now=now, edited_at=edited_at)
        try:
            self._follow(lambda tx: replying.edit(tx, spoken, by=by, now=now))
        except (Refusal, IncidentNotFound) as error:
            self._tell(error, spoken, by=by, key=f"{channel}:{message.ts}:{event.event.event_ts}")

    def deleted(self, body: dict[str, Any], *, bot_user_id: str) -> None:
        """Follow a deletion; of a message that is not here yet, too."""
        event = DeletedEvent.model_validate(body)
        message, channel, now = event.event.previous_message, event.event.channel, self._acting.now()
        if message is not None and not message.is_by_person:
            return
        ts = event.event.deleted_ts
        place = Place(channel=channel, ts=ts, at=moment(ts))
        spoken = message.spoken(channel, bot_user_id=bot_user_id, now=now) if message else None
        by = event.caller_of(message.user if message else None, channel)
        self._follow(lambda tx: replying.remove(tx, place, spoken, by=by, now=now))

    def _follow(self, act: Callable[[Connection], None]) -> None:
        """Do what follows from what has become of a message; put on record at this very moment, it is found then."""
        try:
            with self._acting.noting() as tx:
                act(tx)
        except SaidBefore:
            with self._acting.noting() as tx:
                act(tx)

    def _tell(self, error: Exception, spoken: Spoken, *, by: Caller, key: str) -> None:
        at, words = Address(spoken.place.channel, spoken.thread_ts), problems.not_taken(str(error))
        not_done.tell(self._acting, error, words, by=by, at=at, key=key, said_at=spoken.place.at)
