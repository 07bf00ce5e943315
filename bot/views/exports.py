"""The words around an export: that it comes, that it is here, or why it does not come."""

from datetime import datetime

from bot.views.blocks import Message, message
from bot.views.lists import but_started
from bot.views.text import moment

_WITHOUT_ME = "Whoever runs me can export as well: `incident-tracker export`."
WITHOUT_SCOPE = message(
    "I cannot send you your export: I was installed without the permission to send files. The admins know how to mend "
    f"it; then type `/incident export` again. {_WITHOUT_ME}"
)
REFUSED = message(
    "I cannot send you your export: Slack does not take the file. Perhaps your workspace allows no files, or has no "
    f"room for more; an admin can tell. {_WITHOUT_ME}"
)


def under_way(like: str) -> Message:
    """Say that it comes, and in which words it was selected."""
    return message(f"I am writing your export{_like(like)}. It comes as a CSV file in a direct message.")


def nothing(like: str, *, started: int = 0) -> Message:
    """Say that there is nothing to send, of what was selected in these words; so many more are `started`."""
    said = f"There is nothing to export: no incident that you may see{_like(like)}."
    return message(" ".join(filter(None, [said, but_started(started)])))


def here_it_is(count: int, like: str, *, at: datetime, only_own: bool) -> str:
    """Say what is in the file, and in which words it was selected."""
    incidents = "1 incident" if count == 1 else f"{count:,} incidents"
    whose = "you reported" if only_own else "you may see"
    return f"Here is your export: {incidents} that {whose}{_like(like)}; as of {moment(at)}. Its times are in UTC."


def _like(like: str) -> str:
    return f" ({like})" if like else ""


def title(at: datetime) -> str:
    """Return what the file is called in Slack."""
    return f"Incidents, {at:%d %b %Y}"
