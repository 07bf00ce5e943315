"""What somebody names to follow it: found, or refused with what may have been meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.deeds import naming
from bot.deeds.outcome import Caller
from bot.deeds.participants import Participants
from bot.errors import Nobody, Refusal
from bot.language.follows import as_command
from bot.language.mentions import as_typed, mark, plain
from bot.rules.names import COMMAND, possible
from bot.rules.permissions import why_not_followable
from storage import choices
from storage.records import Incident, Key, NameList, Topic

_LISTS = {Topic.SERVICE: NameList.SERVICES, Topic.CATEGORY: NameList.CATEGORIES}
LISTED = tuple(_LISTS)
"""What a bare word can be the name of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is to be followed."""

    topic: Topic
    key: Key
    name: str
    title: str | None = None
    """Of an incident."""


def incident(found: Incident) -> Subject:
    """Return an incident that the caller may see."""
    return Subject(topic=Topic.INCIDENT, key=found.id, name=str(found.number), title=found.title)


def person(person_id: str, participants: Participants) -> Subject:
    """Return somebody who can be followed; raise Refusal."""
    if problem := why_not_followable(participants.others[person_id], follower_id=participants.caller.id):
        raise Refusal(problem)
    return Subject(topic=Topic.PERSON, key=person_id, name=person_id)


def listed(tx: Connection, topic: Topic, name: str, *, by: Caller) -> Subject:
    """Return the service or category of that name; raise Refusal, naming what may be meant, where there is none."""
    found = _find(tx, topic, name, by=by)
    if found is None:
        raise _or_lists(_missing(tx, name, (topic,), by=by), (topic,))
    return found


def which(tx: Connection, name: str, *, by: Caller) -> Refusal:
    """Return the refusal of a bare word: it offers the service and the category of that name, or of the nearest."""
    found = [(topic, subject.name) for topic in LISTED if (subject := _find(tx, topic, name, by=by))]
    if found:
        return ambiguous(name, "follow", found)
    return _or_lists(naming_people(tx, "follow", name, _missing(tx, name, LISTED, by=by), by=by), LISTED)


def naming_people(tx: Connection, verb: str, name: str, refusal: Refusal, *, by: Caller) -> Refusal:
    """Return the refusal of a bare word after the verb with whom it may mean."""
    return naming.offering_names(tx, refusal.but(unclear=Nobody(name)), as_typed(f"{verb} {name}"), by=by)


def ambiguous(name: str, verb: str, found: Sequence[tuple[Topic, str]]) -> Refusal:
    """Return the refusal of a bare word that is the name of these."""
    kinds = " and ".join(f"a {topic}" for topic, _ in found)
    return _meant(f"“{name}” is {kinds}.", verb, found)


def _missing(tx: Connection, name: str, topics: Sequence[Topic], *, by: Caller) -> Refusal:
    """Return the refusal of a name that nothing has, which offers what may be meant."""
    problem = f"There is no {' or '.join(topics)} “{name}”."
    known = [(topic, each) for topic in topics for each in _names(tx, topic, by=by)]
    meant = possible(name, [each for _, each in known])
    return _meant(problem, "follow", [each for each in known if each[1] in meant])


def _or_lists(refusal: Refusal, topics: Sequence[Topic]) -> Refusal:
    """Return the refusal of a name; where nothing may be meant by it, it offers the lists."""
    return refusal if refusal.offers else refusal.but(offers=tuple(str(_LISTS[topic]) for topic in topics))


def _meant(problem: str, verb: str, found: Sequence[tuple[Topic, str]]) -> Refusal:
    offers = [offer for topic, name in found if (offer := as_command(verb, topic, name))]
    commands = tuple(f"`{COMMAND} {plain(mark(offer))}`" for offer in offers)
    return Refusal(problem, guesses=commands, offers=tuple(offers))


def _find(tx: Connection, topic: Topic, name: str, *, by: Caller) -> Subject | None:
    if topic is Topic.SERVICE:
        service = choices.find_service(tx, by.team_id, name)
        return Subject(topic=topic, key=service.id, name=service.name) if service else None
    found = choices.find_categories(tx, by.team_id, [name])
    return Subject(topic=topic, key=found[0].id, name=found[0].name) if found else None


def _names(tx: Connection, topic: Topic, *, by: Caller) -> list[str]:
    names = choices.service_names if topic is Topic.SERVICE else choices.category_names
    return names(tx, by.team_id)
