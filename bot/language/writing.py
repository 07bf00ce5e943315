"""A draft written as it is typed after `new`, so that it is read again as the same."""

from collections.abc import Mapping

from bot.errors import Refusal
from bot.language.acts import Draft
from bot.language.mentions import as_typed, mark, mention
from bot.language.tokens import read_draft
from bot.language.words import STRAIGHT_QUOTES


def typed(draft: Draft, names: Mapping[str, str]) -> str | None:
    """Return what is typed for the draft, in Slack's way of writing; None where nothing is read as it."""
    named = [("service", draft.service), *(("cat", category) for category in draft.categories)]
    tokens = [
        *filter(None, (draft.severity, draft.priority)),
        *([mark(mention(draft.assignee_id, names.get(draft.assignee_id, "")))] if draft.assignee_id else []),
        *(token(key, name) for key, name in named if name),
    ]
    summary = f" -- {draft.summary}" if draft.summary else ""
    for title in (draft.title, f'"{draft.title}"'):
        marked = f"{title} {' '.join(tokens)}".rstrip() + summary
        if _is_read_as(draft, marked):
            return as_typed(marked)
    return None


def token(key: str, name: str) -> str:
    """Return the token that names it; what it has of quotes is left out."""
    bare = " ".join(name.translate(STRAIGHT_QUOTES).replace('"', "").split())
    return f'{key}:"{bare}"' if " " in bare else f"{key}:{bare}"


def _is_read_as(draft: Draft, marked: str) -> bool:
    try:
        return read_draft(marked) == draft
    except Refusal:
        return False
