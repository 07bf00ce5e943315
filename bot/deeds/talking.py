"""What people are told where they spoke, by the outbox."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.slack.effects import Answer, to_item
from bot.views.blocks import Message
from storage import outbox, seen, workspaces


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody spoke, and is answered."""

    channel: str
    thread_ts: str | None = None


def refuse(tx: Connection, said: Message, *, by: Caller, at: Address, key: str) -> None:
    """Say, once, why something was not done; bots are told nothing."""
    _, known = workspaces.with_people(tx, by.team_id, [by.person_id])
    if not known[by.person_id].is_bot and seen.claim(tx, by.team_id, key):
        _answer(tx, said, by=by, at=at)


def _answer(tx: Connection, said: Message, *, by: Caller, at: Address) -> None:
    effect = Answer(channel=at.channel, thread_ts=at.thread_ts, person_id=by.person_id, message=said)
    outbox.put(tx, by.team_id, [to_item(effect)])
