"""`incident-tracker migrate`: the schema, as this release needs it."""

import argparse
import tempfile
from pathlib import Path

from bot.operating.command import command
from bot.operating.databases import database
from bot.operating.terminal import Stop, say
from bot.settings import Settings
from storage import embedded, schema
from storage.engine import BACKGROUND, connect

_UNSAFE = {"fsync": "off"}
"""For a database that nobody needs when the power comes back."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command and its arguments."""
    parser.set_defaults(command=command(migrate))
    parser.add_argument(
        "--check", action="store_true", help="check, on a database of its own, that tables and migrations agree"
    )


def migrate(settings: Settings, typed: argparse.Namespace) -> None:
    """Bring the database to this release's schema; or check that tables and migrations agree."""
    if typed.check:
        with (
            tempfile.TemporaryDirectory() as directory,
            embedded.serve(Path(directory) / "data", settings=_UNSAFE) as url,
        ):
            _check(url)
        return
    with database(settings) as url:
        engine = connect(url, BACKGROUND)
        schema.migrate(engine)
        engine.dispose()
    say("The schema is up to date.")


def _check(url: str) -> None:
    engine = connect(url, BACKGROUND)
    schema.migrate(engine)
    try:
        schema.check(engine)
    except schema.TablesDiffer as difference:
        raise Stop(f"Tables and migrations differ: {difference}") from difference
    finally:
        engine.dispose()
    say("Tables and migrations agree.")
