"""People, their roles and what they have: shown to all, roles set by admins."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.workspace_acts import SetRole, ShowPeople, ShowPerson
from bot.rules import permissions, roles
from bot.rules.permissions import Right
from bot.slack.effects import TellRole, to_item
from bot.views import people as views
from bot.views.paging import ROWS, cut
from storage import audit_log, incidents, load, outbox, people
from storage.records import UNRESOLVED, AuditAct, AuditEntry, Loaded, Person, Selection, Sort


def show_people(tx: Connection, act: ShowPeople, *, by: Caller) -> Reply:
    """Show a page of people, the most loaded first; where there is nobody more, the first page."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    own = participants.only_reporter
    found = load.page(tx, by.team_id, limit=ROWS + 1, after=act.after, before=act.before, reporter_id=own)
    shown = cut(found, after=act.after, before=act.before)
    if not found and not (act.after is None and act.before is None):
        shown = cut(load.page(tx, by.team_id, limit=ROWS + 1, reporter_id=own))
    may_set_roles = participants.may(Right.SET_ROLES)
    return Reply(views.page(shown, participants.workspace, are_all_counted=own is None, may_set_roles=may_set_roles))


def show_person(tx: Connection, act: ShowPerson, *, by: Caller) -> Reply:
    """Show somebody's role and what they have, as far as the caller may see it."""
    participants, person = _gather(tx, act.person_id, by=by)
    participants.require(Right.READ)
    own = participants.only_reporter
    wanted = Selection(statuses=UNRESOLVED, assignee_id=person.id, visible_to=own, sort=Sort.SEVERITY)
    has = incidents.page(tx, by.team_id, wanted, limit=ROWS).incidents
    loaded = Loaded(person=person, load=load.of(tx, by.team_id, person.id, reporter_id=own))
    return Reply(
        views.one(
            loaded,
            participants.workspace,
            has,
            are_all_counted=own is None,
            may_set_roles=participants.may(Right.SET_ROLES),
        )
    )


def set_role(tx: Connection, act: SetRole, *, by: Caller, now: datetime) -> Reply:
    """Set a role, and have whoever may do other things by it told.

    Owners and admins of the Slack workspace stay admins, so that there is always somebody to undo it.
    """
    participants, person = _gather(tx, act.person_id, by=by)
    participants.require(Right.SET_ROLES)
    roles.require_settable(person, act.role)
    before = people.set_role(tx, by.team_id, person.id, act.role)
    entry = AuditEntry(act=AuditAct.ROLE, subject=person.id, old=before, new=act.role)
    audit_log.add(tx, by.team_id, [entry], actor_id=by.person_id, at=now)
    was, now_is = replace(person, role=before), replace(person, role=act.role)
    is_other, workspace = person.id != by.person_id, participants.workspace
    if is_other and permissions.role_of(was, workspace) is not permissions.role_of(now_is, workspace):
        told = TellRole(person_id=person.id, actor_id=by.person_id, role=act.role)
        outbox.put(tx, by.team_id, [to_item(told)])
    return Reply(views.role_set(now_is, workspace, before=before, may_undo=is_other))


def _gather(tx: Connection, person_id: str | None, *, by: Caller) -> tuple[Participants, Person]:
    """Read the caller and somebody who is on record; raise Refusal where nobody is: naming makes nobody known."""
    wanted = person_id or by.person_id
    participants = gather(tx, by, mentioned=[wanted])
    person = participants.others.get(wanted)
    if person is None:
        participants.require(Right.READ)
        raise Refusal("I know nobody like that in this workspace. `users` shows everybody.", offers=("users",))
    return participants, person
