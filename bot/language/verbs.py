"""The table of verbs, from which come the parser, the help, the buttons' values, the README and the tests."""

from collections.abc import Callable

from bot.language import values
from bot.language.acts import (
    Act,
    AddComment,
    Edit,
    EditIncident,
    FillIn,
    FormName,
    ListIncidents,
    MoveIncident,
    OpenIncident,
    PickIncident,
    RestoreIncident,
    ShowHelp,
    ShowHistory,
    ShowIncident,
    StartDraft,
)
from bot.language.mentions import plain
from bot.language.tokens import read_draft, unquoted
from bot.language.verb import COMMAND, Verb
from bot.rules.lifecycle import Move


def _on_incident(
    read: Callable[[Verb, int, str], Act], *, value: Callable[[str], bool] = values.nothing
) -> Callable[[Verb, str], Act]:
    """Return how a verb about one incident is read: bare, it lets the incident be picked."""

    def read_or_pick(verb: Verb, rest: str) -> Act:
        if not rest:
            return PickIncident(verb.word)
        number, more = values.number_and_rest(rest, value=value)
        if number is None:
            word = plain(values.first_word(rest)[0])[:40]
            raise verb.misused(f"“{word}” is not an incident's number; `{COMMAND} list` shows them.")
        return read(verb, number, more)

    return read_or_pick


def _new(_: Verb, rest: str) -> Act:
    draft = read_draft(rest)
    return OpenIncident(draft) if draft.title else StartDraft(draft)


def _show(verb: Verb, number: int, more: str) -> Act:
    _nothing_more(verb, more)
    return ShowIncident(number)


def _history(verb: Verb, number: int, more: str) -> Act:
    _nothing_more(verb, more)
    return ShowHistory(number)


def _delete(verb: Verb, number: int, more: str) -> Act:
    _nothing_more(verb, more)
    return FillIn(FormName.DELETE, number)


def _restore(verb: Verb, number: int, more: str) -> Act:
    _nothing_more(verb, more)
    return RestoreIncident(number)


def _comment(_: Verb, number: int, body: str) -> Act:
    return AddComment(number, plain(body)) if body else FillIn(FormName.COMMENT, number)


def _edit(_: Verb, number: int, title: str) -> Act:
    return EditIncident(number, Edit(title=plain(unquoted(title)))) if title else FillIn(FormName.EDIT, number)


def _assign(verb: Verb, number: int, more: str) -> Act:
    if not more:
        return FillIn(FormName.ASSIGN, number)
    assignee_id, note = values.assignee(verb, number, more)
    return EditIncident(number, Edit(assignee_id=assignee_id), plain(note) or None)


def _release(_: Verb, number: int, note: str) -> Act:
    return EditIncident(number, Edit(assignee_id=None), plain(note) or None)


def _severity(verb: Verb, number: int, more: str) -> Act:
    if not more:
        return FillIn(FormName.SEVERITY, number)
    severity, note = values.severity(verb, more)
    return EditIncident(number, Edit(severity=severity), plain(note) or None)


def _priority(verb: Verb, number: int, more: str) -> Act:
    if not more:
        return FillIn(FormName.PRIORITY, number)
    priority, note = values.priority(verb, more)
    return EditIncident(number, Edit(priority=priority), plain(note) or None)


def _move(move: Move) -> Callable[[Verb, str], Act]:
    return _on_incident(lambda _, number, note: MoveIncident(move, number, plain(note) or None))


def _list(verb: Verb, rest: str) -> Act:
    _nothing_more(verb, rest)
    return ListIncidents()


def _help(verb: Verb, rest: str) -> Act:
    word, more = values.first_word(rest)
    _nothing_more(verb, more)
    return ShowHelp(plain(word) or None)


def _nothing_more(verb: Verb, rest: str) -> None:
    if rest:
        raise verb.misused(f"`{verb.word}` does not understand “{plain(rest)[:80]}”.")


def _form(form: FormName, move: Move | None = None) -> Callable[[int], Act]:
    return lambda number: FillIn(form, number, move)


