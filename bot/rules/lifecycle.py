"""How an incident moves from status to status."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import Refusal
from bot.rules.names import COMMAND, STATUS_NAMES
from storage.records import HistoryEntry, Incident, Status


class Move(StrEnum):
    """What a person does to an incident's status."""

    TAKE = "take"
    START = "start"
    REVERT = "revert"
    MITIGATE = "mitigate"
    RESOLVE = "resolve"
    REOPEN = "reopen"


STATUS_AFTER = {
    (Status.OPEN, Move.TAKE): Status.IN_PROGRESS,
    (Status.OPEN, Move.START): Status.IN_PROGRESS,
    (Status.OPEN, Move.MITIGATE): Status.MITIGATED,
    (Status.OPEN, Move.RESOLVE): Status.RESOLVED,
    (Status.IN_PROGRESS, Move.TAKE): Status.IN_PROGRESS,
    (Status.IN_PROGRESS, Move.REVERT): Status.OPEN,
    (Status.IN_PROGRESS, Move.MITIGATE): Status.MITIGATED,
    (Status.IN_PROGRESS, Move.RESOLVE): Status.RESOLVED,
    (Status.MITIGATED, Move.TAKE): Status.MITIGATED,
    (Status.MITIGATED, Move.START): Status.IN_PROGRESS,
    (Status.MITIGATED, Move.RESOLVE): Status.RESOLVED,
    (Status.RESOLVED, Move.REOPEN): Status.IN_PROGRESS,
}

