"""The fields of the forms, each under the label people know."""

from collections.abc import Sequence
from typing import TypeVar

from bot.rules import texts
from bot.rules.merging import Stays
from bot.views.blocks import LABEL_MAX, Block, alert, option, section, small_print
from bot.views.inputs import choice, files_input, labelled, lookup, lookup_many, moment_input, person_input, text_input
from bot.views.text import clip, escape, repeating
from bot.views.words import severity as severity_in_words
from bot.views.words import status
from storage.records import Incident, Priority, Severity

Value = TypeVar("Value")

INPUT_MAX = 3000
"""Slack's limit for one input."""
SERVICE_LOOKUP = "lookup:service"
CATEGORY_LOOKUP = "lookup:category"
INCIDENT_LOOKUP = "lookup:incident"
FOLLOWS_SEVERITY = "auto"
MOST_FILES = 10
"""As many as Slack takes in one field."""
_NOT_LISTED = "” is not in the list; responders may add it"


def title(initial: str | None, *, focus: bool = True) -> Block:
    """What is wrong, in a line."""
    element = text_input(initial=initial, longest=texts.TITLE[1], hint="What is wrong?", focus=focus)
    return labelled("Title", element, name="title")


def summary(initial: str | None) -> Block:
    """What is known."""
    element = text_input(initial=initial, lines=True, longest=texts.SUMMARY_MAX, hint="What is known so far?")
    return labelled("Summary", element, name="summary", optional=True)


def severity(initial: Severity, *, focus: bool = False) -> Block:
    """How bad it is."""
    options = [(severity_in_words(value), value) for value in Severity]
    return labelled("Severity", choice(options, initial=initial, focus=focus), name="severity")


def priority(initial: Priority | None, *, focus: bool = False) -> Block:
    """What comes first; by itself it follows the severity."""
    options = [("Follows the severity", FOLLOWS_SEVERITY), *((value.upper(), value) for value in Priority)]
    element = choice(options, initial=initial or FOLLOWS_SEVERITY, focus=focus)
    return labelled("Priority", element, name="priority")


def service(name: str | None) -> Block:
    """Which of the workspace's services it is about."""
    initial = (name, name) if name else None
    element = lookup(id=SERVICE_LOOKUP, initial=initial, hint="Type a name")
    return labelled("Service", element, name="service", optional=True)


def categories(names: Sequence[str]) -> Block:
    """The workspace's own labels."""
    element = lookup_many(id=CATEGORY_LOOKUP, initial=names, most=texts.MOST_CATEGORIES, hint="Type names")
    return labelled("Categories", element, name="categories", optional=True)


def assignee(initial: str | None, *, focus: bool = False) -> Block:
    """Who has it."""
    hint = "Leave it empty, and nobody has it."
    return labelled("Assignee", person_input(initial=initial, focus=focus), name="assignee", optional=True, hint=hint)


def note(hint: str, *, focus: bool = False) -> Block:
    """Words that go with a change, and become a comment."""
    element = text_input(lines=True, longest=INPUT_MAX, hint=hint, focus=focus)
    return labelled("Note", element, name="note", optional=True, hint="Becomes a comment.")


def comment(initial: str | None = None, *, optional: bool) -> Block:
    """What somebody has to say; `optional` beside a promise, which may stand alone."""
    hint = "What have you seen or done?"
    words = text_input(initial=initial, lines=True, longest=INPUT_MAX, hint=hint, focus=True)
    return labelled("Comment", words, name="comment", optional=optional)


def files() -> Block:
    """Pictures and logs that go with a comment."""
    element = files_input(most=MOST_FILES)
    return labelled("Files", element, name="files", optional=True, hint="With some words in Comment")


def update_due() -> Block:
    """When the next update is promised."""
    return labelled(
        "Next update due",
        moment_input(),
        name="update_due",
        optional=True,
        hint="On the card, in each reader's own time. "
        "The assignee's next comment counts as this update; while nobody has the incident, anybody's does.",
    )


def incident() -> Block:
    """Which incident it is about."""
    element = lookup(id=INCIDENT_LOOKUP, hint="Type a number or words of its title", focus=True)
    return labelled("Incident", element, name="incident")


def about(shown: Incident) -> Block:
    """Say which incident the form is about."""
    return small_print(f"#{shown.number} {escape(shown.title, limit=1300)}")


def changed_meanwhile(sentences: Sequence[str], go_on: str) -> list[Block]:
    """Say what others did while the form was open, and ask whether to go on."""
    if not sentences:
        return []
    return [alert(f"This changed while the form was open. {go_on}", level="warning"), section(_listed(sentences))]


def came_too_late(problem: str, sentences: Sequence[str], *, loses_choices: bool) -> list[Block]:
    """Say what cannot be done any more, since others did that, and what can become of the note, and of all else."""
    lost = " What else you chose is not kept." if loses_choices else ""
    said = alert(f"That came too late, but your note can become a comment.{lost}", level="warning")
    return [said, section("\n".join(filter(None, [repeating(problem), _listed(sentences)])))]


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"• {sentence}." for sentence in sentences)


def named_options(names: Sequence[str], *, typed: str, may_create: bool, renamed: str | None = None) -> list[Block]:
    """Return what can be chosen: the names found and, for who may, creating what was typed unless it is one of them.

    What was typed may once have been the name of what is called `renamed` now. Who may not create it reads so where
    nothing fits; the form is refused with it.
    """
    name = " ".join(typed.split())
    options = [option(found, found) for found in names]
    options += [option(renamed, renamed, about=f"was called “{name}”")] if renamed else []
    is_new = 0 < len(name) <= texts.NAME_MAX and name.lower() not in {found.lower() for found in names}
    if is_new and may_create:
        options.append(option(f"Create “{name}”", name))
    elif is_new and not options:
        options.append(option(f"“{clip(name, LABEL_MAX - len(_NOT_LISTED) - 1)}{_NOT_LISTED}", name))
    return options


def incident_options(incidents: Sequence[Incident]) -> list[Block]:
    """Return the incidents that can be picked; titles are often alike."""
    return [option(f"#{found.number} {found.title}", str(found.number), about=_standing(found)) for found in incidents]


def _standing(found: Incident) -> str:
    return f"{found.severity.upper()} · {status(found.status)}"


def typed(said: Value | Stays, present: Value) -> Value:
    """Return what was said, or what is there when nothing was."""
    return present if isinstance(said, Stays) else said
