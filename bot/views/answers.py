"""Private answers to commands: what was understood and done, and lists."""

from collections.abc import Sequence
from datetime import datetime

from bot.language.acts import Hint
from bot.language.mentions import as_typed, plain
from bot.rules.deletion import KEPT_FOR
from bot.rules.lifecycle import Move, Moved
from bot.rules.names import COMMAND
from bot.views.alike import in_words, look_alikes
from bot.views.blocks import VALUE_MAX, Block, Message, View, actions, button, message, section, small_print
from bot.views.history import phrases
from bot.views.names import AddedName, in_lists
from bot.views.offers import JOIN, ON_ANSWER, buttons, in_row, labelled, restart, take
from bot.views.text import escape, moment, person, repeating
from bot.views.words import in_short, status
from storage.records import Change, HistoryEntry, Incident

_TITLE_BUDGET = 250
_CATEGORIES_BUDGET = 600
_NOTED = " Your note is a comment now."
_NOT_REMINDED = " Its reminders are stopped, so nobody is reminded of that."
_DONE = {
    Move.TAKE: "You have",
    Move.START: "Started on",
    Move.REVERT: "Set back",
    Move.MITIGATE: "Mitigated",
    Move.RESOLVE: "Resolved",
    Move.REOPEN: "Reopened",
}
_BY_HINT = {
    "edit": "opens the form with it filled in",
    "assign": "assigns it",
    "take": "makes it yours",
}


def opened(
    incident: Incident,
    *,
    place: str = "",
    added: Sequence[AddedName] = (),
    alike: Sequence[Incident] = (),
    hints: Sequence[Hint] = (),
) -> Message:
    """Echo what was understood: `Opened #12 SEV3 · P1 · @ana — database down`; `place` says where its card is.

    What was `added`, nobody could choose before. Those that are `alike` can be joined instead, and what the `hints`
    say can be done.
    """
    facts = [in_short(incident), person(incident.assignee_id)]
    if incident.service:
        facts.append(escape(incident.service.name))
    if incident.categories:
        names = ", ".join(category.name for category in incident.categories)
        facts.append(escape(names, limit=_CATEGORIES_BUDGET))
    title = escape(incident.title, limit=_TITLE_BUDGET * 5)
    more = (in_lists(added), place, _in_title(hints, incident.number))
    said = "\n".join(filter(None, (f"Opened #{incident.number} {' · '.join(facts)} — {title}", *more)))
    return message(
        f"{said}\n{in_words(alike)}".rstrip(),
        section(said),
        actions(
            button("Undo", id="undo:opening", value=str(incident.number)),
            button("Edit", id="act:edit", value=f"edit {incident.number}"),
            name=ON_ANSWER,
        ),
        *_offered(hints, incident.number),
        *look_alikes(alike, id=JOIN, name=ON_ANSWER, opened=incident.number),
    )


def _in_title(hints: Sequence[Hint], number: int) -> str:
    """Say that words of the title set no field, and what does."""
    return "\n".join(_is_in_title(hint, number) for hint in hints)


def _is_in_title(hint: Hint, number: int) -> str:
    command = f"{COMMAND} {plain(hint.command(number))}"
    does = _BY_HINT.get(hint.verb, f"makes it {hint.value.upper()}")
    return repeating(f"“{hint.words}” is part of the title: `{command}` {does}.")


def _offered(hints: Sequence[Hint], number: int) -> list[Block]:
    """Return the buttons that do it; their outcome stands beside the answer, which keeps what else it offers."""
    shown = buttons(as_typed(hint.command(number)) for hint in hints)
    return [actions(*shown)] if shown else []


def joined(incident: Incident, *, withdrew: int | None = None, stays: str = "") -> Message:
    """Say that somebody follows it now, and what became of the one they had opened; `stays` says why it is there."""
    took_back = f" Withdrew #{withdrew}." if withdrew else ""
    kept = f" {repeating(stays)}" if stays else ""
    title = f"#{incident.number} — {_title(incident)}"
    return message(f"You follow {title}. It is {status(incident.status)}.{took_back}{kept}")


def card_is_in(channel: str) -> str:
    """Say where the card is."""
    return f"Its card goes to <#{channel}>."