_ASSIGNS_ME = {Move.TAKE, Move.START}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A move that was made, with what was said along with it."""

    move: Move
    before: Incident
    after: Incident
    actor_id: str
    filled: tuple[HistoryEntry, ...] = ()
    """What was filled in of what opening skipped."""
    note: str | None = None

    @property
    def gave_it(self) -> bool:
        """Whether whoever did it got the incident by it."""
        return self.before.assignee_id != self.after.assignee_id == self.actor_id

    @property
    def update_due(self) -> datetime | None:
        """When the update was due that the note is; None where it was none that was promised."""
        return update_given(self.before, self.after)


def apply(incident: Incident, move: Move, *, actor_id: str, now: datetime) -> Incident:
    """Return the incident as it is after the move.

    Raise Refusal where the table has no such move, and when taking would change nothing.
    """
    require_possible(incident, move, actor_id=actor_id)
    status = STATUS_AFTER[incident.status, move]
    if is_taken_already(incident, move, actor_id=actor_id):
        raise Refusal(f"You already have #{incident.number}.")
    moved = replace(
        incident,
        status=status,
        assignee_id=_assignee_after(incident, move, actor_id),
        acknowledged_at=incident.acknowledged_at or (now if move in _ASSIGNS_ME else None),
        mitigated_at=now if _enters(Status.MITIGATED, incident.status, status) else incident.mitigated_at,
        resolved_at=now if status is Status.RESOLVED else None,
        update_due_at=None if status is Status.RESOLVED else incident.update_due_at,
        reminders_stopped=incident.reminders_stopped and move is not Move.REOPEN,
    )
    return acted_on(moved, actor_id=actor_id, now=now)


def require_possible(incident: Incident, move: Move, *, actor_id: str) -> None:
    """Raise Refusal, naming the present status and what this person can do, where the table has no such move."""
    if (incident.status, move) not in STATUS_AFTER:
        raise _not_from_here(incident, move, actor_id)


def is_taken_already(incident: Incident, move: Move, *, actor_id: str) -> bool:
    """Tell whether the move is to take what is theirs already, and would change nothing."""
    is_theirs = move is Move.TAKE and incident.assignee_id == actor_id
    return is_theirs and STATUS_AFTER.get((incident.status, move)) is incident.status


def acted_on(incident: Incident, *, actor_id: str, now: datetime) -> Incident:
    """Return the incident with the traces any act of a person leaves.

    The assignee's first act acknowledges it; one resolved without any is acknowledged at `resolved_at`. Each act is
    later than the one before, whatever the clocks of two processes say: forms tell by `updated_at` what they have seen.
    """
    return replace(seen_by(incident, actor_id=actor_id, now=now), last_activity_at=now)


def seen_by(incident: Incident, *, actor_id: str, now: datetime) -> Incident:
    """Return the incident after somebody did what is no work on it, but shows that they know of it."""
    is_acknowledged_now = incident.assignee_id == actor_id or incident.is_resolved
    return replace(
        later(incident, now=now),
        acknowledged_at=incident.acknowledged_at or (now if is_acknowledged_now else None),
    )


def later(incident: Incident, *, now: datetime) -> Incident:
    """Return the incident after something happened around it that is no work on it."""
    return replace(incident, updated_at=max(now, incident.updated_at + timedelta(microseconds=1)))


def commented_on(incident: Incident, due: datetime | None, *, actor_id: str, now: datetime) -> Incident:
    """Return the incident after a comment, a promise of the next one, or both; raise Refusal for the past."""
    commented = acted_on(incident, actor_id=actor_id, now=now)
    return replace(commented, update_due_at=promised(incident, due, actor_id=actor_id, now=now))


def promised(incident: Incident, due: datetime | None, *, actor_id: str, now: datetime) -> datetime | None:
    """Return when the next update is due after a comment that promises one, or none; raise Refusal for the past.

    A comment of the assignee, or of anybody where nobody has the incident, is the update that was promised.
    """
    if due is not None and due <= now:
        raise Refusal("The next update can only be due in the future.", field="update_due")
    if incident.is_resolved:
        return None
    return due or (None if _is_the_update(incident, actor_id) else incident.update_due_at)


def noted(before: Incident, after: Incident, *, actor_id: str) -> Incident:
    """Return the incident after an act that came with a note, which is a comment like any other."""
    return replace(after, update_due_at=None) if _is_the_update(before, actor_id) else after


def update_given(before: Incident, after: Incident) -> datetime | None:
    """Return when the update was due that the comment in between was; None where it was none that was promised."""
    return before.update_due_at if after.update_due_at is None and not after.is_resolved else None


def answers_who_has_it(before: Incident, after: Incident) -> bool:
    """Tell whether the answer to who takes it is another now: somebody else, nobody, or that nobody has to any more."""
    return (before.assignee_id, before.is_resolved) != (after.assignee_id, after.is_resolved)


def moves_from(status: Status) -> list[Move]:
    """Return what can be done to an incident of this status, in the order of the table."""
    return [move for (origin, move) in STATUS_AFTER if origin is status]


def statuses_before(move: Move) -> tuple[Status, ...]:
    """Return where an incident may stand for the move."""
    return tuple(status for status, possible in STATUS_AFTER if possible is move)


def _is_the_update(incident: Incident, actor_id: str) -> bool:
    """Tell whether a comment of theirs is the update that was promised."""
    return incident.assignee_id in (None, actor_id)


def _assignee_after(incident: Incident, move: Move, actor_id: str) -> str | None:
    if move is Move.TAKE:
        return actor_id
    if move is Move.START:
        return incident.assignee_id or actor_id
    return incident.assignee_id


def _enters(status: Status, before: Status, after: Status) -> bool:
    return after is status and before is not status


def _not_from_here(incident: Incident, move: Move, actor_id: str) -> Refusal:
    number = incident.number
    if move is Move.START and incident.status is Status.IN_PROGRESS and incident.assignee_id is None:
        take = f"{Move.TAKE} {number}"
        problem = f"Work on #{number} goes on already, and nobody has it: `{COMMAND} {take}` makes it yours."
        return Refusal(problem, offers=(take,))
    offers = tuple(
        f"{other} {number}"
        for other in moves_from(incident.status)
        if not is_taken_already(incident, other, actor_id=actor_id)
    )
    named = ", ".join(f"`{COMMAND} {offer}`" for offer in offers)
    problem = f"#{number} is {STATUS_NAMES[incident.status]}, so you can't {move} it. Possible now: {named}."
    return Refusal(problem, offers=offers)
