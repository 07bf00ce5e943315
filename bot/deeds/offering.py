"""What a field offers while somebody types into it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.deeds.participants import Participants, gather
from bot.language.grammar import verb_named
from bot.language.values import first_word, number_of
from bot.rules.permissions import Right
from storage import choices, incidents
from storage.records import Incident

MOST_OPTIONS = 99
"""Slack shows a hundred, and creating a new one comes last."""
MOST_INCIDENTS = 50
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """Names that can be chosen, and whether the one who types may create another."""

    names: list[str]
    may_create: bool


def services(tx: Connection, typed: str, *, by: Caller) -> Offered:
    """Return the services whose names hold what was typed."""
    return _offered(gather(tx, by), choices.service_names(tx, by.team_id), typed)


def categories(tx: Connection, typed: str, *, by: Caller) -> Offered:
    """Return the categories whose names hold what was typed."""
    return _offered(gather(tx, by), choices.category_names(tx, by.team_id), typed)


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


def _offered(participants: Participants, names: list[str], typed: str) -> Offered:
    participants.require(Right.OPEN)
    wanted = " ".join(typed.split()).lower()
    may_create = participants.may(Right.ADD_TO_LISTS)
    return Offered([name for name in names if wanted in name.lower()][:MOST_OPTIONS], may_create=may_create)
