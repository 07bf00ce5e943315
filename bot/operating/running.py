"""`incident-tracker run`: the bot against Slack, and what every running bot has around it."""

import argparse
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager

from bot.app import Connections, Tracker
from bot.edge import health
from bot.edge.socket_mode import NotAllowed
from bot.operating.command import command
from bot.operating.databases import database
from bot.operating.terminal import Stop, say
from bot.settings import Settings
from bot.slack.errors import SlackBusy, SlackRefused, SlackRejectsToken, SlackUnavailable
from bot.stopping import StopSignal, told_to_stop
from storage.engine import engines

NO_TOKENS = (
    "There is no Slack to talk to: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, here or in .env.\n"
    "Without Slack: `incident-tracker sandbox` starts a workspace of its own in the browser.\n"
    "With Slack: create an app from manifest.yml at https://api.slack.com/apps, install it, and copy its bot token "
    "(xoxb-) and an app-level token (xapp-) with the scope connections:write."
)
TRY_AGAIN_SECONDS = 5
LOOKS_SECONDS = 0.2


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser.set_defaults(command=command(run))


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
        connected(settings, Tracker(connections, both), stop),
    ):
        until_told(stop, "Connected to Slack. Type /incident there; Ctrl-C here stops.")


@contextmanager
def connected(
    settings: Settings, tracker: Tracker, stop: StopSignal, *, unless: threading.Event | None = None
) -> Iterator[None]:
    """Run the bot meanwhile, or go on without it where something else is to be done before it finds Slack.

    It is stopped in good order, whatever happens.
    """
    with _health(settings, tracker):
        try:
            _connect(tracker, stop, unless)
            yield
        finally:
            tracker.stop()


def until_told(stop: StopSignal, sentence: str, *, unless: threading.Event | None = None) -> None:
    """Say the sentence, and wait until told to stop, unless something else is to be done before."""
    if not _is_over(stop, unless):
        say(sentence)
    while not stop.wait(LOOKS_SECONDS if unless else None):
        if unless and unless.is_set():
            return
    say("Stopping: finishing what was begun.")


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


def _is_over(stop: StopSignal, unless: threading.Event | None) -> bool:
    return stop.is_set() or (unless is not None and unless.is_set())


def _connect(tracker: Tracker, stop: StopSignal, unless: threading.Event | None) -> None:
    """Start the bot; while Slack is away, say so and try again."""
    while not _is_over(stop, unless):
        try:
            connected = tracker.start()
        except SlackRejectsToken as error:
            raise Stop(f"Slack does not accept SLACK_BOT_TOKEN: {error}.") from error
        except SlackRefused as error:
            raise Stop(f"Slack does not say who we are: {error}.") from error
        except (SlackUnavailable, SlackBusy) as error:
            say(f"Slack cannot be reached ({error}); trying again in {TRY_AGAIN_SECONDS} s.")
            _pause(stop, unless)
            continue
        _wait_for(connected, stop, unless)
        return


def _pause(stop: StopSignal, unless: threading.Event | None) -> None:
    ends = time.monotonic() + TRY_AGAIN_SECONDS
    while not _is_over(stop, unless) and time.monotonic() < ends:
        stop.wait(LOOKS_SECONDS)


def _wait_for(connected: Future[None], stop: StopSignal, unless: threading.Event | None) -> None:
    while not _is_over(stop, unless):
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
