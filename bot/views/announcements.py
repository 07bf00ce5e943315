"""Facts of a moment, said in the card's thread when they happen."""

from bot.rules.lifecycle import Move
from bot.views.blocks import Message, message, section
from bot.views.text import escape, person, quotes
from bot.views.words import status
from storage.records import Incident

_NOTE_BUDGET = 1500

_DID = {
    Move.TAKE: "took this",
    Move.START: "started on this",
    Move.REVERT: "set this back",
    Move.MITIGATE: "mitigated this",
    Move.RESOLVE: "resolved this",
    Move.REOPEN: "reopened this",
}


def moved(incident: Incident, move: Move, *, actor_id: str, note: str | None) -> Message:
    """Say in the thread who moved the incident, where it stands now, and the note."""
    sentence = f"{person(actor_id)} {_DID[move]}. Status: {status(incident.status)}."
    return _with_quote(sentence, note)


def commented(body: str, *, author_id: str) -> Message:
    """Say in the thread what somebody added by command or form."""
    return _with_quote(f"{person(author_id)} commented:", body)


def _with_quote(sentence: str, words: str | None) -> Message:
    if not words:
        return message(sentence)
    first, *rest = quotes(words)
    said = f"{sentence} {escape(words, limit=_NOTE_BUDGET)}"
    return message(said, section(f"{sentence}\n{first}"), *(section(more) for more in rest))
