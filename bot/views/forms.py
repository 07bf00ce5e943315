"""Forms: new incident, comment, resolve. Block ids are the names of fields, where errors belong."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.language.acts import Draft
from bot.rules import texts
from bot.views.blocks import (
    Block,
    View,
    choice,
    labelled,
    lookup,
    modal,
    option,
    person_input,
    small_print,
    text_input,
)
from bot.views.text import escape
from bot.views.words import severity
from storage.records import Incident, Priority, Severity

INPUT_MAX = 3000
"""Slack's limit for one input."""
SERVICE_LOOKUP = "lookup:service"


class Context(BaseModel):
    """What a form must know when it comes back; never a permission."""

    model_config = ConfigDict(frozen=True)

    number: int | None = None
    response_url: str | None = None
    is_on_private_card: bool = False
    """Opened from a private card, which then shows what became of the incident."""
    priority: Priority | None = None
    categories: tuple[str, ...] = ()
    """What was typed before the form opened and has no field in it."""


def new_incident(draft: Draft, *, context: Context) -> View:
    """Return the form for a new incident, filled with what was said already."""
    title = text_input(initial=draft.title, longest=texts.TITLE[1], hint="What is wrong?", focus=True)
    summary = text_input(initial=draft.summary, lines=True, longest=texts.SUMMARY_MAX, hint="What is known so far?")
    return modal(
        "New incident",
        labelled("Title", title, name="title"),
        labelled("Severity", _severities(draft.severity or Severity.SEV3), name="severity"),
        _service(draft.service),
        labelled("Assignee", person_input(initial=draft.assignee_id), name="assignee", optional=True),
        labelled("Summary", summary, name="summary", optional=True),
        *_typed_already(context),
        id="form:new",
        submit="Open incident",
        metadata=context.model_dump_json(exclude_none=True),
    )


def comment(incident: Incident, *, context: Context) -> View:
    """Return the form for a comment."""
    words = text_input(lines=True, longest=INPUT_MAX, hint="What have you seen or done?", focus=True)
    return modal(
        f"Comment on #{incident.number}",
        _about(incident),
        labelled("Comment", words, name="comment"),
        id="form:comment",
        submit="Comment",
        metadata=context.model_dump_json(exclude_none=True),
    )


def resolve(incident: Incident, *, context: Context) -> View:
    """Return the form that resolves, which asks for the service where opening skipped it."""
    note = text_input(lines=True, longest=INPUT_MAX, hint="What mended it?", focus=True)
    return modal(
        f"Resolve #{incident.number}",
        _about(incident),
        labelled("Note", note, name="note", optional=True, hint="Becomes a comment."),
        *([] if incident.service else [_service(None)]),
        id="form:resolve",
        submit="Resolve",
        metadata=context.model_dump_json(exclude_none=True),
    )


def _typed_already(context: Context) -> list[Block]:
    said = [context.priority.upper()] if context.priority else []
    said += [escape(name) for name in context.categories[:20]]
    return [small_print(f"As typed: {' · '.join(said)}")] if said else []


def _about(incident: Incident) -> Block:
    return small_print(f"#{incident.number} {escape(incident.title, limit=1300)}")


def _service(name: str | None) -> Block:
    initial = (name, name) if name else None
    element = lookup(id=SERVICE_LOOKUP, initial=initial, hint="Type to find or create one")
    return labelled("Service", element, name="service", optional=True)


def _severities(initial: Severity) -> Block:
    return choice([(severity(value), value) for value in Severity], initial=initial)


def service_options(names: Sequence[str], *, typed: str) -> list[Block]:
    """Return what can be chosen: the names found, and creating what was typed unless it is one of them."""
    name = " ".join(typed.split())
    options = [option(found, found) for found in names]
    if 0 < len(name) <= texts.NAME_MAX and name.lower() not in {found.lower() for found in names}:
        options.append(option(f"Create “{name}”", name))
    return options
