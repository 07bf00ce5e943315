"""What a field offers while somebody types into it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.deeds import choosing
from bot.deeds.outcome import Caller
from bot.deeds.participants import gather
from bot.language.grammar import verb_named
from bot.language.values import first_word, number_of
from bot.rules.permissions import Right
from storage import choices, incidents
from storage.records import Incident, NameList

MOST_OPTIONS = 99
"""Slack shows a hundred, and creating a new one comes last."""
MOST_INCIDENTS = 50
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """Names that can be chosen, and whether the one who types may create another."""

    names: list[str]
    may_create: bool
    renamed: str | None = None
    """What that is called now which once had the name that was typed."""


def services(tx: Connection, typed: str, *, by: Caller) -> Offered:
    """Return the services whose names hold what was typed."""
    return _offered(tx, NameList.SERVICES, choices.service_names(tx, by.team_id), typed, by=by)


def categories(tx: Connection, typed: str, *, by: Caller) -> Offered:
    """Return the categories whose names hold what was typed."""
    return _offered(tx, NameList.CATEGORIES, choices.category_names(tx, by.team_id), typed, by=by)


def incidents_for(tx: Connection, word: str, typed: str, *, by: Caller) -> list[Incident]:
    """Return the incidents a verb can be about, by number or by words of their titles, newest first."""
    among = verb_named(word).among
    participants = gather(tx, by)
    participants.require(Right.RESTORE if among.is_deleted else Right.READ)
    return incidents.find(
        tx,
        by.team_id,
        number=number_of(first_word(typed)[0]),
        words=typed.split()[:MOST_WORDS],
        among=among,
        reporter_id=participants.only_reporter,
        limit=MOST_INCIDENTS,
    )


def _offered(tx: Connection, which: NameList, names: list[str], typed: str, *, by: Caller) -> Offered:
    participants = gather(tx, by)
    participants.require(Right.OPEN)
    name = " ".join(typed.split())
    may_create = participants.may(Right.ADD_TO_LISTS)
    found = [one for one in names if name.lower() in one.lower()][:MOST_OPTIONS]
    now = None if found or not name else choosing.called_now(tx, which, by.team_id, name)
    return Offered(found, may_create=may_create, renamed=now)
