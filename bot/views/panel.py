"""The panel: what concerns somebody, and the commonest things to do."""

from collections.abc import Sequence

from bot.language.verb import Verb
from bot.rules.names import COMMAND
from bot.views.blocks import Block, Message, actions, button, message, section, small_print
from bot.views.text import ago, escape, moment, person
from bot.views.words import severity, status
from storage.records import Incident

_TITLE_BUDGET = 250


def panel(incidents: Sequence[Incident], *, there_are_more: bool, verbs: Sequence[Verb]) -> Message:
    """Show what concerns somebody, and the commonest things to do."""
    mine = [_row(incident) for incident in incidents]
    headline = "Unresolved, yours or reported by you" if mine else "You have no unresolved incidents."
    shown = f"The worst {len(incidents)}; `{COMMAND} mine` shows them all."
    more = [small_print(shown)] if there_are_more else []
    ways = [(f"`{COMMAND} {verb.word} {escape(verb.examples[0])}`".replace(" `", "`"), verb.does) for verb in verbs]
    words = [f"{headline}{'.' if not headline.endswith('.') else ''}", *map(_row_in_words, incidents)]
    words += [shown] if there_are_more else []
    words += [f"{way}: {does}." for way, does in ways]
    words.append("`/incident help` explains everything.")
    return message(
        " ".join(words),
        section(f"*{headline}*"),
        *mine,
        *more,
        actions(button("New incident", id="act:new", value="new", style="primary")),
        section("\n".join(f"{way} {does}." for way, does in ways)),
        small_print("`/incident help` explains everything, `/incident help new` one verb."),
    )


def rows(incidents: Sequence[Incident]) -> tuple[list[Block], str]:
    """Return a row for each incident, and all of them in words."""
    return [_row(incident) for incident in incidents], " ".join(map(_row_in_words, incidents))


def _row(incident: Incident) -> Block:
    who = person(incident.assignee_id)
    line = f"*#{incident.number}* {incident.severity.upper()} — {escape(incident.title, limit=_TITLE_BUDGET)}"
    facts = f"{status(incident.status)} · {who} · {ago(incident.created_at)}"
    return section(
        f"{line}\n{facts}",
        accessory=button("Show", id="act:show", value=f"show {incident.number}"),
    )


def _row_in_words(incident: Incident) -> str:
    title = escape(incident.title, limit=120)
    who = person(incident.assignee_id)
    facts = f"{severity(incident.severity)}, {status(incident.status)}, {who}, opened {moment(incident.created_at)}"
    return f"#{incident.number}, {facts}: {title}."
