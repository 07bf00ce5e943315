"""Facts of a moment, said in the card's thread when they happen."""

from collections.abc import Sequence

from bot.rules.lifecycle import Move
from bot.views.blocks import MESSAGE_TEXT_MAX, SMALL_PRINT_MAX, Message, message, section, small_print
from bot.views.history import phrase
from bot.views.text import escape, links, links_in_pieces, message_link, person, quotes
from bot.views.words import status
from storage.records import File, HistoryEntry, Incident, Source

_NOTE_BUDGET = 3400
_FILES = "Files: "

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


def commented(body: str, *, author_id: str, files: Sequence[File] = (), source: Source | None = None) -> Message:
    """Say in the thread what somebody added by command or form, or from a message, with links to it and the files."""
    did = f"added {message_link(source)}:" if source else "commented:"
    said = _with_quote(f"{person(author_id)} {did}", body)
    if not files:
        return said
    listed = links(files, limit=MESSAGE_TEXT_MAX - len(f"{said.text} {_FILES}"))
    pieces = links_in_pieces(files, limit=SMALL_PRINT_MAX - len(_FILES))
    return message(f"{said.text} {_FILES}{listed}", *said.blocks, *(small_print(_FILES + piece) for piece in pieces))


def edited(entries: Sequence[HistoryEntry], *, actor_id: str, note: str | None) -> Message:
    """Say in the thread what somebody changed: `Ana changed severity SEV3 → SEV1, assignee nobody → Ben.`"""
    changed = ", ".join(phrase(entry) for entry in entries)
    return _with_quote(f"{person(actor_id)} changed {changed}.", note)


def restored(*, actor_id: str) -> Message:
    """Say in the thread that the incident is back."""
    return message(f"{person(actor_id)} restored this.")


def _with_quote(sentence: str, words: str | None) -> Message:
    if not words:
        return message(sentence)
    first, *rest = quotes(words)
    said = f"{sentence} {escape(words, limit=_NOTE_BUDGET)}"
    return message(said, section(f"{sentence}\n{first}"), *(section(more) for more in rest))