VERBS = (
    Verb(
        "new",
        ("create", "declare"),
        "[title] [sev1-sev4] [p1-p4] [@person] [service:name] [cat:name] [-- summary]",
        "Open an incident at once; without a title, in a form",
        ("Checkout is down sev1 @ana", "service:payments Error 500 cat:api -- since 11:00", ""),
        _new,
    ),
    Verb(
        "show",
        ("view", "status"),
        "42",
        "Show the card of an incident, only to you",
        ("42", ""),
        _on_incident(_show),
        ShowIncident,
    ),
    Verb("list", ("ls",), "", "List incidents, newest first", ("",), _list),
    Verb(
        "take",
        ("ack", "claim"),
        "42 [note]",
        "Make it yours, and start on it if nobody has",
        ("42", "42 looking at it now", ""),
        _move(Move.TAKE),
        lambda number: MoveIncident(Move.TAKE, number),
    ),
    Verb(
        "release",
        (),
        "42 [note]",
        "Let go of it: nobody has it then",
        ("42", "42 my shift is over"),
        _on_incident(_release),
        lambda number: EditIncident(number, Edit(assignee_id=None)),
    ),
    Verb(
        "assign",
        (),
        "42 @ana [note]",
        "Give it to somebody, who is told; without a name, in a form",
        ("42 @ana", "@ana 42 please have a look", "42"),
        _on_incident(_assign, value=values.is_person),
        _form(FormName.ASSIGN),
    ),
    Verb(
        "start",
        (),
        "42 [note]",
        "Say that work on it goes on",
        ("42", ""),
        _move(Move.START),
        _form(FormName.STATUS, Move.START),
    ),
    Verb(
        "comment",
        ("note",),
        "42 [text]",
        "Add a comment; without a text, in a form that also takes files and when the next update is due",
        ("42 the graphs look better", "42", ""),
        _on_incident(_comment),
        _form(FormName.COMMENT),
    ),
    Verb(
        "mitigate",
        (),
        "42 [note]",
        "Say that the harm has stopped",
        ("42 traffic moved away", ""),
        _move(Move.MITIGATE),
        _form(FormName.STATUS, Move.MITIGATE),
    ),
    Verb(
        "resolve",
        ("fix", "close"),
        "42 [note]",
        "Say that it is over; the note becomes a comment",
        ("42 rolled back", "42", ""),
        _move(Move.RESOLVE),
        _form(FormName.RESOLVE),
    ),
    Verb(
        "reopen",
        (),
        "42 [note]",
        "Take it up again",
        ("42 it is back", ""),
        _move(Move.REOPEN),
        _form(FormName.STATUS, Move.REOPEN),
    ),
    Verb(
        "revert",
        (),
        "42 [note]",
        "Back to Open: nobody works on it",
        ("42", ""),
        _move(Move.REVERT),
        _form(FormName.STATUS, Move.REVERT),
    ),
    Verb(
        "severity",
        ("sev",),
        "42 sev1 [note]",
        "Change how bad it is: sev1 critical, sev2 major, sev3 minor, sev4 low",
        ("42 sev1", "42 sev2 only one region", "42"),
        _on_incident(_severity, value=values.is_severity),
        _form(FormName.SEVERITY),
    ),
    Verb(
        "priority",
        ("prio",),
        "42 p1 [note]",
        "Change what comes first; `auto` lets it follow the severity again",
        ("42 p1", "42 auto", "42"),
        _on_incident(_priority, value=values.is_priority),
        _form(FormName.PRIORITY),
    ),
    Verb(
        "edit",
        ("rename",),
        "42 [new title]",
        "Change any field in a form, or only the title",
        ("42", "42 Checkout is down in Europe"),
        _on_incident(_edit),
        _form(FormName.EDIT),
    ),
    Verb(
        "history",
        ("log", "timeline"),
        "42",
        "Show who did what when, newest first",
        ("42", ""),
        _on_incident(_history),
        ShowHistory,
    ),
    Verb(
        "delete",
        (),
        "42",
        "Delete it, after asking; only admins may, and can restore it for 30 days",
        ("42", ""),
        _on_incident(_delete),
        _form(FormName.DELETE),
    ),
    Verb(
        "restore",
        (),
        "42",
        "Bring a deleted incident back; only admins may",
        ("42", ""),
        _on_incident(_restore),
        RestoreIncident,
    ),
    Verb("help", ("?",), "[verb]", "Explain everything, or one verb", ("", "resolve"), _help),
)

VERB_OF_WORD = {word: verb for verb in VERBS for word in verb.words}
