"""The help: every verb, or one."""

from collections.abc import Sequence

from bot.language.verb import Verb
from bot.rules.names import COMMAND
from bot.views.blocks import Message, actions, button, message, section
from bot.views.text import escape

_IN_THREADS = "Under a card, mention me instead and leave the number out. In our direct messages, just type."


def help_overview(verbs: Sequence[Verb]) -> Message:
    """Explain every verb."""
    lines = [f"`{escape(verb.usage)}`\n{verb.does}." for verb in verbs]
    return message(
        f"{_IN_THREADS} What `/incident` understands: "
        + " ".join(f"{escape(verb.usage)}: {verb.does}." for verb in verbs),
        section(
            "*What `/incident` understands*\n"
            "42 stands for an incident's number, which alone shows it; `/incident help new` explains `new`.\n"
            f"{_IN_THREADS}"
        ),
        *(section("\n".join(lines[start : start + 7])) for start in range(0, len(lines), 7)),
        actions(button("New incident", id="act:new", value="new", style="primary")),
    )


def help_on(verb: Verb) -> Message:
    """Explain one verb, with examples that can be typed."""
    parts = [f"`{escape(verb.usage)}`\n{verb.does}."]
    if verb.also:
        parts.append(verb.also)
    if verb.aliases:
        parts.append("Also: " + ", ".join(f"`{alias}`" for alias in verb.aliases) + ".")
    if verb.explains:
        listed = (f"{_codes(explained.examples)} — {explained.means}" for explained in verb.explains)
        parts.append("Filters, which may be combined:\n" + "\n".join(f"• {line}" for line in listed))
    examples = (f"`{COMMAND} {verb.word} {escape(example)}".rstrip() + "`" for example in verb.examples)
    parts.append("For example:\n" + "\n".join(examples))
    return message("\n".join(parts))


def _codes(examples: Sequence[str]) -> str:
    return " ".join(f"`{escape(example)}`" for example in examples)
