"""Which roles a person can be given: what Slack says of them comes first."""

from bot.errors import Refusal
from storage.records import Person, Role


def require_settable(person: Person, role: Role | None) -> None:
    """Raise Refusal, saying what keeps the person from having the role; None is the workspace's default."""
    if person.is_active and not person.is_known:
        raise Refusal(f"Slack has not told me yet who @{person.name} is. Try again in a few seconds.")
    if problem := _why_not(person, role):
        raise Refusal(f"@{person.name} {problem}.")
    if person.role is role:
        has = "has the default role" if role is None else f"has the role {role}"
        raise Refusal(f"@{person.name} {has} already.")


def settable(person: Person) -> tuple[Role | None, ...]:
    """Return the roles the person can be given, besides the one they have: none where Slack decides."""
    if not person.is_known or person.is_guest:
        return ()
    every: tuple[Role | None, ...] = (*Role, None)
    return tuple(role for role in every if role is not person.role and _why_not(person, role) is None)


def _why_not(person: Person, role: Role | None) -> str | None:
    """Return the end of a sentence about the person."""
    if not person.is_active:
        return "is deactivated"
    if person.is_bot:
        return "is a bot"
    if person.is_guest:
        return None if role in (None, Role.MEMBER) else "is a guest, and guests are members at most"
    if person.is_workspace_admin:
        return "is an owner or admin of this Slack workspace, and by that an admin here: nothing was changed"
    return None
