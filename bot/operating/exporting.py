"""`incident-tracker export`: all incidents of a workspace, for a spreadsheet or another program."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.operating.command import command
from bot.operating.databases import chosen, migrated
from bot.operating.terminal import Stop, counted, say
from bot.settings import Settings
from bot.views.spreadsheet import FILE_ENCODING, Counter, csv_lines, json_lines
from storage import dossiers

_PURPOSE = (
    "Write all incidents of a workspace that were not deleted: every field, times in UTC. CSV has how many comments "
    "and history entries there are, JSON has them whole. In CSV a text that a spreadsheet would take for a formula "
    "begins with an apostrophe; `import` takes it away again. A CSV file begins with a mark that lets Excel read its "
    "letters; standard output does not."
)
_WRITERS = {"csv": csv_lines, "json": json_lines}
_STDOUT = "-"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command and its arguments."""
    parser.description = _PURPOSE
    parser.set_defaults(command=command(export))
    parser.add_argument("file", nargs="?", default=_STDOUT, metavar="FILE", help="standard output where it is left out")
    parser.add_argument("--format", choices=_WRITERS, help="what FILE's ending says where it is left out, else csv")
    parser.add_argument("--team", help="the workspace, by id or name, where there are several")


def export(settings: Settings, typed: argparse.Namespace) -> None:
    """Write them as they are read: few are in memory at once."""
    kind = typed.format or ("json" if typed.file.lower().endswith(".json") else "csv")
    with migrated(settings) as engine:
        workspace = chosen(engine, typed.team)
        counter = Counter()
        with engine.connect() as tx, _target(typed.file) as (target, encoding):
            found = dossiers.stream(tx, workspace.id, with_details=kind == "json")
            _write(target, _WRITERS[kind](counter.through(found)), encoding if kind == "csv" else "utf-8")
    say(f"Exported {counted(counter.count, 'incident')} of {workspace.name}.")


@contextmanager
def _target(name: str) -> Iterator[tuple[BinaryIO, str]]:
    """Give where to write, and how; a file appears when it is complete, whatever stops us before."""
    if name == _STDOUT:
        yield sys.stdout.buffer, "utf-8"
        return
    path = Path(name)
    # A device, or a pipe with a name, is written to where it is.
    unfinished = path if path.exists() and not path.is_file() else path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            yield file, FILE_ENCODING
        unfinished.replace(path)
    except OSError as error:
        raise Stop(f"{name} cannot be written: {error.strerror}") from error
    finally:
        if unfinished != path:
            unfinished.unlink(missing_ok=True)


def _write(target: BinaryIO, lines: Iterable[str], encoding: str) -> None:
    try:
        for line in lines:
            target.write(line.encode(encoding))
            encoding = "utf-8"  # The mark stands at the beginning alone.
        target.flush()
    except BrokenPipeError:
        # Whoever read it, as `head` does, has enough; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
