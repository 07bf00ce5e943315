"""Facts of a moment, said in the card's thread when they happen; nobody is called to their own act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.rules.lifecycle import Move, Moved
from bot.views.blocks import MESSAGE_TEXT_MAX, SMALL_PRINT_MAX, Message, message, section, small_print
from bot.views.history import MARKUP, phrases
from bot.views.text import linked, links, links_in_pieces, message_link, moment, named, naming, person, quotes
from bot.views.words import status
from storage.records import Change, File, HistoryEntry, Person, Source

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


def moved(done: Moved, *, actor: Person) -> Message:
    """Say in the thread who moved the incident, where it stands now, what was filled in with it, and the note."""
    has_it = " and has it now" if done.gave_it and done.move is Move.START else ""
    changed = f" Changed: {_changed(done.filled, actor)}." if done.filled else ""
    leads_to = "Status:" if done.after.status is not done.before.status else "It stays"
    sentence = f"{named(actor)} {_DID[done.move]}{has_it}. {leads_to} {status(done.after.status)}.{changed}"
    return _with_quote(sentence, done.note)


def commented(
    body: str,
    *,
    author: Person,
    files: Sequence[File] = (),
    source: Source | None = None,
    due: datetime | None = None,
) -> Message:
    """Say in the thread what somebody added by command or form, or from a message, with links to it and the files.

    `due` is when it promises the next update.
    """
    did = f"added {message_link(source)}:" if source else "commented:"
    said = _with_quote(f"{named(author)} {did}", body)
    if due:
        promise = f"The next update is due {moment(due)}."
        said = message(f"{said.text} {promise}", *said.blocks, small_print(promise))
    if not files:
        return said
    listed = links(files, limit=MESSAGE_TEXT_MAX - len(f"{said.text} {_FILES}"))
    pieces = links_in_pieces(files, limit=SMALL_PRINT_MAX - len(_FILES))
    return message(f"{said.text} {_FILES}{listed}", *said.blocks, *(small_print(_FILES + piece) for piece in pieces))


def promised(due: datetime, *, author: Person) -> Message:
    """Say in the thread who promised the next update without a word."""
    return message(f"{named(author)} promised the next update for {moment(due)}.")


def edited(entries: Sequence[HistoryEntry], *, actor: Person, note: str | None) -> Message:
    """Say in the thread what somebody changed: `Ana changed severity SEV3 → SEV1, assignee nobody → Ben.`"""
    return _with_quote(f"{named(actor)} {_did(entries, actor)}.", note)


def restored(*, actor: Person) -> Message:
    """Say in the thread that the incident is back."""
    return message(f"{named(actor)} restored this.")


def _did(entries: Sequence[HistoryEntry], actor: Person) -> str:
    match entries:
        case [HistoryEntry(change=Change.ASSIGNEE, old=str(had_by), new=None)]:
            return "released this" if had_by == actor.id else f"released this, which was {person(had_by)}'s"
        case _:
            return f"changed {_changed(entries, actor)}"


def _changed(entries: Sequence[HistoryEntry], actor: Person) -> str:
    return phrases(entries, replace(MARKUP, who=naming(actor)))


def _with_quote(sentence: str, words: str | None) -> Message:
    if not words:
        return message(sentence)
    first, *rest = quotes(words)
    said = f"{sentence} {linked(words, limit=_NOTE_BUDGET)}"
    return message(said, section(f"{sentence}\n{first}"), *(section(more) for more in rest))
