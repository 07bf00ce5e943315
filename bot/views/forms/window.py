"""A window over the Home tab, for what stands in a private answer elsewhere."""

from bot.views.blocks import Message, View
from bot.views.blocks import window as window_of
from bot.views.forms.context import Context

WINDOW = "window"


def window(message: Message, *, number: int | None) -> View:
    """Return the window; what is pressed in it is answered in it."""
    return window_of(_title(number), *message.blocks, id=WINDOW, metadata=Context().packed())


def _title(number: int | None) -> str:
    return f"Incident #{number}" if number else "Incident Tracker"
