"""How what follows `edit` is read: a new title, tokens, both, or the name of a field and its value."""

from collections.abc import Callable
from functools import partial

from bot.errors import Refusal
from bot.language import values
from bot.language.acts import Act, EditIncident, FillIn, FormName
from bot.language.mentions import as_typed, plain
from bot.language.tokens import has_title, has_token_at_edge, hint, is_one, read_draft, split, unquoted
from bot.language.verb import Verb
from bot.language.writing import token
from bot.rules import texts
from bot.rules.merging import STAYS, Edit

WRITTEN: dict[str, Callable[[str], str]] = {
    "title": str,
    "summary": "-- {}".format,
    "description": "-- {}".format,
    "service": partial(token, "service"),
    "cat": partial(token, "cat"),
    "category": partial(token, "cat"),
}
"""Names of fields that have no verb of their own, and how `edit` takes their values."""
_OF_ONE_WORD = {"service", "category"}
"""Fields whose names begin many a title: what follows is a value where it is one word, or the name ends in a colon."""
_CHANGED = {"assign": "assignee", "description": "summary"}


def edit(verb: Verb, number: int, said: str) -> Act:
    """A title alone changes the title; tokens, also at its edges, fill in the form; the name of a field is asked about.

    So is a value of another field that stands alone.
    """
    word, more = values.first_word(said)
    said = more if word.lower() == "to" and more else said
    gives_title = has_title(said)
    words = split(said)
    if len(words) == 1 or (gives_title and not is_one(words[0])):
        _require_no_field(verb, number, said)
    if gives_title and not has_token_at_edge(said):
        return EditIncident(number, Edit(title=plain(unquoted(said))), hint=hint(said))
    return FillIn(FormName.EDIT, number, edit=_filled(verb, number, said))


def _require_no_field(verb: Verb, number: int, said: str) -> None:
    """Raise Refusal, which offers both, where the words may change another field as well as the title."""
    word, more = values.first_word(said)
    named, field = word.lower().removesuffix(":"), values.field_of(word)
    if field:
        change = f"{field} {number} {more if values.is_name_of_field(word) else said}".rstrip()
    elif named in WRITTEN and more and (word.endswith(":") or named not in _OF_ONE_WORD or " " not in more):
        field, change = named, f"edit {number} {WRITTEN[named](more)}"
    else:
        return
    question = (
        "Is “title” a word of the new title?"
        if field == "title"
        else f"Is “{plain(said)[:40]}” the new title, or a change of {_CHANGED.get(field, field)}?"
    )
    raise verb.misused(question, offers=(as_typed(change), _as_title(number, said)))


def _as_title(number: int, said: str) -> str:
    """Return what is typed where all that was said is the title."""
    title = said.replace('"', "'")
    return as_typed(f'edit {number} "{title}"')


def _filled(verb: Verb, number: int, said: str) -> Edit:
    """Return what tokens, a title between them and a summary say."""
    try:
        draft = read_draft(said)
        title = texts.title(draft.title) if draft.title else STAYS
        summary = texts.summary(draft.summary)
    except Refusal as refusal:
        may_be_title = has_title(said) and not refusal.fields.keys() & {"title", "summary"}
        raise verb.misused(refusal, offers=(_as_title(number, said),) if may_be_title else ()) from refusal
    return Edit(
        title=title,
        summary=summary or STAYS,
        severity=draft.severity or STAYS,
        priority=draft.priority or STAYS,
        assignee_id=draft.assignee_id or STAYS,
        service=draft.service or STAYS,
        categories=draft.categories or STAYS,
    )
