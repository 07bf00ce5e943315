"""Opening an incident."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import choosing, joining, record
from bot.deeds.choosing import Choosing
from bot.deeds.outcome import Caller, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language import grammar, hints, writing
from bot.language.acts import Draft, Hint
from bot.language.mentions import mark, mention, people_in, with_names
from bot.language.reading import NOTHING_OPENED
from bot.rules import changes, texts
from bot.rules.permissions import MayNot, Right, sees_only_own, why_not_assignable
from bot.slack.effects import Effect, direct_message
from bot.views import answers, direct_messages
from storage import choices, incidents, people
from storage.records import Incident, NewIncident, Severity

_MOST_HINTS = 3


def open_incident(tx: Connection, draft: Draft, *, by: Caller, now: datetime, finds_similar: bool) -> Reply:
    """Open an incident from a draft: create, record, tell the assignee; name those that may be the same thing.

    A Refusal names the field it is about.
    """
    assigned = {draft.assignee_id} if draft.assignee_id else set()
    mentioned = people_in(f"{draft.title or ''} {draft.summary or ''}")
    participants = gather(tx, by, assigned, mentioned=mentioned)
    participants.require(Right.OPEN)
    named = Choosing(tx, participants, now)
    try:
        participants.require_assignable(draft.assignee_id)
        new = _new_incident(draft, named, by=by)
    except Refusal as refusal:
        raise _not_opened(tx, refusal, draft, participants) from refusal
    service_id = new.service.id if new.service else None
    alike = joining.alike(
        tx, participants, title=new.title, service_id=service_id, now=now, finds_similar=finds_similar
    )
    told = changes.opening(new)
    incident = incidents.create(tx, new, told)
    record.opened(tx, incident, told, _tell_assignee(incident, by), by=by)
    place = _place(incident, participants, by)
    hinted = _hints(tx, draft, incident, participants)
    echo = answers.opened(incident, place=place, added=named.added, alike=alike, hints=hinted)
    return Reply(echo, incident.number)


def _not_opened(tx: Connection, refusal: Refusal, draft: Draft, participants: Participants) -> Refusal:
    """Return the refusal with the way to open it all the same."""
    instead = _instead(tx, refusal, draft, participants)
    typed = writing.typed(instead, participants.names) if instead else None
    if instead is None or typed is None:
        return refusal.adding(NOTHING_OPENED)
    if "assignee" in refusal.fields and (names := _names_left_out(draft, instead)):
        refusal = refusal.adding(f"What is offered leaves out {' and '.join(names)}, too: you may not add names.")
    return refusal.adding(NOTHING_OPENED).but(offers=(f"new {typed}",))


def _names_left_out(draft: Draft, instead: Draft) -> list[str]:
    """Return the service and the categories that only the draft has, as they are typed."""
    services = [draft.service] if draft.service and draft.service != instead.service else []
    categories = [name for name in draft.categories if name not in instead.categories]
    return [writing.token(key, name) for key, names in (("service", services), ("cat", categories)) for name in names]


def _instead(tx: Connection, refusal: Refusal, draft: Draft, participants: Participants) -> Draft | None:
    """Return the draft with the service that is meant, or without all that its author may not say."""
    if not isinstance(refusal, MayNot):
        meant = choosing.meant_service(tx, draft, participants) if "service" in refusal.fields else None
        return replace(draft, service=meant) if meant else None
    if not participants.may(Right.ASSIGN) and draft.assignee_id != participants.caller.id:
        draft = replace(draft, assignee_id=None)
    may_add = participants.may(Right.ADD_TO_LISTS)
    return draft if may_add else choosing.without_new_names(tx, draft, participants)


def _hints(tx: Connection, draft: Draft, incident: Incident, participants: Participants) -> list[Hint]:
    """Return the first three things that the title says of fields of which nothing else is said."""
    severity = None if draft.severity else hints.severity(incident.title, than=incident.severity)
    meant = None if incident.service else hints.service(incident.title)
    is_own_title = incident.assignee_id is None and draft.source is None
    mine = hints.mine(incident.title) if is_own_title else None
    whose = _assignment(tx, incident, participants) if is_own_title else None
    # A word behind “service” that is no service yet is one only where the title says other things, too.
    lists_fields = draft.hints or mine or whose
    service = meant[1] if meant and (lists_fields or choices.find_service(tx, incident.team_id, meant[0])) else None
    first: dict[str, Hint] = {}
    for hint in filter(None, (*draft.hints, severity, service, mine, whose)):
        first.setdefault(hint.about, hint)
    return [*first.values()][:_MOST_HINTS]


def _assignment(tx: Connection, incident: Incident, participants: Participants) -> Hint | None:
    """Return how the one person gets it whom the title may end with, if they can."""
    if not participants.may(Right.ASSIGN):
        return None
    said = hints.person(incident.title)
    found = people.called(tx, incident.team_id, said[0], limit=2) if said else []
    if said is None or len(found) != 1:
        return None
    [one] = found
    if why_not_assignable(one, reporter_id=incident.reporter_id):
        return None
    if one.id == participants.caller.id:
        return Hint(said[1], "take")
    return Hint(said[1], "assign", mark(mention(one.id, one.name)))


def _place(incident: Incident, participants: Participants, by: Caller) -> str:
    """Return where the card is, unless the caller sees it appear."""
    channel = participants.workspace.cards_channel
    if sees_only_own(participants.caller):
        return answers.for_a_guest(incident.number)
    if channel is None:
        return answers.NO_INCIDENTS_CHANNEL if by.channel else answers.NO_CHANNEL_AT_ALL
    return answers.card_is_in(channel) if channel != by.channel else ""


def _new_incident(draft: Draft, named: Choosing, *, by: Caller) -> NewIncident:
    """Check what was said and look up what it names, before the counter, which serialises, is locked."""
    names = named.participants.names
    return NewIncident(
        team_id=by.team_id,
        title=grammar.title("new", with_names(draft.title or "", names)),
        summary=texts.summary(with_names(draft.summary or "", names)),
        severity=draft.severity or Severity.SEV3,
        own_priority=draft.priority,
        reporter_id=by.person_id,
        assignee_id=draft.assignee_id,
        service=named.service(draft.service, is_chosen=draft.is_service_chosen),
        categories=named.categories(draft.categories),
        opened_in=by.channel,
        created_at=named.now,
        source=draft.source,
    )


def _tell_assignee(incident: Incident, by: Caller) -> list[Effect]:
    assignee_id = incident.assignee_id
    if assignee_id is None or assignee_id == by.person_id:
        return []
    sentence = direct_messages.assigned(incident, actor_id=by.person_id)
    return [direct_message(incident, person_id=assignee_id, sentence=sentence)]
