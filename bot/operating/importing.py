"""`incident-tracker import`: incidents of another tracker, or of an export, all of them or none."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from bot.now import utc_now
from bot.operating.clocks import now_in
from bot.operating.command import command
from bot.operating.databases import chosen, migrated
from bot.operating.imports import OTHER_NAMES, OTHER_WORDS, Problem, Read, read_file
from bot.operating.imports.columns import Unreadable
from bot.operating.imports.people import Directory
from bot.operating.settling import settle_sandbox
from bot.operating.storing import store
from bot.operating.terminal import Stop, counted, progress, say
from bot.settings import Settings
from bot.views.spreadsheet import COLUMNS
from storage import dossiers, numbers, people
from storage.records import Life, Person

STORED_AT_ONCE = 500
_PURPOSE = (
    "Store the incidents of a CSV file with a header, all of them or, where anything is wrong, none: then every error\n"
    "is listed with its line. What `export` writes as CSV can be imported. Only a title is needed, a reporter,\n"
    "and of what is resolved or mitigated since when it is."
)
_DETAILS = """\
columns, in any order and any case, with their other names:
{columns}

words that mean the same:
{words}

Times are ISO 8601, in UTC where no zone is named. People are found by Slack id or by name; categories are separated by
commas; services and categories that are missing are created. The columns comments and history of an export are only
counts, so they are passed over: the history is made of the times.

An incident keeps its number; one that is in use here is refused, and so is an incident of the same title that was
opened here at the same moment. So a file that was imported is not imported twice, unless it says neither.

Nobody is told of what was imported; the unresolved ones get their cards from the bot, one a second.
"""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command and its arguments."""
    parser.description = _PURPOSE
    parser.epilog = _DETAILS.format(columns=_columns(), words=_words())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.set_defaults(command=command(import_))
    parser.add_argument("file", metavar="FILE", help="CSV in UTF-8, with commas, semicolons or tabs")
    parser.add_argument(
        "--reporter", metavar="NAME", help="whose those are that name no reporter: a name or a Slack id"
    )
    parser.add_argument("--check", action="store_true", help="say what is wrong, and store nothing")
    parser.add_argument("--team", help="the workspace, by id or name, where there are several")


def import_(settings: Settings, typed: argparse.Namespace) -> None:
    """Read everything, then store everything."""
    content = _content(typed.file)
    with migrated(settings) as engine:
        settle_sandbox(settings, engine, now=utc_now())
        workspace = chosen(engine, typed.team)
        now = now_in(workspace.id, settings)
        with engine.begin() as tx:
            everybody = people.everybody(tx, workspace.id)
        found, problems = read_file(content, people=everybody, reporter=_reporter(everybody, typed.reporter), now=now)
        with numbers.alone(engine, workspace.id) as is_alone:
            if not is_alone:
                raise Stop("Another import into this workspace is under way. Nothing was imported.")
            lives = _numbered(engine, workspace.id, found, problems, is_check=typed.check)
            if not typed.check:
                _store(engine, workspace.id, lives)
    done = "could be imported" if typed.check else "imported"
    say(f"{counted(len(lives), 'incident')} {done}.")


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Stop(f"{name} cannot be read: {error.strerror}") from error


def _reporter(everybody: Sequence[Person], name: str | None) -> str | None:
    try:
        return Directory(everybody).find(name, None)
    except Unreadable as error:
        raise Stop(f"--reporter: {error}") from error


def _numbered(
    engine: Engine, team_id: str, found: Sequence[Read], problems: Sequence[Problem], *, is_check: bool
) -> list[Life]:
    """Return them with their numbers, which nobody else gets from now on; raise Stop with all that is wrong.

    Numbers are given out before anything is stored: who opens an incident meanwhile need not wait for the import.
    """
    brought = [one.number for one in found]
    with engine.connect() as tx:
        numbers.pass_over(tx, team_id, max(brought, default=0))
        _require_good([*problems, *_used(tx, team_id, found)])
        new = iter(numbers.take(tx, team_id, brought.count(0)))
        if not is_check:
            tx.commit()
    return [_with_number(one.life, one.number or next(new)) for one in found if one.life]


def _used(tx: Connection, team_id: str, found: Sequence[Read]) -> Iterator[Problem]:
    """Give what is here already, or is in the file twice."""
    used = numbers.used(tx, team_id, {one.number for one in found if one.number})
    here = dossiers.opened_at(tx, team_id, [one.opened_at for one in found if one.opened_at])
    first_lines: dict[int, int] = {}
    for one in found:
        if one.number in used:
            yield Problem(one.line, f"number: #{one.number} is here already.")
        elif one.number and one.number in first_lines:
            yield Problem(one.line, f"number: #{one.number} is in line {first_lines[one.number]} as well.")
        same = here.get((one.title, one.opened_at)) if one.title and one.opened_at else None
        if same and same != one.number:
            yield Problem(one.line, f"title: it is here already, opened at the same moment, as #{same}.")
        first_lines.setdefault(one.number, one.line)


def _require_good(problems: Sequence[Problem]) -> None:
    if problems:
        listed = "\n".join(f"line {problem.line}: {problem.words}" for problem in sorted(problems))
        raise Stop(f"{listed}\nNothing was imported: {counted(len(problems), 'error')}.")


def _with_number(life: Life, number: int) -> Life:
    return replace(life, incident=replace(life.incident, number=number))


def _store(engine: Engine, team_id: str, lives: Sequence[Life]) -> None:
    with progress("Importing", len(lives)) as advance, engine.begin() as tx:
        for start in range(0, len(lives), STORED_AT_ONCE):
            batch = lives[start : start + STORED_AT_ONCE]
            store(tx, team_id, batch)
            advance(len(batch))
        dossiers.count_anew(tx)


def _columns() -> str:
    others = {name: ", ".join(OTHER_NAMES.get(name, ())) for name in COLUMNS}
    return "\n".join(f"  {name:<22}{other}".rstrip() for name, other in others.items())


def _words() -> str:
    return "\n".join(
        f"  {value:<22}{', '.join(other)}" for words in OTHER_WORDS.values() for value, other in words.items()
    )
