"""What the driver needs of a running sandbox, and how it says that something went wrong."""

from collections.abc import Callable
from typing import Protocol

from bot.sandbox.parts import Parts
from bot.sandbox.server import Server


class ActFailed(Exception):
    """The client told the person that it did not work."""


class CommandFailed(ActFailed):
    """A slash command was not acknowledged; the text is what Slack shows."""


class NotOnScreen(LookupError):
    """What the test names is not visible; the text lists what is."""


class Stage(Protocol):
    """A running sandbox, as far as the driver is concerned."""

    @property
    def parts(self) -> Parts: ...

    @property
    def server(self) -> Server: ...

    def wait_until(self, predicate: Callable[[], object], timeout: float = 10) -> bool: ...
