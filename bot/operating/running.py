"""`incident-tracker run`: the bot against Slack, and what every running bot has around it."""

import argparse
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
from bot.stopping import Ends, told_to_stop
from storage.engine import engines

NO_TOKENS = (
    "There is no Slack to talk to: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, here or in .env.\n"
    "Without Slack: `incident-tracker sandbox` starts a workspace of its own in the browser.\n"
    "With Slack: create an app from manifest.yml at https://api.slack.com/apps, install it, and copy its bot token "
    "(xoxb-) and an app-level token (xapp-) with the scope connections:write."
)
STOPPING = "Stopping: finishing what was begun."
TRY_AGAIN_SECONDS = 5
_LOOKS_EVERY = 0.2
"""Seconds between looks whether to stop, while Slack is connected to."""


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
        say(STOPPING)


@contextmanager
def connected(settings: Settings, tracker: Tracker, stop: Ends) -> Iterator[None]:
    """Run the bot meanwhile, or go on without it when told to stop before it finds Slack.

    It is stopped in good order, whatever happens.
    """
    with _health(settings, tracker):
        try:
            _connect(tracker, stop)
            yield
        finally:
            tracker.stop()


def until_told(stop: Ends, sentence: str) -> None:
    """Say the sentence, and wait until told to stop."""
    if not stop.is_set():
        say(sentence)
    stop.wait()


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


def _connect(tracker: Tracker, stop: Ends) -> None:
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


def _wait_for(connected: Future[None], stop: Ends) -> None:
    while not stop.is_set():
        try:
            connected.result(timeout=_LOOKS_EVERY)
        except TimeoutError:
            continue
        except NotAllowed as error:
            raise Stop(
                f"Slack does not accept SLACK_APP_TOKEN: {error}. It must be an app-level token (xapp-) with the scope "
                "connections:write."
            ) from error
        return
