"""What people say to the bot, in a channel, a thread or directly: done like a command, answered by the outbox."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import naming
from bot.deeds.dispatch import do_heard
from bot.deeds.outcome import Caller, Form
from bot.errors import Refusal
from bot.language import grammar, in_thread, promises
from bot.slack.effects import Answer, to_item
from bot.views import answers, problems
from bot.views.blocks import VALUE_MAX, Message
from storage import incidents, outbox, seen, workspaces


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody spoke, and is answered."""

    channel: str
    thread_ts: str | None = None


def hear(tx: Connection, words: str, *, by: Caller, at: Address, key: str, now: datetime, finds_similar: bool) -> None:
    """Do what was said, once, and answer; under a card it is about that incident unless it names another.

    Raise what the deed raises, with which the caller's transaction must roll back.
    """
    if not seen.claim(tx, by.team_id, key):
        return
    number = _number_at(tx, by.team_id, at)
    command = words
    try:
        if number is not None:
            command = in_thread.in_full(words, number)
        act = grammar.parse(command)
    except Refusal as refusal:
        refusal = naming.offering_names(tx, refusal, command, by=by)
        comment = None if number is None or promises.is_one(words) else _as_comment(number, words)
        _answer(tx, problems.answer(str(refusal), offers=refusal.offers, comment=comment), by=by, at=at)
        return
    outcome = do_heard(tx, act, by=by, now=now, finds_similar=finds_similar)
    said = answers.form_to_open(outcome.view, command) if isinstance(outcome, Form) else outcome.whole
    _answer(tx, said, by=by, at=at)


def refuse(tx: Connection, said: Message, *, by: Caller, at: Address, key: str) -> None:
    """Say, once, why something was not done; bots are told nothing."""
    _, known = workspaces.with_people(tx, by.team_id, [by.person_id])
    if not known[by.person_id].is_bot and seen.claim(tx, by.team_id, key):
        _answer(tx, said, by=by, at=at)


def is_under_card(tx: Connection, team_id: str, at: Address) -> bool:
    """Tell whether that is the thread of a card."""
    return _number_at(tx, team_id, at) is not None


def _number_at(tx: Connection, team_id: str, at: Address) -> int | None:
    if at.thread_ts is None:
        return None
    return incidents.number_at_card(tx, team_id, channel=at.channel, ts=at.thread_ts)


def _as_comment(number: int, words: str) -> str:
    """Return the command that makes it a comment; one too long for a button opens the form."""
    command = f"comment {number} {words}"
    return command if len(command) <= VALUE_MAX else f"comment {number}"


def _answer(tx: Connection, said: Message, *, by: Caller, at: Address) -> None:
    effect = Answer(channel=at.channel, thread_ts=at.thread_ts, person_id=by.person_id, message=said)
    outbox.put(tx, by.team_id, [to_item(effect)])
