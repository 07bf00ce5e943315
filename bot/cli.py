"""What an operator types: `incident-tracker run`, `sandbox`, `migrate`, and what `bot.operating` adds."""

import argparse
import fcntl
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot import logs
from bot.app import Connections, Tracker, utc_now
from bot.edge import health
from bot.edge.socket_mode import NotAllowed
from bot.operating import exporting, importing, overview, seeding
from bot.operating.databases import database, home
from bot.operating.terminal import Stop, say
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.slack.errors import SlackBusy, SlackRefused, SlackRejectsToken, SlackUnavailable
from bot.stopping import StopSignal, told_to_stop
from storage import embedded, schema
from storage.engine import BACKGROUND, Engines, connect, engines

NO_TOKENS = (
    "There is no Slack to talk to: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, here or in .env.\n"
    "Without Slack: `incident-tracker sandbox` starts a workspace of its own in the browser.\n"
    "With Slack: create an app from manifest.yml at https://api.slack.com/apps, install it, and copy its bot token "
    "(xoxb-) and an app-level token (xapp-) with the scope connections:write."
)
TRY_AGAIN_SECONDS = 5
LOOKS_SECONDS = 0.2


def main(arguments: list[str] | None = None) -> None:
    """Do what was typed; exits with 0, with 1 and a sentence, or with 2 for a command that does not exist."""
    typed = _parser().parse_args(arguments)
    try:
        settings = Settings()
        logs.configure(level=settings.log_level, style=settings.log_format)
        command: Callable[[Settings, argparse.Namespace], None] = typed.command
        command(settings, typed)
    except ValidationError as error:
        sys.exit("\n".join(f"{_variable(problem['loc'])}: {problem['msg']}" for problem in error.errors()))
    except (Stop, embedded.BinariesMissing, embedded.StartFailed) as reason:
        sys.exit(str(reason))
    except OperationalError as error:
        sys.exit(f"The database cannot be reached: {str(error.orig).strip()}\nIs DATABASE_URL right?")


def start(settings: Settings, typed: argparse.Namespace) -> None:
    """Run against Slack where there are tokens, else in the sandbox; half of Slack's tokens are a mistake."""
    if (settings.slack_bot_token is None) != (settings.slack_app_token is None):
        missing = "SLACK_BOT_TOKEN" if settings.slack_bot_token is None else "SLACK_APP_TOKEN"
        raise Stop(f"{missing} is not set, the other token is. Set both for Slack, or neither for the sandbox.")
    (run if settings.has_slack_tokens else sandbox)(settings, typed)


def run(settings: Settings, _: argparse.Namespace) -> None:
    """Run against Slack until told to stop."""
    if settings.slack_bot_token is None or settings.slack_app_token is None:
        raise Stop(NO_TOKENS)
    connections = Connections(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        api_url=settings.slack_api_url,
        incidents_channel=settings.incidents_channel,
    )
    with (
        told_to_stop() as stop,
        database(settings) as url,
        engines(url) as both,
        _tracker(settings, connections, both, stop),
    ):
        _until_told(stop, "Connected to Slack. Type /incident there; Ctrl-C here stops.")


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
            Sandbox(manifest=manifest, data_dir=settings.data_dir / "workspace", port=settings.port) as workspace,
        ):
            say("Starting the workspace and the bot")
            starts_over = threading.Event()
            workspace.on_start_over = starts_over.set
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
    with _tracker(settings, connections, both, stop, workspace=workspace):
        _until_told(stop, _where(workspace.url, settings.port), unless=starts_over)
    if not stop.is_set():
        say("Starting over: the workspace and its incidents are as on the first day.")
        schema.begin_anew(both.background)
        workspace.start_over()


def jobs(settings: Settings, _: argparse.Namespace) -> None:
    """Print what the clock does next, what it did last, and what failed."""
    with database(settings) as url:
        engine = connect(url, BACKGROUND)
        try:
            with engine.connect() as tx:
                sys.stdout.write(overview.of_jobs(tx))
        except ProgrammingError as error:
            raise Stop(
                "This database has no tables of this release yet: `incident-tracker migrate` makes them."
            ) from error
        finally:
            engine.dispose()


def migrate(settings: Settings, typed: argparse.Namespace) -> None:
    """Bring the database to this release's schema; or check that tables and migrations agree."""
    if typed.check:
        with tempfile.TemporaryDirectory() as directory, embedded.serve(Path(directory) / "data") as url:
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
    except CommandError as difference:
        raise Stop(f"Tables and migrations differ: {difference}") from difference
    finally:
        engine.dispose()
    say("Tables and migrations agree.")


