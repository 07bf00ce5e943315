"""Incidents that may be the same thing as a new one, each with the way to join it instead."""

from collections.abc import Sequence

from bot.views.blocks import Block, button, section
from bot.views.text import ago, escape, moment, person
from bot.views.words import in_short, status
from storage.records import Incident

MOST = 3
_TITLE_BUDGET = 600


def look_alikes(incidents: Sequence[Incident], *, id: str, name: str, opened: int | None = None) -> list[Block]:  # noqa: A002 - Slack's word
    """Return a paragraph for each; what its button carries is its number, and that of the one `opened` just now."""
    return [
        section(
            f"*Join #{found.number} instead?* {in_short(found)} · {status(found.status)} · {person(found.assignee_id)}"
            f" · opened {ago(found.created_at)}\n{escape(found.title, limit=_TITLE_BUDGET)}",
            accessory=button("Join instead", id=id, value=f"{found.number} {opened or ''}".rstrip()),
            name=f"{name}:{found.number}",
        )
        for found in incidents
    ]


def in_words(incidents: Sequence[Incident]) -> str:
    """Return all of them in sentences, for those who hear it."""
    return " ".join(
        f"Join #{found.number} instead? {in_short(found)}, {status(found.status)}, {person(found.assignee_id)}, opened "
        f"{moment(found.created_at)}: {escape(found.title, limit=_TITLE_BUDGET)}."
        for found in incidents
    )
