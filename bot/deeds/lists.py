"""The workspace's lists: shown to all, added to by responders, renamed and removed from by admins."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot.deeds import choosing
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.mentions import as_typed
from bot.language.names import quoted
from bot.language.workspace_acts import AddName, ChangingListAct, RemoveName, RenameName, ShowNames
from bot.rules import texts
from bot.rules.names import ONE_OF, nearest, renamed_to
from bot.rules.permissions import Right
from bot.slack.effects import refresh_card, to_item
from bot.views import names as views
from bot.views.paging import ROWS, cut
from storage import audit_log, choices, incidents, lists, outbox
from storage.records import UNRESOLVED, AuditAct, AuditEntry, Named, NameList, Selection

CARDS_AT_ONCE = 500
"""Cards drawn again for a name; Slack takes some fifty a minute. Others show it with their next change."""
_NAMES = {NameList.SERVICES: choices.service_names, NameList.CATEGORIES: choices.category_names}
_ADDED = {NameList.SERVICES: AuditAct.SERVICE_ADDED, NameList.CATEGORIES: AuditAct.CATEGORY_ADDED}
_RENAMED = {NameList.SERVICES: AuditAct.SERVICE_RENAMED, NameList.CATEGORIES: AuditAct.CATEGORY_RENAMED}
_REMOVED = {NameList.SERVICES: AuditAct.SERVICE_REMOVED, NameList.CATEGORIES: AuditAct.CATEGORY_REMOVED}


def show(tx: Connection, act: ShowNames, *, by: Caller) -> Reply:
    """Show a page of a list; where there is nothing more, its beginning."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    own = participants.only_reporter
    found = lists.page(tx, act.which, by.team_id, limit=ROWS + 1, after=act.after, before=act.before, reporter_id=own)
    shown = cut(found, after=act.after, before=act.before)
    if not found and not (act.after is None and act.before is None):
        shown = cut(lists.page(tx, act.which, by.team_id, limit=ROWS + 1, reporter_id=own))
    return Reply(
        views.page(
            act.which,
            shown,
            are_all_counted=own is None,
            may_add=participants.may(Right.ADD_TO_LISTS),
            may_edit=participants.may(Right.EDIT_LISTS),
        )
    )


def change(tx: Connection, act: ChangingListAct, *, by: Caller, now: datetime) -> Reply:
    """Change a list, for who may."""
    participants = gather(tx, by)
    participants.require(Right.ADD_TO_LISTS if isinstance(act, AddName) else Right.EDIT_LISTS)
    match act:
        case AddName():
            return _add(tx, act, participants, by=by, now=now)
        case RenameName():
            return _rename(tx, act, by=by, now=now)
        case RemoveName():
            return _remove(tx, act, by=by, now=now)
        case _:
            assert_never(act)


def _add(tx: Connection, act: AddName, participants: Participants, *, by: Caller, now: datetime) -> Reply:
    team_id, name = by.team_id, _checked(act.which, act.name)
    found = lists.lock(tx, act.which, team_id, [name]).get(name)
    if found and not found.is_removed:
        raise Refusal(f"There is a {ONE_OF[act.which]} “{found.name}” already.")
    near = None if found else nearest(name, _NAMES[act.which](tx, team_id))
    if act.which is NameList.SERVICES:
        service = choices.service_named(tx, team_id, name)
        named = Named(id=service.id, name=service.name)
    else:
        [category] = choices.categories_named(tx, team_id, [name])
        named = Named(id=category.id, name=category.name)
    is_admin = participants.may(Right.EDIT_LISTS)
    if found:
        choosing.audit_restored(tx, act.which, [found], participants, now=now)
    elif is_admin:
        _audit(tx, _ADDED[act.which], named, None, by=by, now=now)
    return Reply(views.added(act.which, named.name, was_removed=found is not None, near=near, may_undo=is_admin))