@contextmanager
def _tracker(
    settings: Settings,
    connections: Connections,
    both: Engines,
    stop: StopSignal,
    *,
    workspace: Sandbox | None = None,
) -> Iterator[None]:
    """Run the bot meanwhile; it is stopped in good order, whatever happens. A workspace of ours has its own clock."""
    tracker = Tracker(connections, both, now=workspace.now if workspace else utc_now)
    with _health(settings, tracker), ExitStack() as hearing:
        if workspace:
            hearing.callback(workspace.clock.when_moved(tracker.look_at_the_clock))
        try:
            _connect(tracker, stop)
            yield
        finally:
            tracker.stop()


@contextmanager
def _health(settings: Settings, tracker: Tracker) -> Iterator[None]:
    """Serve the health check meanwhile, if one is wanted: also while Slack is away, which no new start mends."""
    with ExitStack() as served:
        if settings.health_port is not None:
            try:
                port = served.enter_context(health.served(settings.host, settings.health_port, tracker.problem))
            except OSError as error:
                raise Stop(f"No health check can be served at HOST and HEALTH_PORT: {error.strerror}.") from error
            say(f"Health check at http://{settings.host}:{port}{health.READY}")
        yield


def _connect(tracker: Tracker, stop: StopSignal) -> None:
    """Start the bot; while Slack is away, say so and try again."""
    while not stop.is_set():
        try:
            connected = tracker.start()
        except SlackRejectsToken as error:
            raise Stop(f"Slack does not accept SLACK_BOT_TOKEN: {error}.") from error
        except SlackRefused as error:
            raise Stop(f"Slack does not say who we are: {error}.") from error
        except (SlackUnavailable, SlackBusy) as error:
            say(f"Slack cannot be reached ({error}); trying again in {TRY_AGAIN_SECONDS} s.")
            stop.wait(TRY_AGAIN_SECONDS)
            continue
        _wait_for(connected, stop)
        return


def _wait_for(connected: Future[None], stop: StopSignal) -> None:
    while not stop.is_set():
        try:
            connected.result(timeout=LOOKS_SECONDS)
        except TimeoutError:
            continue
        except NotAllowed as error:
            raise Stop(
                f"Slack does not accept SLACK_APP_TOKEN: {error}. It must be an app-level token (xapp-) with the scope "
                "connections:write."
            ) from error
        return


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
def _manifest() -> Iterator[Path]:
    """Give the path of manifest.yml: beside this package in a checkout, inside it when installed."""
    beside = Path(__file__).parents[1] / "manifest.yml"
    if beside.exists():
        yield beside
        return
    with as_file(files("bot") / "manifest.yml") as inside:
        yield inside


def _until_told(stop: StopSignal, sentence: str, *, unless: threading.Event | None = None) -> None:
    """Wait until told to stop, unless something else is to be done before."""
    if not stop.is_set():
        say(sentence)
    while not stop.wait(LOOKS_SECONDS if unless else None):
        if unless and unless.is_set():
            return
    say("Stopping: finishing what was begun.")


def _where(url: str, wanted_port: int) -> str:
    port = int(url.rpartition(":")[2])
    taken = f"Port {wanted_port} is taken, so it is {port}.\n" if wanted_port not in (0, port) else ""
    return f"{taken}Open [bold]http://localhost:{port}[/bold] and type /incident there; Ctrl-C here stops."


def _variable(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location).upper()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="incident-tracker",
        description="Incidents in Slack. Without a command: `run` where Slack's tokens are set, else `sandbox`.",
        epilog="Settings come from the environment and .env; .env.example lists them.",
    )
    parser.set_defaults(command=start)
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('incident-tracker')}")
    commands = parser.add_subparsers(title="commands", metavar="command")
    for name, command, purpose in (
        ("run", run, "run against Slack"),
        ("sandbox", sandbox, "run against a workspace of its own in the browser, at PORT, with its data in DATA_DIR"),
        ("jobs", jobs, "print what the clock does next, what it did last, and what failed"),
        ("migrate", migrate, "bring the database to this release's schema, as `run` does at its start"),
    ):
        added = commands.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
        added.set_defaults(command=command)
        if command is migrate:
            added.add_argument(
                "--check",
                action="store_true",
                help="check, on a database of its own, that tables and migrations agree",
            )
    for module in (seeding, exporting, importing):
        module.add_to(commands)
    return parser
