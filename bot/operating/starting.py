"""`incident-tracker`, and nothing more: what there is to be run."""

import argparse

from bot.operating.command import command
from bot.operating.running import run
from bot.operating.sandboxing import sandbox
from bot.operating.terminal import Stop
from bot.settings import Settings


def add_to(parser: argparse.ArgumentParser) -> None:
    """Make it what is done."""
    parser.set_defaults(command=command(start))


def start(settings: Settings, typed: argparse.Namespace) -> None:
    """Run against Slack where there are tokens, else in the sandbox; half of Slack's tokens are a mistake."""
    if (settings.slack_bot_token is None) != (settings.slack_app_token is None):
        missing = "SLACK_BOT_TOKEN" if settings.slack_bot_token is None else "SLACK_APP_TOKEN"
        raise Stop(f"{missing} is not set, the other token is. Set both for Slack, or neither for the sandbox.")
    (run if settings.has_slack_tokens else sandbox)(settings, typed)
