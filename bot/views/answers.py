"""Private answers to commands: what was understood and done, and lists."""

from collections.abc import Sequence

from bot.language.grammar import COMMAND, Verb
from bot.rules.lifecycle import Move
from bot.views.blocks import Block, Message, actions, button, message, section, small_print
from bot.views.text import ago, escape, moment, person
from bot.views.words import in_short, severity, status
from storage.records import Incident

_TITLE_BUDGET = 250
ROWS = 10
_DONE = {
    Move.TAKE: "You have",
    Move.START: "Started on",
    Move.REVERT: "Set back",
    Move.MITIGATE: "Mitigated",
    Move.RESOLVE: "Resolved",
    Move.REOPEN: "Reopened",
}


def opened(incident: Incident, *, elsewhere: str | None = None) -> Message:
    """Echo what was understood: `Opened #12 SEV3 · P1 · @ana — database down`, and in which channel its card is."""
    facts = [in_short(incident), person(incident.assignee_id)]
    if incident.service:
        facts.append(escape(incident.service.name))
    facts += [escape(category.name) for category in incident.categories]
    title = escape(incident.title, limit=_TITLE_BUDGET * 5)
    place = f"\nIts card is in <#{elsewhere}>." if elsewhere else ""
    return message(f"Opened #{incident.number} {' · '.join(facts)} — {title}{place}")


def moved(incident: Incident, move: Move, *, note: str | None = None) -> Message:
    """Say what the move did, and what became of the note."""
    noted = " Your note is a comment now." if note else ""
    return message(f"{_DONE[move]} #{incident.number} — {_title(incident)}. It is {status(incident.status)}.{noted}")


def commented(incident: Incident) -> Message:
    """Say that the comment was added."""
    return message(f"Comment added to #{incident.number} — {_title(incident)}")


def listed(incidents: Sequence[Incident], *, there_are_more: bool) -> Message:
    """Show a page of incidents, newest first."""
    if not incidents:
        return message("There are no incidents that you can see. `/incident new &lt;title&gt;` opens one.")
    rows = [_row(incident) for incident in incidents[:ROWS]]
    more = [small_print(f"The newest {ROWS}; there are more.")] if there_are_more else []
    in_words = " ".join(_row_in_words(incident) for incident in incidents[:ROWS])
    return message(in_words + (" There are more." if there_are_more else ""), *rows, *more)


def help_overview(verbs: Sequence[Verb]) -> Message:
    """Explain every verb."""
    lines = [f"`{escape(verb.usage)}`\n{verb.does}." for verb in verbs]
    return message(
        "What `/incident` understands: " + " ".join(f"{escape(verb.usage)}: {verb.does}." for verb in verbs),
        section(
            "*What `/incident` understands*\n"
            "42 stands for an incident's number, which alone shows it; `/incident help new` explains `new`."
        ),
        *(section("\n".join(lines[start : start + 8])) for start in range(0, len(lines), 8)),
        actions(button("New incident", id="act:new", value="new", style="primary")),
    )


def help_on(verb: Verb) -> Message:
    """Explain one verb, with examples that can be typed."""
    parts = [f"`{escape(verb.usage)}`\n{verb.does}."]
    if verb.aliases:
        parts.append("Also: " + ", ".join(f"`{alias}`" for alias in verb.aliases) + ".")
    examples = (f"`{COMMAND} {verb.word} {escape(example)}".rstrip() + "`" for example in verb.examples)
    parts.append("For example:\n" + "\n".join(examples))
    return message("\n".join(parts))


def _row(incident: Incident) -> Block:
    who = person(incident.assignee_id)
    line = f"*#{incident.number}* {incident.severity.upper()} — {_title(incident)}"
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


def _title(incident: Incident) -> str:
    return escape(incident.title, limit=_TITLE_BUDGET)
