"""Pages of incidents: a row for each with what can be done to it, and the way to the pages beside."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.blocks import Block, Message, fit, message, overflow, section, small_print, turns
from bot.views.excerpts import excerpt, highlighted
from bot.views.offers import in_row, labelled
from bot.views.text import ago, escape, moment, person
from bot.views.words import severity, status
from storage.records import MOST_COUNTED, Incident

ROWS = 10
_TITLE_BUDGET = 250
_EXCERPT, _EXCERPT_BUDGET = 150, 600
_SERVICE_BUDGET = 200
_SPOKEN_TITLE, _SPOKEN_SERVICE, _SPOKEN_EXCERPT = 100, 60, 80
_HEADLINE_BUDGET, _SPOKEN_HEADLINE = 1500, 300
FORMS = {"Comment": "form:comment", "Resolve": "form:resolve"}
"""What opens a form that no command does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An incident of a list, and what the reader may do to it: the labels of its menu."""

    incident: Incident
    can: tuple[str, ...]
    said: str | None = None
    """Something that was said about it and holds what was searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the buttons to the pages beside carry, where there are such pages."""

    previous: str | None = None
    next: str | None = None


def listed(
    rows: Sequence[Row],
    *,
    headline: str,
    words: Sequence[str] = (),
    beside: Beside,
    offers: Sequence[tuple[str, str]] = (),
) -> Message:
    """Show a page; `words` are those that were searched for, in bold; what else to look at: (label, command) pairs."""
    spoken = " ".join(_in_words(row, words) for row in rows)
    return message(
        f"{fit(headline, _SPOKEN_HEADLINE)}. {spoken}",
        small_print(fit(headline, _HEADLINE_BUDGET)),
        *(row(each, words) for each in rows),
        *turns(previous=beside.previous, following=beside.next, ids=("list:previous", "list:next")),
        *in_row(labelled(offers)),
    )


def nothing(sentence: str, *, offers: Sequence[tuple[str, str]], hint: str) -> Message:
    """Say that nothing was found, what was looked for, and what to try: (label, command) pairs."""
    small = [small_print(hint)] if hint else []
    return message(f"{sentence} {hint}".strip(), section(sentence), *small, *in_row(labelled(offers)))


def but_started(total: int) -> str:
    """Return a sentence on so many, where nothing is Open and that alone was asked for; empty where there are none."""
    are = "is" if total == 1 else "are"
    return f"But {counted(total)} {are} unresolved: In progress or Mitigated." if total else ""


def show_unresolved(total: int) -> str:
    """Return the label of the button to so many."""
    return f"Show {'' if total == 1 else 'all '}{number(total)} unresolved"


def counted(total: int, *, most: int = MOST_COUNTED, what: str = "incident") -> str:
    """Return `1 incident`, `34 incidents` or `1000+ incidents`."""
    return f"{number(total, most=most)} {what}{'' if total == 1 else 's'}"


def number(total: int, *, most: int = MOST_COUNTED) -> str:
    """Return `34` or `1000+`."""
    return f"{most}+" if total > most else str(total)


def row(shown: Row, words: Sequence[str] = ()) -> Block:
    """Show an incident in two lines, and what can be done to it in a menu."""
    incident = shown.incident
    title = highlighted(incident.title, words, limit=_TITLE_BUDGET)
    lines = [f"*#{incident.number}* {incident.severity.upper()} — {title}", _facts(incident)]
    if service := _service(incident, words):
        lines[-1] += f" · service {highlighted(service, words, limit=_SERVICE_BUDGET)}"
    if found := _excerpt(shown, words):
        lines.append(highlighted(found, words, limit=_EXCERPT_BUDGET))
    return section(
        "\n".join(lines), accessory=overflow([_choice(label, incident) for label in shown.can], id="act:row")
    )


def _facts(incident: Incident) -> str:
    """Return how it stands, whose it is, and when it began, or ended."""
    stands, who = status(incident.status), person(incident.assignee_id)
    if incident.resolved_at:
        return f"{stands} {ago(incident.resolved_at)} · {who}"
    return f"{stands} · {who} · {ago(incident.created_at)}"


def _choice(label: str, incident: Incident) -> tuple[str, str]:
    return label, f"{FORMS.get(label, label.lower())} {incident.number}"


def _service(incident: Incident, words: Sequence[str]) -> str | None:
    """Return the name of the service, where one of the words stands in it."""
    name = incident.service.name if incident.service else ""
    return name if excerpt(name, words, longest=_EXCERPT) else None


def _excerpt(row: Row, words: Sequence[str]) -> str | None:
    """Return where in the summary, or else in a comment, one of the words stands."""
    texts = (row.incident.summary, row.said) if words else ()
    found = (excerpt(text, words, longest=_EXCERPT) for text in texts if text)
    return next((part for part in found if part), None)


def _in_words(row: Row, words: Sequence[str]) -> str:
    incident = row.incident
    more = ""
    if found := _excerpt(row, words):
        more = f" “{escape(found, limit=_SPOKEN_EXCERPT)}”"
    elif service := _service(incident, words):
        more = f" Service {escape(service, limit=_SPOKEN_SERVICE)}."
    facts = f"{severity(incident.severity)}, {_facts_in_words(incident)}"
    return f"#{incident.number}, {facts}: {escape(incident.title, limit=_SPOKEN_TITLE)}.{more}"


def _facts_in_words(incident: Incident) -> str:
    stands, who = status(incident.status), person(incident.assignee_id)
    if incident.resolved_at:
        return f"{stands} {moment(incident.resolved_at)}, {who}"
    return f"{stands}, {who}, opened {moment(incident.created_at)}"
