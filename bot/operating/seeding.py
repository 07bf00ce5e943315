"""`incident-tracker seed`: believable incidents, for a trial or a demonstration."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from bot.now import utc_now
from bot.operating.clocks import now_in
from bot.operating.command import command
from bot.operating.databases import chosen, migrated
from bot.operating.seeds import DAYS, Cast, lives, made_up
from bot.operating.settling import settle_sandbox
from bot.operating.storing import store
from bot.operating.terminal import Stop, counted, progress, say
from bot.settings import Settings
from storage import dossiers, numbers, people
from storage.records import Life

STORED_AT_ONCE = 100
"""In one transaction; whoever uses the bot meanwhile hardly notices."""
MOST = 100_000
_PURPOSE = (
    f"Store believable incidents of the last {DAYS} days, with comments and whole histories, by the people the "
    "workspace knows. The same count gives the same incidents: only their days are counted back from the present "
    "hour. Nobody is told of them; the unresolved ones get their cards from the bot, one a second. Without "
    "DATABASE_URL they are the sandbox's, which may be running, or be started later."
)


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command and its arguments."""
    parser.description = _PURPOSE
    parser.set_defaults(command=command(seed))
    parser.add_argument("--count", type=_count, default=200, help="how many (200)")
    parser.add_argument("--team", help="the workspace, by id or name, where there are several")
    parser.add_argument("--force", action="store_true", help="also where there are incidents already")


def seed(settings: Settings, typed: argparse.Namespace) -> None:
    """Store the incidents, in batches; an interrupted seed leaves those that are complete."""
    with migrated(settings) as engine:
        settle_sandbox(settings, engine, now=utc_now())
        workspace = chosen(engine, typed.team)
        _require_empty(engine, workspace.id, is_forced=typed.force)
        first = fill(engine, workspace.id, now_in(workspace.id, settings), count=typed.count)
    say(f"Stored {counted(typed.count, 'incident')} of {workspace.name}, from #{first} on.")


def fill(engine: Engine, team_id: str, now: datetime, *, count: int) -> int:
    """Store so many incidents of the last DAYS, in batches, and return the first one's number."""
    cast = _cast(engine, team_id, now)
    until = now.replace(minute=0, second=0, microsecond=0)
    return _store(engine, team_id, list(lives(count, team_id=team_id, cast=cast, until=until)))


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= count <= MOST:
        raise argparse.ArgumentTypeError(f"it must be a number from 1 to {MOST}")
    return count


def _require_empty(engine: Engine, team_id: str, *, is_forced: bool) -> None:
    with engine.begin() as tx:
        if not is_forced and dossiers.exist(tx, team_id):
            raise Stop("This workspace has incidents already, and seeded ones cannot be told from them. --force adds.")


def _cast(engine: Engine, team_id: str, now: datetime) -> Cast:
    """Return the people the workspace knows, else some who are made up."""
    with engine.begin() as tx:
        known = Cast.of(people.everybody(tx, team_id))
        if known is not None:
            return known
        inventions = made_up(team_id)
        people.describe(tx, inventions, at=now)
    return Cast(inventions, inventions)


def _store(engine: Engine, team_id: str, told: Sequence[Life]) -> int:
    """Return the first number: all are taken before, so that nobody who opens an incident has to wait."""
    with engine.begin() as tx:
        its_own = numbers.take(tx, team_id, len(told))
    numbered = [
        replace(life, incident=replace(life.incident, number=number))
        for number, life in zip(its_own, told, strict=True)
    ]
    with progress("Storing", len(told)) as advance:
        for batch in _batches(numbered):
            with engine.begin() as tx:
                store(tx, team_id, batch)
            advance(len(batch))
    with engine.begin() as tx:
        dossiers.count_anew(tx)
    return its_own.start


def _batches(told: Sequence[Life]) -> Iterator[Sequence[Life]]:
    return (told[start : start + STORED_AT_ONCE] for start in range(0, len(told), STORED_AT_ONCE))
