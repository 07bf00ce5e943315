"""What an operator types: `incident-tracker` and a command. Of the commands, only the one that was typed is loaded."""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

COMMANDS = {
    "run": ("running", "run against Slack"),
    "sandbox": (
        "sandboxing",
        "run against a workspace of its own in the browser, at PORT, with its data in DATA_DIR",
    ),
    "jobs": ("jobs", "print what the clock does next, what it did last, and what failed"),
    "migrate": ("migrating", "bring the database to this release's schema, as `run` does at its start"),
    "seed": ("seeding", "store believable incidents, for a trial"),
    "export": ("exporting", "write all incidents as CSV or JSON"),
    "import": ("importing", "store the incidents of a CSV file"),
}
"""The module of each in `bot.operating`, and its purpose."""
_WITHOUT_COMMAND = "starting"
_INTERRUPTED = 130
"""As shells say it of what Ctrl-C ended."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what was typed; exits with 0, with 1 and a sentence, or with 2 for a command that does not exist.

    Ctrl-C ends it with 130 and not a word: whoever pressed it knows.
    """
    try:
        _do(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _do(words: Sequence[str]) -> None:
    parser = _parser(words)
    typed = parser.parse_args(words)
    if "command" not in typed:
        _add(_WITHOUT_COMMAND, parser)
        typed = parser.parse_args(words)
    typed.command(typed)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return what reads the words; of the commands, only theirs knows its arguments."""
    parser = argparse.ArgumentParser(
        prog="incident-tracker",
        description="Incidents in Slack. Without a command: `run` where Slack's tokens are set, else `sandbox`.",
        epilog="Settings come from the environment and .env; .env.example lists them.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('incident-tracker')}")
    commands = parser.add_subparsers(title="commands", metavar="command")
    typed = next((word for word in words if word in COMMANDS), None)
    for name, (module, purpose) in COMMANDS.items():
        added = commands.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
        if name == typed:
            _add(module, added)
    return parser


def _add(module: str, parser: argparse.ArgumentParser) -> None:
    """Load the command; what it needs stays, and looking for garbage among that took a third of the start."""
    gc.disable()
    import_module(f"bot.operating.{module}").add_to(parser)
    gc.freeze()
    gc.enable()
