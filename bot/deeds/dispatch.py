"""From an act to the deed that does it: one branch for each, whichever surface it came from."""

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot.deeds import commenting, looking, moving, opening
from bot.deeds.outcome import Caller, Form, Outcome, Reply
from bot.language.acts import (
    Act,
    AddComment,
    ChangingAct,
    FormAct,
    ListIncidents,
    LookingAct,
    MoveIncident,
    OpenIncident,
    ShowHelp,
    ShowIncident,
    StartDraft,
    WriteComment,
    WriteResolution,
)
from bot.language.grammar import VERBS, verb_named
from bot.views import answers
from storage import seen


def do(tx: Connection, act: Act, *, by: Caller, key: str, now: datetime) -> Outcome:
    """Do what was asked; a change whose key was heard before is not done again but answered again.

    Raise Refusal or IncidentNotFound, with which the caller's transaction must roll back.
    """
    if isinstance(act, ChangingAct):
        return _once(tx, act, by=by, key=key, now=now)
    if isinstance(act, FormAct):
        return _form(tx, act, by=by)
    return _look(tx, act, by=by)


def _once(tx: Connection, act: ChangingAct, *, by: Caller, key: str, now: datetime) -> Reply:
    if not seen.claim(tx, by.team_id, key):
        return Reply.from_json(seen.answer_to(tx, by.team_id, key))
    reply = _change(tx, act, by=by, now=now)
    seen.remember(tx, by.team_id, key, reply.to_json())
    return reply


def _change(tx: Connection, act: ChangingAct, *, by: Caller, now: datetime) -> Reply:
    match act:
        case OpenIncident():
            return opening.open_incident(tx, act.draft, by=by, now=now)
        case MoveIncident():
            return moving.move_incident(tx, act, by=by, now=now)
        case AddComment():
            return commenting.add_comment(tx, act, by=by, now=now)
        case _:
            assert_never(act)


def _form(tx: Connection, act: FormAct, *, by: Caller) -> Form:
    match act:
        case StartDraft():
            return opening.start_draft(act.draft, by=by)
        case WriteComment():
            return looking.write_comment(tx, act.number, by=by)
        case WriteResolution():
            return looking.write_resolution(tx, act.number, by=by)
        case _:
            assert_never(act)


def _look(tx: Connection, act: LookingAct, *, by: Caller) -> Reply:
    match act:
        case ShowIncident():
            return looking.show(tx, act.number, by=by)
        case ListIncidents():
            return looking.list_newest(tx, by=by)
        case ShowHelp():
            return Reply(answers.help_on(verb_named(act.verb)) if act.verb else answers.help_overview(VERBS))
        case _:
            assert_never(act)
