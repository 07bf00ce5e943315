"""Buttons with which an answer offers what can be done next, and the ids by which they are known when pressed."""

from collections.abc import Iterable, Sequence

from bot.language.mentions import mark, plain
from bot.views.blocks import VALUE_MAX, Block, actions, button
from storage.records import Incident

ON_ANSWER = "answer"
"""How the block ids of buttons begin whose outcome takes the place of the answer they stand in."""
OFFER = "act:offer:"
"""How the id of a button begins that does what may have been meant."""
JOIN = "join:instead"
"""The id of the buttons that follow another incident in the place of the one just opened."""
TAKE = "take:seen"
"""The id of the buttons that take an incident unless others have it than when they were shown."""


def buttons(commands: Iterable[str]) -> list[Block]:
    """Return a button for each command, which says it as it is typed."""
    return labelled((plain(mark(command)), command) for command in commands)


def labelled(commands: Iterable[tuple[str, str]]) -> list[Block]:
    """Return a button for each label and command; one too long for a button would do something else, so it has none."""
    return [
        button(label, id=f"{OFFER}{place}", value=command)
        for place, (label, command) in enumerate(commands)
        if len(command) <= VALUE_MAX
    ]


def in_row(shown: Sequence[Block]) -> list[Block]:
    """Return the buttons, if there are any, as those whose outcome takes the place of the answer."""
    return [actions(*shown, name=ON_ANSWER)] if shown else []


def restart(incident: Incident) -> Block:
    """Return the button that restarts its reminders."""
    return button("Restart reminders", id="act:restart", value=f"remind {incident.number} on")


def take(incident: Incident, *, style: str | None = None) -> Block:
    """Return the button that takes it from whoever has it now, for what may be read when others have it."""
    return button("Take", id=TAKE, value=f"{incident.number} {incident.assignee_id or ''}".rstrip(), style=style)
