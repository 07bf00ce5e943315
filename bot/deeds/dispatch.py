"""From an act to the deed that does it: one branch for each, whichever surface it came from."""

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot.deeds import (
    commenting,
    counting,
    deleting,
    editing,
    exporting,
    filling,
    finding,
    following,
    home,
    joining,
    looking,
    meanwhile,
    moving,
    opening,
    reminding,
    settings,
    workspace,
)
from bot.deeds.outcome import Caller, Outcome, Reply, from_json, to_json
from bot.errors import Refusal
from bot.language.acts import (
    AboutIncident,
    Act,
    AddComment,
    ChangingAct,
    ChangingIncidentAct,
    DeleteIncident,
    EditIncident,
    ExportIncidents,
    FillIn,
    JoinInstead,
    LookingAct,
    LookingAtIncidentsAct,
    MoveIncident,
    OpenIncident,
    PickAsAdmin,
    PickForMessage,
    PickIncident,
    RestoreIncident,
    SelfContainedAct,
    StartDraft,
    StartFromMessage,
    StartSearch,
    WithdrawIncident,
    said_by,
)
from bot.language.following_acts import FollowingAct
from bot.language.looking_acts import (
    ListIncidents,
    SearchIncidents,
    ShowFollows,
    ShowHelp,
    ShowHistory,
    ShowIncident,
    ShowPanel,
    ShowRows,
    ShowStats,
)
from bot.language.reminding_acts import RemindingAct, ShowReminder
from bot.language.workspace_acts import ChangingWorkspaceAct, LookingAtWorkspaceAct
from bot.rules.permissions import AskAnAdmin
from storage import seen
from storage.incidents import IncidentNotFound


def do(
    tx: Connection,
    act: ChangingAct | LookingAct,
    *,
    by: Caller,
    key: str,
    now: datetime,
    finds_similar: bool,
) -> Outcome:
    """Do what was asked; a change whose key was heard before is not done again but answered again.

    `finds_similar` is what the database can do. Raise Refusal or IncidentNotFound, with which the caller's transaction
    must roll back.
    """
    act = said_by(act, by.person_id)
    try:
        if isinstance(act, ChangingAct):
            return _once(tx, act, by=by, key=key, now=now, finds_similar=finds_similar)
        return _look(tx, act, by=by, now=now, finds_similar=finds_similar)
    except AskAnAdmin as refusal:
        raise settings.naming_admins(tx, refusal, by=by) from refusal
    except IncidentNotFound as error:
        raise meanwhile.gone(tx, error, by=by) from error


def do_heard(tx: Connection, act: Act, *, by: Caller, now: datetime, finds_similar: bool) -> Outcome:
    """Do what was asked in a transaction that has claimed its key already; raise as above."""
    act = said_by(act, by.person_id)
    try:
        if isinstance(act, ChangingAct):
            outcome = _change(tx, act, by=by, now=now, finds_similar=finds_similar)
            home.refresh(tx, by=by)
            return outcome
        if isinstance(act, SelfContainedAct):
            return answer(act, by=by)
        return _look(tx, act, by=by, now=now, finds_similar=finds_similar)
    except AskAnAdmin as refusal:
        raise settings.naming_admins(tx, refusal, by=by) from refusal
    except IncidentNotFound as error:
        raise meanwhile.gone(tx, error, by=by) from error


def answer(act: SelfContainedAct, *, by: Caller) -> Outcome:
    """Answer what needs nothing that is stored; raise Refusal."""
    act = said_by(act, by.person_id)
    match act:
        case StartDraft():
            return filling.start_draft(act.draft, by=by, has_more=act.has_more)
        case PickIncident():
            return filling.pick_incident(act.verb, by=by)
        case StartSearch():
            return filling.start_search(by=by)
        case ShowHelp():
            return looking.show_help(act.verb)
        case _:
            assert_never(act)


def _once(tx: Connection, act: ChangingAct, *, by: Caller, key: str, now: datetime, finds_similar: bool) -> Outcome:
    if not seen.claim(tx, by.team_id, key):
        return from_json(seen.answer_to(tx, by.team_id, key))
    try:
        done = _change(tx, act, by=by, now=now, finds_similar=finds_similar)
        outcome = meanwhile.told(tx, done, by=by)
    except Refusal as refusal:
        if by.saw is None or not isinstance(act, AboutIncident):
            raise
        raise meanwhile.explained(tx, refusal, act.number, by=by) from refusal
    if by.is_on_home and isinstance(outcome, Reply):
        home.tell(tx, outcome.message, by=by)
    seen.remember(tx, by.team_id, key, to_json(outcome), person_id=by.person_id, home=home.refresh_of(by))
    return outcome


