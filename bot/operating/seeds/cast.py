"""Who appears in the incidents."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.records import Person

_MADE_UP = ("maria", "jonas", "aisha", "tom", "lena", "ravi")
_MADE_UP_ID = "seed-{}"
"""Slack's ids are capital letters and digits: no person of Slack's will ever have this one."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Those who report, and those of them who mend."""

    reporters: tuple[Person, ...]
    responders: tuple[Person, ...]

    @staticmethod
    def of(people: Sequence[Person]) -> "Cast | None":
        """Return who of the people can appear; None where nobody can. A guest reports and is assigned nothing."""
        known = tuple(one for one in people if one.is_known and one.is_active and not one.is_bot)
        responders = tuple(one for one in known if not one.is_guest)
        return Cast(known, responders) if responders else None


def made_up(team_id: str) -> tuple[Person, ...]:
    """Return people for a workspace in which nobody is known: nobody can be them, or write to them."""
    return tuple(
        Person(team_id=team_id, id=_MADE_UP_ID.format(name), name=name, is_active=False, is_known=True)
        for name in _MADE_UP
    )