def _rename(tx: Connection, act: RenameName, *, by: Caller, now: datetime) -> Reply:
    """Rename; history keeps what was said, and the cards of unresolved incidents are drawn again."""
    which, old, new = act.which, texts.name(act.old, field="name"), _checked(act.which, act.new)
    known = lists.lock(tx, which, by.team_id, [old, new])
    named = _present(tx, which, old, known=known, by=by, again=lambda near: _renaming(near, new))
    _require_free(which, named, new, known.get(new))
    try:
        lists.rename(tx, which, named, new)
    except lists.NameTaken as taken:
        raise Refusal(f"There is a {ONE_OF[which]} “{new}” already.") from taken
    _audit(tx, _RENAMED[which], named, new, by=by, now=now)
    found = incidents.page(tx, by.team_id, _unresolved(which, named), limit=CARDS_AT_ONCE)
    outbox.put(tx, by.team_id, [to_item(refresh_card(incident)) for incident in found.incidents])
    cards, there_are_more = len(found.incidents), found.next is not None
    return Reply(views.renamed(which, named.name, new, cards=cards, there_are_more=there_are_more))


def _unresolved(which: NameList, named: Named) -> Selection:
    if which is NameList.SERVICES:
        return Selection(statuses=UNRESOLVED, service_id=named.id)
    return Selection(statuses=UNRESOLVED, category_ids=(named.id,))


def _remove(tx: Connection, act: RemoveName, *, by: Caller, now: datetime) -> Reply:
    name = texts.name(act.name, field="name")
    known = lists.lock(tx, act.which, by.team_id, [name])
    named = _present(tx, act.which, name, known=known, by=by, again=lambda near: f"remove {quoted(near)}")
    lists.remove(tx, act.which, named, at=now)
    _audit(tx, _REMOVED[act.which], named, None, by=by, now=now)
    unresolved = incidents.count(tx, by.team_id, _unresolved(act.which, named))
    return Reply(views.removed(act.which, named.name, unresolved=unresolved))


def _present(
    tx: Connection,
    which: NameList,
    name: str,
    *,
    known: dict[str, Named],
    by: Caller,
    again: Callable[[str], str | None],
) -> Named:
    """Return what can be chosen under the name; raise Refusal, offering what is meant, where nothing can.

    `again` is what would be typed of the name that is meant, None where there is nothing left to do with it.
    """
    named = known.get(name)
    if named and not named.is_removed:
        return named
    now = None if named else choosing.called_now(tx, which, by.team_id, name)
    if now:
        raise Refusal(renamed_to(name, now), offers=_typed(which, again(now)))
    near = nearest(name, _NAMES[which](tx, by.team_id))
    problem = f"There is no {ONE_OF[which]} “{name}”."
    if near is None:
        raise Refusal(problem, hint=f"`{which}` lists them all.", offers=(str(which),))
    raise Refusal(problem, guesses=(f"“{near}”",), offers=_typed(which, again(near)))


def _renaming(old: str, new: str) -> str | None:
    return None if old == new else f"rename {quoted(old)} -> {quoted(new)}"


def _typed(which: NameList, rest: str | None) -> tuple[str, ...]:
    return (as_typed(f"{which} {rest}"),) if rest else ()


def _require_free(which: NameList, named: Named, new: str, holder: Named | None) -> None:
    """Raise Refusal where another of the list has the name, or it is called that already."""
    if named.name == new:
        raise Refusal(f"The {ONE_OF[which]} “{new}” is called that already.")
    if holder is None or holder.id == named.id:
        return
    if holder.is_removed:
        raise Refusal(
            f"“{holder.name}” was removed, and incidents may still have it. Choose another name, or bring it back.",
            offers=(as_typed(f"{which} add {quoted(holder.name)}"),),
        )
    stays = f"There is a {ONE_OF[which]} “{holder.name}” already, so “{named.name}” keeps its name."
    raise Refusal(f"{stays} Choose another one, or rename that one first.")


def _audit(tx: Connection, act: AuditAct, named: Named, new: str | None, *, by: Caller, now: datetime) -> None:
    entry = AuditEntry(act=act, subject=str(named.id), old=named.name, new=new)
    audit_log.add(tx, by.team_id, [entry], actor_id=by.person_id, at=now)


def _checked(which: NameList, name: str) -> str:
    return texts.category(name) if which is NameList.CATEGORIES else texts.name(name, field="name")
