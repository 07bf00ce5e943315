"""How an incident goes away and comes back."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import Refusal
from bot.rules import lifecycle
from bot.rules.names import COMMAND
from storage.records import Incident

WITHDRAWN_WITHIN = timedelta(seconds=60)
"""How long the reporter can take back what was opened."""
KEPT_FOR = timedelta(days=30)
"""How long a deleted incident can be restored; then it is purged."""


def withdraw(incident: Incident, *, actor_id: str, now: datetime) -> Incident:
    """Return the incident taken back by its reporter; raise Refusal when that comes too late."""
    if now - incident.created_at > WITHDRAWN_WITHIN:
        raise Refusal(
            f"#{incident.number} was opened more than {WITHDRAWN_WITHIN.seconds} seconds ago. "
            f"You can still resolve it (`{COMMAND} resolve {incident.number}`), and an admin can delete it "
            f"(`{COMMAND} delete {incident.number}`)."
        )
    return delete(incident, actor_id=actor_id, now=now)


def still_undone(incident: Incident, *, now: datetime) -> str:
    """Say how its reporter takes it back; nothing when that comes too late."""
    if now - incident.created_at > WITHDRAWN_WITHIN:
        return ""
    return f"Undo under the answer takes back what you have just opened, for {WITHDRAWN_WITHIN.seconds} seconds."


def delete(incident: Incident, *, actor_id: str, now: datetime) -> Incident:
    """Return the incident deleted."""
    acted = lifecycle.acted_on(incident, actor_id=actor_id, now=now)
    return replace(acted, deleted_at=now, deleted_by=actor_id)


def restore(incident: Incident, *, actor_id: str, now: datetime) -> Incident:
    """Return the incident as it was; raise Refusal when it was not deleted."""
    if not incident.is_deleted:
        raise Refusal(f"#{incident.number} is not deleted; `{COMMAND} {incident.number}` shows it.")
    if incident.deleted_at is not None and now - incident.deleted_at > KEPT_FOR:
        raise Refusal(f"#{incident.number} was deleted more than {KEPT_FOR.days} days ago and cannot be restored.")
    acted = lifecycle.acted_on(incident, actor_id=actor_id, now=now)
    return replace(acted, deleted_at=None, deleted_by=None)
