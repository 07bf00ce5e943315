"""Drives the workspace as people do: by the labels they see, through the very acts the page performs."""

from bot.sandbox.driver.messages import Answer, MessageOnScreen
from bot.sandbox.driver.modal import Modal
from bot.sandbox.driver.person import Person
from bot.sandbox.driver.stage import ActFailed, CommandFailed, NotOnScreen

__all__ = ["ActFailed", "Answer", "CommandFailed", "MessageOnScreen", "Modal", "NotOnScreen", "Person"]
