"""People and roles as they are typed after `users`, in whichever order."""

from bot.errors import Nobody, Refusal
from bot.language import values
from bot.language.acts import Act
from bot.language.mentions import person_of, plain
from bot.language.verb import Verb
from bot.language.words import MYSELF, bare
from bot.language.workspace_acts import SetRole, ShowPeople, ShowPerson
from storage.records import Role

_ROLES: dict[str, Role | None] = {**{str(role): role for role in Role}, "default": None}
_FILLERS = {"to", "as", "is", "a", "an", "the", "role", "make", "set"}
_CURSORS = {"after", "before"}


def read(verb: Verb, rest: str) -> Act:
    """Read whom it is about, and which role they get."""
    words = [bare(word) for word in rest.split()]
    if words and words[0].lower() in _CURSORS:
        return _page(verb, words)
    people = list(dict.fromkeys(word for word in words if _is_person(word)))
    roles = list(dict.fromkeys(word.lower() for word in words if word.lower() in _ROLES))
    _require_understood(verb, [word for word in words if not _is_person(word)])
    _require_one(verb, people, roles)
    if not people:
        return ShowPeople()
    person_id = person_of(people[0])
    return SetRole(person_id, _ROLES[roles[0]]) if roles else ShowPerson(person_id)


def _page(verb: Verb, words: list[str]) -> Act:
    """Read what *Next* and *Previous* say: beside whom, who had so much."""
    load = values.number_of(words[1]) if len(words) > 1 else None
    person_id = person_of(words[-1])
    if load is None or person_id is None:
        raise verb.misused("Beside whom?")
    where = (load, person_id)
    return ShowPeople(after=where) if words[0].lower() == "after" else ShowPeople(before=where)


def _is_person(word: str) -> bool:
    return person_of(word) is not None or word.lower() in MYSELF


def _require_understood(verb: Verb, words: list[str]) -> None:
    other = next((word for word in words if word.lower() not in {*_ROLES, *_FILLERS}), None)
    if other is None:
        return
    if other.startswith("@"):
        raise verb.nobody(other)
    problem = f"There is no role “{plain(other)[:40]}”: roles are member, responder and admin, or default."
    raise verb.misused(Refusal(problem, unclear=Nobody(other)))


def _require_one(verb: Verb, people: list[str], roles: list[str]) -> None:
    if len(people) > 1:
        raise verb.misused(f"One person at a time; you named {' and '.join(map(plain, people))}.")
    if len(roles) > 1:
        raise verb.misused(f"A person has one role; you named {' and '.join(roles)}.")
    if roles and not people:
        raise verb.misused(f"Who is to be {roles[0]}?")
