"""A Slack-compatible workspace on this machine: Web API, Socket Mode, a page, and a driver for tests."""

from bot.sandbox.driver import Answer, CommandFailed, MessageOnScreen, Modal, NotOnScreen, Person
from bot.sandbox.manifest import Command
from bot.sandbox.people import TEAM_ID
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import NoFreePort

__all__ = [
    "TEAM_ID",
    "Answer",
    "Command",
    "CommandFailed",
    "MessageOnScreen",
    "Modal",
    "NoFreePort",
    "NotOnScreen",
    "Person",
    "Sandbox",
]