def _change(tx: Connection, act: ChangingAct, *, by: Caller, now: datetime, finds_similar: bool) -> Outcome:
    if isinstance(act, FollowingAct):
        return following.do(tx, act, by=by)
    if isinstance(act, RemindingAct):
        return reminding.change(tx, act, by=by, now=now)
    if isinstance(act, ChangingWorkspaceAct):
        return workspace.change(tx, act, by=by, now=now)
    if isinstance(act, ExportIncidents):
        return exporting.export(tx, act, by=by, now=now)
    return _change_incident(tx, act, by=by, now=now, finds_similar=finds_similar)


def _change_incident(
    tx: Connection, act: ChangingIncidentAct, *, by: Caller, now: datetime, finds_similar: bool
) -> Outcome:
    match act:
        case OpenIncident() | JoinInstead():
            return _open_or_join(tx, act, by=by, now=now, finds_similar=finds_similar)
        case MoveIncident():
            return moving.move_incident(tx, act, by=by, now=now)
        case AddComment():
            return commenting.add_comment(tx, act, by=by, now=now)
        case EditIncident():
            return editing.edit_incident(tx, act, by=by, now=now)
        case WithdrawIncident() | DeleteIncident() | RestoreIncident():
            return _delete_or_restore(tx, act, by=by, now=now)
        case _:
            assert_never(act)


def _open_or_join(
    tx: Connection, act: OpenIncident | JoinInstead, *, by: Caller, now: datetime, finds_similar: bool
) -> Outcome:
    if isinstance(act, JoinInstead):
        return joining.join(tx, act, by=by, now=now)
    return opening.open_incident(tx, act.draft, by=by, now=now, finds_similar=finds_similar)


def _delete_or_restore(
    tx: Connection, act: WithdrawIncident | DeleteIncident | RestoreIncident, *, by: Caller, now: datetime
) -> Outcome:
    match act:
        case WithdrawIncident():
            return deleting.withdraw(tx, act.number, by=by, now=now)
        case DeleteIncident():
            return deleting.delete(tx, act.number, by=by, now=now)
        case RestoreIncident():
            return deleting.restore(tx, act.number, by=by, now=now)
        case _:
            assert_never(act)


def _look(tx: Connection, act: LookingAct, *, by: Caller, now: datetime, finds_similar: bool) -> Outcome:
    if isinstance(act, LookingAtWorkspaceAct):
        return workspace.look(tx, act, by=by)
    if isinstance(act, ShowReminder):
        return reminding.show(tx, act, by=by, now=now)
    if isinstance(act, ShowStats):
        return counting.show_stats(tx, act, by=by, now=now)
    return _look_at_incidents(tx, act, by=by, now=now, finds_similar=finds_similar)


def _look_at_incidents(
    tx: Connection, act: LookingAtIncidentsAct, *, by: Caller, now: datetime, finds_similar: bool
) -> Outcome:
    match act:
        case FillIn() | StartFromMessage() | PickForMessage() | PickAsAdmin():
            return _begin(tx, act, by=by, now=now)
        case ShowIncident():
            return looking.show(tx, act.number, by=by, now=now)
        case ShowHistory():
            return looking.show_history(tx, act, by=by)
        case ListIncidents() | SearchIncidents() | ShowRows():
            return finding.find(tx, act, by=by, now=now, finds_similar=finds_similar)
        case ShowPanel() | ShowFollows():
            return _show_own(tx, act, by=by)
        case _:
            assert_never(act)


def _show_own(tx: Connection, act: ShowPanel | ShowFollows, *, by: Caller) -> Outcome:
    match act:
        case ShowPanel():
            return looking.show_panel(tx, by=by)
        case ShowFollows():
            return following.show(tx, act, by=by)
        case _:
            assert_never(act)


def _begin(
    tx: Connection, act: FillIn | StartFromMessage | PickForMessage | PickAsAdmin, *, by: Caller, now: datetime
) -> Outcome:
    match act:
        case FillIn():
            return filling.fill_in(tx, act, by=by, now=now)
        case StartFromMessage():
            return filling.start_from_message(tx, act.said, by=by)
        case PickForMessage():
            return filling.pick_for_message(tx, act.said, by=by)
        case PickAsAdmin():
            return filling.pick_as_admin(tx, act.verb, by=by)
        case _:
            assert_never(act)