def as_of(now: datetime, number: int) -> str:
    """Say of a private card, which does not follow what happens, how old it is and how to see the present."""
    return f"As of {moment(now)}. `{COMMAND} {number}` shows it as it is now."


NO_INCIDENTS_CHANNEL = "There is no incidents channel yet, so its card is here."
NO_CHANNEL_AT_ALL = "There is no incidents channel yet, so its card is in your direct messages with me."


def for_a_guest(number: int) -> str:
    """Say where somebody finds the card who may not be in the channel."""
    return f"`{COMMAND} {number}` shows it to you."


def form_to_open(view: View, command: str) -> Message:
    """Offer the form that something said to the bot asks for: only a press can open one."""
    title = str(view["title"]["text"])
    if len(command) > VALUE_MAX:
        return message(f"{title} takes a form here, and that is too long for its button. Type it after `{COMMAND}`.")
    said = f"{title} takes a form. Press the button to open it."
    return message(said, section(said), actions(button(title, id="act:form", value=command), name=ON_ANSWER))


def edited(
    incident: Incident,
    entries: Sequence[HistoryEntry],
    *,
    note: str | None = None,
    was_due: datetime | None = None,
    added: Sequence[AddedName] = (),
    hints: Sequence[Hint] = (),
) -> Message:
    """Say what was changed, and what became of the note, as what `was_due`; or that nothing was to be changed."""
    title = f"#{incident.number} — {_title(incident)}"
    noted = f"{_NOTED}{_as_update(incident, was_due)}" if note else ""
    if not entries:
        said = f"Nothing to change: {title} has that already.{noted}"
        return _offering(said, incident, next_update=was_due is not None)
    said = f"Changed {title}: {phrases(entries)}.{_priority_after(incident, entries)}{noted}"
    said = "\n".join(filter(None, (said, in_lists(added), _in_title(hints, incident.number))))
    return _offering(said, incident, *_offered(hints, incident.number), next_update=was_due is not None)


def _priority_after(incident: Incident, entries: Sequence[HistoryEntry]) -> str:
    """Say the priority where it follows the severity and may have changed with it."""
    may_have_changed = {Change.SEVERITY, Change.PRIORITY} & {entry.change for entry in entries}
    if incident.own_priority or not may_have_changed:
        return ""
    return f" Its priority follows: {incident.priority.upper()}."


def withdrawn(incident: Incident) -> Message:
    """Say that it is as if it had not been opened."""
    return message(f"Withdrew #{incident.number} — {_title(incident)}.")


def deleted(incident: Incident) -> Message:
    """Say that it is deleted, and how it comes back."""
    said = f"Deleted #{incident.number} — {_title(incident)}. It can be restored for {KEPT_FOR.days} days."
    undo = button("Undo", id="act:undo", value=f"restore {incident.number}")
    return message(said, section(said), actions(undo, name=ON_ANSWER))


def restored(incident: Incident) -> Message:
    """Say that it is back."""
    return message(f"Restored #{incident.number} — {_title(incident)}. It is {status(incident.status)}.")


def with_meanwhile(said: Message, sentences: Sequence[str]) -> Message:
    """Add to an answer what others did while the form was open."""
    if not sentences:
        return said
    return with_small_print(said, "Meanwhile: " + " ".join(f"{sentence}." for sentence in sentences))


def with_small_print(said: Message, more: str) -> Message:
    """Add a sentence or two to an answer."""
    return message(f"{said.text}\n{more}", *said.blocks, small_print(more))


def moved(done: Moved, *, added: Sequence[AddedName] = ()) -> Message:
    """Say what the move did, whose the incident was, what was filled in with it, and what became of the note."""
    incident, had_by = done.after, done.before.assignee_id
    was = f", which was {person(had_by)}'s" if done.gave_it and had_by else ""
    said = f"{_DONE[done.move]} #{incident.number} — {_title(incident)}{was}."
    # The other words do not say what it is now.
    now = "" if done.move in (Move.MITIGATE, Move.RESOLVE) else f" It is {status(incident.status)}."
    theirs = " You have it now." if done.gave_it and done.move is Move.START else ""
    noted = f"{_NOTED}{_as_update(incident, done.update_due)}" if done.note else ""
    changed = f" Changed: {phrases(done.filled)}." if done.filled else ""
    said = f"{said}{theirs}{now}{changed}{noted}{_awaited_after(done)}\n{in_lists(added)}".rstrip()
    return _offering(said, incident, next_update=done.update_due is not None or done.move is Move.REOPEN)


