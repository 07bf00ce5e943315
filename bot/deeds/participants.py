"""The people an act concerns, with their workspace: read in one statement, met when they are new."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.errors import Refusal
from bot.rules import permissions
from bot.rules.permissions import MayNot, NotKnownYet, Right, sees_only_own
from bot.slack.effects import DescribePerson, to_item
from storage import outbox, people, workspaces
from storage.incidents import IncidentNotFound
from storage.records import Incident, Person, Workspace


@dataclass(frozen=True, slots=True)
class Participants:
    """The caller, the others an act names, and the workspace's own rules."""

    workspace: Workspace
    caller: Person
    others: dict[str, Person]

    @property
    def names(self) -> dict[str, str]:
        """Return the names of those Slack has described, by id."""
        return {person.id: person.name for person in self.others.values() if person.is_known}

    @property
    def only_reporter(self) -> str | None:
        """Return the only one whose incidents the caller may see, themselves; None where they may see all."""
        return self.caller.id if sees_only_own(self.caller) else None

    def may(self, right: Right, incident: Incident | None = None) -> bool:
        """Tell whether the caller has the right."""
        return permissions.may(right, self.caller, self.workspace, incident)

    def require(self, right: Right, incident: Incident | None = None, *, field: str | None = None) -> None:
        """Raise Refusal, under `field`, unless the caller has the right; IncidentNotFound where they may not see it."""
        if incident and not permissions.may_see(self.caller, self.workspace, incident):
            permissions.require_known(self.caller)
            raise IncidentNotFound(incident.number)
        permissions.require(right, self.caller, self.workspace, incident, field=field)

    def require_assignable(self, assignee_id: str | None, incident: Incident | None = None) -> None:
        """Raise Refusal unless the caller may make this person the assignee: of an incident, or of one they open."""
        if assignee_id is None or (incident is None and assignee_id == self.caller.id):
            return
        right = permissions.right_to_assign(assignee_id, actor_id=self.caller.id)
        if incident is None and not self.may(right):
            permissions.require_known(self.caller)
            name = self.others[assignee_id].name
            raise MayNot(f"You may open incidents, but not assign them to others: leave out @{name}.", field="assignee")
        self.require(right, incident, field="assignee")
        assignee = self.others[assignee_id]
        reporter_id = incident.reporter_id if incident else self.caller.id
        if problem := permissions.why_not_assignable(assignee, reporter_id=reporter_id):
            raise Refusal(f"@{assignee.name} {problem}. Choose somebody else, or nobody.", field="assignee")


def gather(tx: Connection, by: Caller, others: Iterable[str] = (), *, mentioned: Iterable[str] = ()) -> Participants:
    """Read the caller, the others, and whoever of the mentioned is on record.

    A caller, or another, who is new is put on record, and Slack is asked who they are. What a text mentions may be any
    word that looks like an id, so it puts nobody on record.
    """
    expected = {by.person_id, *others}
    workspace, known = workspaces.with_people(tx, by.team_id, expected.union(mentioned))
    strangers = sorted(expected - known.keys())
    if strangers:
        known |= _meet(tx, by, strangers)
    return Participants(workspace, known[by.person_id], known)


def known(tx: Connection, by: Caller, *, mentioned: Iterable[str] = ()) -> Participants:
    """Read the caller and whoever of the mentioned is on record; raise NotKnownYet for a caller who is not.

    For whoever holds an incident's lock: putting people on record would wait for those who do so before they lock.
    """
    workspace, people_on_record = workspaces.with_people(tx, by.team_id, {by.person_id, *mentioned})
    if by.person_id not in people_on_record:
        raise NotKnownYet
    return Participants(workspace, people_on_record[by.person_id], people_on_record)


def _meet(tx: Connection, by: Caller, strangers: list[str]) -> dict[str, Person]:
    names = {person_id: by.person_name if person_id == by.person_id else person_id for person_id in strangers}
    people.meet(tx, by.team_id, names)
    outbox.put(tx, by.team_id, [to_item(DescribePerson(person_id=person_id)) for person_id in strangers])
    return {person_id: Person(team_id=by.team_id, id=person_id, name=name) for person_id, name in names.items()}
