"""`incident-tracker sandbox`: the bot against a workspace of its own on this machine."""

import argparse
import fcntl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

import bot
from bot.app import Connections, Tracker
from bot.language.verbs import VERBS
from bot.operating import seeding
from bot.operating.command import command
from bot.operating.databases import home, kept_workspace
from bot.operating.running import STOPPING, connected, until_told
from bot.operating.terminal import Stop, say
from bot.rules.names import COMMAND
from bot.sandbox import TEAM_ID, Command, NoFreePort, Sandbox
from bot.settings import Settings
from bot.stopping import Either, StopSignal, told_to_stop
from storage import embedded, schema
from storage.engine import Engines, engines

SUBCOMMANDS = [
    Command(f"{COMMAND} {verb.word}", description=verb.does, usage_hint=verb.arguments, should_escape=False)
    for verb in VERBS
]
"""What can be typed behind the command."""

EXAMPLES = 200
"""Incidents somebody who looks around can have made up."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser.set_defaults(command=command(sandbox))


def sandbox(settings: Settings, _: argparse.Namespace) -> None:
    """Run against a workspace on this machine until told to stop."""
    with told_to_stop() as stop, _manifest() as manifest:
        if settings.database_url is not None:
            say("DATABASE_URL is left alone: the sandbox has a database of its own.")
        say(f"Starting PostgreSQL, with its data in {settings.data_dir}")
        with (
            _alone(settings),
            embedded.serve(settings.data_dir) as url,
            engines(url) as both,
            _workspace(settings, manifest, both) as workspace,
        ):
            say("Starting the workspace and the bot")
            starts_over = threading.Event()
            workspace.on_start_over = starts_over.set
            if _reset_marker(settings).exists():
                _begin_anew(workspace, settings, both)
            while not stop.is_set():
                _live_in(workspace, settings, both, stop, starts_over)


def _live_in(
    workspace: Sandbox, settings: Settings, both: Engines, stop: StopSignal, starts_over: threading.Event
) -> None:
    """Run the bot in the workspace until told to stop, or to start over; then both begin with nothing."""
    starts_over.clear()
    connections = Connections(
        bot_token=workspace.bot_token,
        app_token=workspace.app_token,
        api_url=workspace.api_url,
        incidents_channel=settings.incidents_channel,
    )
    tracker, ends = Tracker(connections, both, now=workspace.now), Either(stop, starts_over)
    with ExitStack() as hearing, connected(settings, tracker, ends):
        hearing.callback(workspace.clock.when_moved(tracker.look_at_the_clock))
        until_told(ends, _where(workspace.url, settings.port))
        if stop.is_set():
            say(STOPPING)
    if not stop.is_set():
        _begin_anew(workspace, settings, both)


def _begin_anew(workspace: Sandbox, settings: Settings, both: Engines) -> None:
    """Throw away what the bot and the workspace keep; where that is cut short, the next start does it again."""
    say("Starting over: the workspace and its incidents are as on the first day.")
    _reset_marker(settings).touch()
    schema.begin_anew(both.background)
    workspace.start_over()
    _reset_marker(settings).unlink()


def _reset_marker(settings: Settings) -> Path:
    return settings.data_dir / "starting-over"


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Hold DATA_DIR's workspace meanwhile: two bots that share a database must share the workspace too."""
    with (home(settings) / "sandbox.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stop(
                f"A sandbox is running already with its data in {settings.data_dir}. Open its page, or set DATA_DIR to "
                "another directory for a second one."
            ) from error
        yield


@contextmanager
def _workspace(settings: Settings, manifest: Path, both: Engines) -> Iterator[Sandbox]:
    workspace = Sandbox(
        manifest=manifest,
        subcommands=SUBCOMMANDS,
        fill=partial(seeding.fill, both.background, TEAM_ID, count=EXAMPLES),
        data_dir=kept_workspace(settings),
        port=settings.port,
    )
    try:
        workspace.start()
    except NoFreePort as error:
        raise Stop(f"{error}. Set PORT to another.") from error
    with workspace:
        yield workspace


@contextmanager
def _manifest() -> Iterator[Path]:
    """Give the path of manifest.yml: beside this package in a checkout, inside it when installed."""
    beside = Path(bot.__path__[0]).parent / "manifest.yml"
    if beside.exists():
        yield beside
        return
    with as_file(files(bot) / "manifest.yml") as inside:
        yield inside


def _where(url: str, wanted_port: int) -> str:
    port = int(url.rpartition(":")[2])
    taken = f"Port {wanted_port} is taken, so it is {port}.\n" if wanted_port not in (0, port) else ""
    return f"{taken}Open [bold]http://localhost:{port}[/bold] and type /incident there; Ctrl-C here stops."