def _awaited_after(done: Moved) -> str:
    """Say that what is resolved promises no update, that reopening brings none back, and that it restarts reminders."""
    if done.move is Move.RESOLVE and done.before.update_due_at:
        return f" The update due {moment(done.before.update_due_at)} is not promised any more."
    if done.move is not Move.REOPEN:
        return ""
    again = " Its reminders, which were stopped, come again." if done.before.reminders_stopped else ""
    return f" No next update is promised.{again}"


def yours_already(incident: Incident, *, was_due: datetime | None) -> Message:
    """Say that there was nothing to take, and that the note became a comment, which may be what `was_due`."""
    said = f"You already have #{incident.number} — {_title(incident)}.{_NOTED}{_as_update(incident, was_due)}"
    return _offering(said, incident, next_update=was_due is not None)


def theirs(incident: Incident) -> Message:
    """Say that somebody has it by now, and that it can be taken all the same."""
    said = f"{person(incident.assignee_id)} has #{incident.number} — {_title(incident)} by now. Take it all the same?"
    return message(said, section(said), actions(take(incident), name=ON_ANSWER))


def commented(
    incident: Incident,
    *,
    was_due: datetime | None,
    meant: str | None = None,
    too_late: str = "",
) -> Message:
    """Say that the comment was added, and when the next update is due, or that it is the one that `was_due`.

    `meant` is the command for what it seems to promise, and does not; `too_late` says why what it promised is not.
    """
    form = f"comment {incident.number}"
    is_unreminded = _is_unreminded(incident)
    due = f" The next update is due {moment(incident.update_due_at)}." if incident.update_due_at else ""
    due += _NOT_REMINDED if is_unreminded else ""
    due += f" That was the update due {moment(was_due)}." if was_due else ""
    said = f"Comment added to #{incident.number} — {_title(incident)}.{due}"
    said = f"{said} {too_late}".rstrip()
    if meant is None:
        said += f" `{COMMAND} {form}` opens a form to promise the next." if was_due else ""
        return _offering(said, incident, next_update=was_due is not None, restarts=is_unreminded)
    does = "opens a form in which you can" if meant == form else "does"
    said += f" It promises no next update: `{COMMAND} {meant}` {does}."
    if meant == form:
        return _offering(said, incident, next_update=True)
    return message(said, section(said), *in_row(labelled([("Promise it", meant)])))


def promised(incident: Incident, due: datetime, *, was_due: datetime | None) -> Message:
    """Say when the next update is due, without a comment."""
    before = f" Before, it was due {moment(was_due)}." if was_due else ""
    said = f"The next update on #{incident.number} — {_title(incident)} is due {moment(due)}.{before}"
    said += _NOT_REMINDED if incident.reminders_stopped else ""
    return _offering(said, incident, restarts=incident.reminders_stopped)


def _is_unreminded(incident: Incident) -> bool:
    """Tell whether nobody will be reminded of the update that is promised."""
    return incident.reminders_stopped and incident.update_due_at is not None


def _offering(
    said: str, incident: Incident, *more: Block, next_update: bool = False, restarts: bool = False
) -> Message:
    """Return the answer, with the form that promises the next update, and what restarts the reminders."""
    promises = [button("Next update due", id="form:comment", value=str(incident.number))] if next_update else []
    return message(said, section(said), *more, *in_row([*promises, *([restart(incident)] if restarts else [])]))


def _as_update(incident: Incident, was_due: datetime | None) -> str:
    if was_due is None:
        return ""
    form = f"`{COMMAND} comment {incident.number}`"
    return f" That was the update due {moment(was_due)}. {form} opens a form to promise the next."


def _title(incident: Incident) -> str:
    return escape(incident.title, limit=_TITLE_BUDGET)
