"""An answer in a window of its own, where a press came from a place that takes no answer: the Home tab, a window."""

from bot.views.blocks import VIEW_BLOCKS_MAX, Message, View

WINDOW = "window"
"""Its callback id."""


def window(shown: Message) -> View:
    """Return the window; it has nothing to submit."""
    return {
        "type": "modal",
        "callback_id": WINDOW,
        "title": {"type": "plain_text", "text": "Incident Tracker"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": shown.blocks[:VIEW_BLOCKS_MAX],
    }
