"""People with their roles and how much they have, for all; with a menu beside each for those who set roles."""

from collections.abc import Sequence

from bot.rules.permissions import RIGHTS_OF_CONCERNED, RIGHTS_OF_ROLE, Right, role_of
from bot.rules.roles import settable
from bot.views.blocks import Block, Message, actions, button, message, overflow, section, small_print
from bot.views.offers import ON_ANSWER
from bot.views.paging import Page, ways
from bot.views.panel import rows
from bot.views.text import person as mention
from storage.records import Incident, Loaded, Person, Role, Workspace


def page(shown: Page[Loaded], workspace: Workspace, *, are_all_counted: bool, may_set_roles: bool) -> Message:
    """Show a page of people, the most loaded first."""
    counted = "the unresolved incidents" if are_all_counted else "how many of the incidents you reported"
    headline = f"People, with their roles and {counted} they have"
    if not shown.rows:
        return message("Slack has not told me yet who is here. Try again in a few seconds.")
    lines = [_line(row, workspace) for row in shown.rows]
    menus = [_beside(row.person, may_set_roles=may_set_roles) for row in shown.rows]
    first, last = shown.rows[0], shown.rows[-1]
    return message(
        f"{headline}: {', '.join(lines)}." + ("" if shown.is_last else " There are more."),
        section(f"*{headline}*"),
        *(section(line, accessory=menu) for line, menu in zip(lines, menus, strict=True)),
        *ways(shown, previous=f"users before {_place(first)}", following=f"users after {_place(last)}"),
    )


def one(
    loaded: Loaded, workspace: Workspace, has: Sequence[Incident], *, are_all_counted: bool, may_set_roles: bool
) -> Message:
    """Show somebody's role, and what they have, the worst first."""
    line = _line(loaded, workspace)
    options = _roles(loaded.person) if may_set_roles else []
    listed, in_words = rows(has)
    more = f"The worst {len(has)}; there are more." if loaded.load > len(has) else ""
    own = "" if are_all_counted else "Counted are the incidents you reported."
    return message(
        " ".join(part for part in (f"{line}.", in_words, more, own) if part),
        section(f"*{line}*", accessory=overflow(options, id="act:person") if options else None),
        *listed,
        *(small_print(sentence) for sentence in (more, own) if sentence),
    )


def role_set(person: Person, workspace: Workspace, *, before: Role | None, may_undo: bool) -> Message:
    """Say which role somebody has now, and which they had."""
    was = f"{workspace.default_role}, by default" if before is None else before
    said = f"{mention(person.id)} is now {_a(_role(person, workspace))} (before: {was})."
    if not may_undo:
        return message(said)
    undo = button("Undo", id="act:undo", value=_command(person, before))
    return message(said, section(said), actions(undo, name=ON_ANSWER))


def role_given(person: Person, workspace: Workspace, *, actor_id: str) -> Message:
    """Tell somebody which role they have now, who gave it to them, and what they may do by it."""
    role = role_of(person, workspace)
    if role is None:
        raise ValueError(f"{person.id} has no role")
    made = f"made you {_a(role)} of Incident Tracker"
    if person.role is None:
        made = f"gave you the default role in Incident Tracker: {role}"
    return message(f"{mention(actor_id)} {made}. You may now {_rights(role)}.")


def _a(role: str) -> str:
    return f"{'an' if role.startswith(Role.ADMIN) else 'a'} {role}"


def _rights(role: Role) -> str:
    """Return what the role may do to any incident, and what everybody may do to their own, in the words of `Right`."""
    of_role = RIGHTS_OF_ROLE[role]
    words = [right.replace("this incident", "any incident") for right in Right if right in of_role]
    own = [right for right in Right if right in RIGHTS_OF_CONCERNED - of_role]
    words += [right.replace("this incident", "what you reported or are assigned") for right in own]
    verbs: dict[str, list[str]] = {}
    for phrase in words:
        verb, _, what = phrase.partition(" ")
        verbs.setdefault(what, []).append(verb)
    return "; ".join(f"{_and(done)} {what}".rstrip() for what, done in verbs.items())


def _and(words: Sequence[str]) -> str:
    return " and ".join(", ".join(words).rsplit(", ", 1))


def _line(row: Loaded, workspace: Workspace) -> str:
    return f"{mention(row.person.id)} · {_role(row.person, workspace)} · {row.load or 'none'} unresolved"


def _role(person: Person, workspace: Workspace) -> str:
    """Return the role that counts, and why where it is not one that was set."""
    for is_so, words in (
        (not person.is_active, "deactivated"),
        (person.is_bot, "bot"),
        (person.is_guest, "member, as a guest"),
        (not person.is_known, "member, until Slack says who this is"),
        (person.is_workspace_admin, "admin, by Slack"),
        (person.role is None, f"{workspace.default_role}, by default"),
    ):
        if is_so:
            return words
    return str(person.role)


def _beside(person: Person, *, may_set_roles: bool) -> Block:
    """Return what can be done beside a row: a button where there is only one thing."""
    show = ("Show", f"users {mention(person.id)}")
    roles = _roles(person) if may_set_roles else []
    return overflow([show, *roles], id="act:person") if roles else button(show[0], id="act:person", value=show[1])


def _roles(person: Person) -> list[tuple[str, str]]:
    return [(f"Make {role}" if role else "Default role", _command(person, role)) for role in settable(person)]


def _command(person: Person, role: Role | None) -> str:
    return f"users {mention(person.id)} {role or 'default'}"


def _place(row: Loaded) -> str:
    return f"{row.load} {mention(row.person.id)}"
