"""A window over the Home tab, or in a form's place, for what stands in a private answer elsewhere."""

from bot.views.blocks import Block, Message, View
from bot.views.blocks import window as window_of
from bot.views.forms.context import Context

WINDOW = "window"


def window(message: Message, *more: Block, number: int | None) -> View:
    """Return the window; what is pressed in it is answered in it."""
    return window_of(_title(number), *message.blocks, *more, id=WINDOW, metadata=Context().packed())


def _title(number: int | None) -> str:
    return f"Incident #{number}" if number else "Incident Tracker"
