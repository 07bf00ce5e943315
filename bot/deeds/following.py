"""Following incidents, people, services and categories: who follows is told directly when something changes."""

from dataclasses import replace
from typing import assert_never

from sqlalchemy import Connection

from bot.deeds import followable
from bot.deeds.followable import LISTED, Subject
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.following_acts import (
    ChooseChanges,
    FollowIncident,
    FollowingAct,
    FollowOther,
    Named,
    StopFollowing,
    UnfollowIncident,
    UnfollowOther,
)
from bot.language.looking_acts import ShowFollows
from bot.rules.permissions import Right, sees_only_own
from bot.views import follows as views
from bot.views.blocks import Message, message
from storage import follows, incidents
from storage.records import Follow, Followed, Topic


def do(tx: Connection, act: FollowingAct, *, by: Caller) -> Reply:
    """Do what the caller wants with what they follow."""
    match act:
        case FollowIncident() | UnfollowIncident():
            return _do_with_incident(tx, act, by=by)
        case FollowOther():
            return follow_other(tx, act, by=by)
        case UnfollowOther():
            return unfollow_other(tx, act, by=by)
        case StopFollowing():
            return stop(tx, act, by=by)
        case ChooseChanges():
            return choose(tx, act, by=by)
        case _:
            assert_never(act)


def _do_with_incident(tx: Connection, act: FollowIncident | UnfollowIncident, *, by: Caller) -> Reply:
    if isinstance(act, FollowIncident):
        return follow_incident(tx, act.number, by=by, all_changes=act.all_changes)
    return unfollow_incident(tx, act.number, by=by)


def follow_incident(tx: Connection, number: int, *, by: Caller, all_changes: bool | None = None) -> Reply:
    """Let the caller be told of changes to an incident they may see; None: as they have chosen before, or the main."""
    participants = gather(tx, by)
    found = incidents.get(tx, by.team_id, number)
    participants.require(Right.FOLLOW, found)
    return Reply(_begin(tx, followable.incident(found), participants, all_changes=all_changes), number)


def follow_other(tx: Connection, act: FollowOther, *, by: Caller) -> Reply:
    """Let the caller be told of changes to the incidents of a person, a service or a category.

    Raise Refusal for a name that is nobody's, or of which nobody said what it is the name of: it offers what it is.
    """
    named = act.named
    participants = gather(tx, by, {named.name} if named.topic is Topic.PERSON else ())
    participants.require(Right.FOLLOW)
    if named.topic is None:
        raise followable.which(tx, named.name, by=by)
    subject = (
        followable.person(named.name, participants)
        if named.topic is Topic.PERSON
        else followable.listed(tx, named.topic, named.name, by=by)
    )
    return Reply(_begin(tx, subject, participants, all_changes=act.all_changes))


def unfollow_incident(tx: Connection, number: int, *, by: Caller) -> Reply:
    """Tell the caller no more of changes to an incident, but for what concerns them."""
    participants = gather(tx, by)
    participants.require(Right.FOLLOW, incidents.get(tx, by.team_id, number))
    found = follows.find(tx, by.team_id, by.person_id, topic=Topic.INCIDENT, name=str(number))
    if found is None:
        raise Refusal(f"You don't follow #{number}.", offers=(f"follow {number}",))
    return Reply(_end(tx, found, by=by), number)


def unfollow_other(tx: Connection, act: UnfollowOther, *, by: Caller) -> Reply:
    """Tell the caller no more of changes to the incidents of a person, a service or a category."""
    named = act.named
    participants = gather(tx, by, mentioned=[named.name])
    participants.require(Right.FOLLOW)
    topics = LISTED if named.topic is None else (named.topic,)
    looked = [follows.find(tx, by.team_id, by.person_id, topic=topic, name=named.name) for topic in topics]
    found = [follow for follow in looked if follow]
    if not found:
        refusal = Refusal(_not_followed(named, participants))
        raise refusal if named.topic else followable.naming_people(tx, "unfollow", named.name, refusal, by=by)
    if named.topic is None:
        raise followable.ambiguous(named.name, "unfollow", [(each.what.topic, each.what.name) for each in found])
    return Reply(_end(tx, found[0], by=by))


def stop(tx: Connection, act: StopFollowing, *, by: Caller) -> Reply:
    """End one follow of the caller's; from the list of them, show the list without it."""
    gather(tx, by).require(Right.FOLLOW)
    found = follows.get(tx, by.team_id, by.person_id, act.follow_id)
    said = _end(tx, found, by=by) if found else message(views.GONE)
    return show(tx, ShowFollows(), by=by, news=said.text) if act.is_listed else Reply(said)


def choose(tx: Connection, act: ChooseChanges, *, by: Caller) -> Reply:
    """Change how much the caller hears by one follow of theirs."""
    participants = gather(tx, by)
    participants.require(Right.FOLLOW)
    found = follows.get(tx, by.team_id, by.person_id, act.follow_id)
    if found is None:
        raise Refusal(views.GONE)
    follows.choose(tx, by.team_id, by.person_id, act.follow_id, all_changes=act.all_changes)
    # Whoever has become a guest since may not see the incident any more.
    chosen = replace(found, all_changes=act.all_changes, title=None)
    return Reply(views.begun(chosen, is_news=True, sees_only_own=sees_only_own(participants.caller)))


def show(tx: Connection, act: ShowFollows, *, by: Caller, news: str = "") -> Reply:
    """Show a page of what the caller follows, of incidents those they may see; `news` comes first."""
    participants = gather(tx, by)
    participants.require(Right.FOLLOW)
    found = follows.page(
        tx,
        by.team_id,
        by.person_id,
        limit=views.PAGE + 1,
        before=act.before,
        after=act.after,
        only_reported=sees_only_own(participants.caller),
    )
    is_full = len(found) > views.PAGE
    if act.after is not None:
        return Reply(views.listed(found[-views.PAGE :], is_newest=not is_full, is_oldest=False, news=news))
    return Reply(views.listed(found[: views.PAGE], is_newest=act.before is None, is_oldest=not is_full, news=news))


def is_followed(tx: Connection, number: int, *, by: Caller) -> bool:
    """Tell whether the caller follows the incident."""
    return follows.find(tx, by.team_id, by.person_id, topic=Topic.INCIDENT, name=str(number)) is not None


def _begin(tx: Connection, subject: Subject, participants: Participants, *, all_changes: bool | None) -> Message:
    """Let the caller follow it, or change how much they hear; where nothing was said of that, it stays."""
    team_id, caller = participants.workspace.id, participants.caller
    before = follows.find(tx, team_id, caller.id, topic=subject.topic, name=subject.name)
    wanted = (before is not None and before.all_changes) if all_changes is None else all_changes
    follow_id = follows.put(tx, team_id, caller.id, topic=subject.topic, key=subject.key, all_changes=wanted)
    what = Followed(id=follow_id, topic=subject.topic, name=subject.name)
    return views.begun(
        Follow(what=what, all_changes=wanted, title=subject.title),
        is_news=before is None or before.all_changes is not wanted,
        sees_only_own=sees_only_own(caller),
    )


def _end(tx: Connection, follow: Follow, *, by: Caller) -> Message:
    follows.stop(tx, by.team_id, by.person_id, follow.what.id)
    return views.stopped(follow.what)


def _not_followed(named: Named, participants: Participants) -> str:
    if named.topic is Topic.PERSON:
        return f"You don't follow @{participants.names.get(named.name, named.name)}."
    return (
        f"You don't follow {'a service or category' if named.topic is None else f'the {named.topic}'} “{named.name}”."
    )
