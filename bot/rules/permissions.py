"""Who may do what: two tables, by role and by relation to the incident."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from bot.errors import Refusal
from storage.records import Incident, Person, Role, Workspace


class Right(StrEnum):
    """Something a person may or may not do; the value completes "You may …" and "You may not …"."""

    OPEN = "open incidents"
    READ = "read incidents"
    COMMENT = "comment"
    FOLLOW = "follow"
    CHANGE = "change this incident"
    RESOLVE = "resolve this incident"
    ASSIGN = "assign this incident"
    ADD_TO_LISTS = "add services and categories"
    EDIT_LISTS = "rename or remove services or categories"
    WITHDRAW = "withdraw this incident"
    DELETE = "delete incidents"
    RESTORE = "restore incidents"
    SET_ROLES = "set roles"
    SET_SETTINGS = "change settings"


_AN_ADMIN = "an admin of this workspace"


class MayNot(Refusal):
    """The person has not the right to do it."""


class AskAnAdmin(MayNot):
    """An admin may do it, or make somebody one who may."""

    def naming(self, admins: Sequence[Person]) -> Self:
        """Return it with who they are."""
        who = " or ".join(f"@{admin.name}" for admin in admins) or "an owner or admin of this Slack workspace"
        fields = {field: problem.replace(_AN_ADMIN, who) for field, problem in self.fields.items()}
        return self.but(problem=self.problem.replace(_AN_ADMIN, who), fields=fields)


class NotKnownYet(Refusal):
    """Slack has not said who it is, and may say so any moment."""

    def __init__(self) -> None:
        super().__init__("Slack has not told me yet who you are; I have asked. Try again in a few seconds.")


_MEMBER = frozenset({Right.OPEN, Right.READ, Right.COMMENT, Right.FOLLOW})
_RESPONDER = _MEMBER | {Right.CHANGE, Right.RESOLVE, Right.ASSIGN, Right.ADD_TO_LISTS}
RIGHTS_OF_ROLE = {Role.MEMBER: _MEMBER, Role.RESPONDER: _RESPONDER, Role.ADMIN: frozenset(Right) - {Right.WITHDRAW}}

RIGHTS_OF_CONCERNED = frozenset({Right.CHANGE, Right.RESOLVE})
"""What the reporter and the assignee may always do to their incident."""
RIGHTS_OF_REPORTER = frozenset({Right.WITHDRAW})
"""What the reporter alone may do, and not for long: `rules.deletion`."""


def role_of(person: Person, workspace: Workspace) -> Role | None:
    """Return the role that counts; None for someone deactivated, and for a bot.

    A guest is a member at most, and so is somebody Slack has not described yet, because they may be one.
    """
    if not person.is_active or person.is_bot:
        return None
    if person.is_guest or not person.is_known:
        return Role.MEMBER
    if person.is_workspace_admin:
        return Role.ADMIN
    return person.role or workspace.default_role


def may(right: Right, person: Person, workspace: Workspace, incident: Incident | None = None) -> bool:
    """Tell whether the person has the right, on this incident where the right concerns one."""
    role = role_of(person, workspace)
    if role is None or (incident and not may_see(person, workspace, incident)):
        return False
    return right in RIGHTS_OF_ROLE[role] or (incident is not None and right in _rights_on(incident, person))


def _rights_on(incident: Incident, person: Person) -> frozenset[Right]:
    """Return what the person may do because of what they are to the incident."""
    if person.id == incident.reporter_id:
        return RIGHTS_OF_CONCERNED | RIGHTS_OF_REPORTER
    return RIGHTS_OF_CONCERNED if person.id == incident.assignee_id else frozenset()


def right_to_assign(assignee_id: str | None, *, actor_id: str) -> Right:
    """Return what it takes to make somebody, or nobody, the assignee: taking and releasing are mere changes."""
    return Right.CHANGE if assignee_id in (None, actor_id) else Right.ASSIGN


def may_see(person: Person, workspace: Workspace, incident: Incident) -> bool:
    """Tell whether the incident exists for this person: a guest sees only what they reported."""
    if role_of(person, workspace) is None:
        return False
    return not sees_only_own(person) or person.id == incident.reporter_id


def sees_only_own(person: Person) -> bool:
    """Tell whether the person sees only what they reported."""
    return person.is_guest or not person.is_known


def why_not_assignable(person: Person, *, reporter_id: str) -> str | None:
    """Return what keeps the person from being the assignee, as the end of a sentence about them."""
    if not person.is_active:
        return "is deactivated"
    if person.is_bot:
        return "is a bot"
    if person.is_guest and person.id != reporter_id:
        return "is a guest and would not see this incident"
    return None


def why_not_followable(person: Person, *, follower_id: str) -> str | None:
    """Return what keeps the person from being followed, as a sentence."""
    if person.id == follower_id:
        return "That is you. You are told anyway when an incident becomes yours, is taken from you, or is resolved."
    if not person.is_active:
        return f"@{person.name} is deactivated, so there is nothing to follow."
    return f"@{person.name} is a bot, so there is nothing to follow." if person.is_bot else None


def require(
    right: Right,
    person: Person,
    workspace: Workspace,
    incident: Incident | None = None,
    *,
    field: str | None = None,
) -> None:
    """Raise MayNot, under `field`, unless the person has the right."""
    if may(right, person, workspace, incident):
        return
    require_known(person)
    remedy = "" if role_of(person, workspace) is None else f" {_remedy(right, person)}"
    raise (AskAnAdmin if _AN_ADMIN in remedy else MayNot)(f"You may not {right}.{remedy}", field=field)


def _remedy(right: Right, person: Person) -> str:
    """Say who may, and how somebody becomes one of them, if they can."""
    if right not in _WHO_MAY:
        return f"Ask {_AN_ADMIN}."
    can_become_one = right in RIGHTS_OF_ROLE[Role.RESPONDER] and not person.is_guest
    return f"{_WHO_MAY[right]} may{f'; {_AN_ADMIN} can make you a responder' if can_become_one else ''}."


def require_known(person: Person) -> None:
    """Raise NotKnownYet for somebody who may well have the right, once Slack has said who they are."""
    if person.is_active and not person.is_known:
        raise NotKnownYet


_WHO_MAY = {
    Right.CHANGE: "Its reporter, its assignee and responders",
    Right.RESOLVE: "Its reporter, its assignee and responders",
    Right.ASSIGN: "Responders",
    Right.ADD_TO_LISTS: "Responders",
    Right.WITHDRAW: "Only its reporter",
}
