"""The table of verbs, from which come the parser, the help, the buttons' values, the README and the tests."""

from bot.errors import Refusal
from bot.language import counting, follows, names, people, reading, reminding, settings, values
from bot.language.acts import EditIncident, FormName, MoveIncident, RestoreIncident
from bot.language.editing import edit
from bot.language.filters import EXPLAINED
from bot.language.looking_acts import ShowHistory, ShowIncident
from bot.language.reminding_acts import ShowReminder
from bot.language.verb import Verb
from bot.rules.lifecycle import Move, statuses_before
from bot.rules.merging import Edit
from storage.records import UNRESOLVED, Among, NameList

VERBS = (
    Verb(
        "new",
        ("create", "declare"),
        "[title] [sev1-sev4] [p1-p4] [@person] [service:name] [cat:name] [-- summary]",
        "Open an incident at once; without a title, in a form",
        ("Checkout is down sev1", "service:payments Error 500 @ana cat:api -- since 11:00", ""),
        reading.new,
        also="Words like `sev1` count only at the beginning and at the end; what is left is the title, word for word. "
        "In double quotes, the title is taken literally. `@me` is yourself.",
    ),
    Verb(
        "show",
        ("view", "status"),
        "42",
        "Show the card of an incident, only to you",
        ("42", ""),
        reading.show,
        ShowIncident,
        takes_only_number=True,
    ),
    Verb(
        "list",
        ("ls",),
        "[filters]",
        "List incidents, newest first; a filter typed alone does it too",
        ("unresolved sev:1-2", "@ana service:payments sort:updated", ""),
        reading.list_,
        explains=EXPLAINED,
    ),
    Verb(
        "mine",
        ("my",),
        "[filters]",
        "List what you reported or have, unresolved first, the worst of them first",
        ("", "sev:1-2 since:7d"),
        reading.mine,
        explains=EXPLAINED,
    ),
    Verb(
        "search",
        ("find",),
        "words [filters]",
        "Find incidents by words in title, summary, service and comments, the best first",
        ("checkout timeout", 'payments unresolved "error 500"', ""),
        reading.search,
        explains=EXPLAINED,
    ),
    Verb(
        "take",
        ("ack", "claim"),
        "42 [note]",
        "Make it yours, and start on it if nobody has",
        ("42", "42 looking at it now", ""),
        reading.move(Move.TAKE),
        lambda number: MoveIncident(Move.TAKE, number),
        Among(statuses=statuses_before(Move.TAKE)),
    ),
    Verb(
        "release",
        (),
        "42 [note]",
        "Let go of it: nobody has it then",
        ("42", "42 my shift is over"),
        reading.on_incident(reading.release),
        lambda number: EditIncident(number, Edit(assignee_id=None)),
        Among(has_assignee=True),
    ),
    Verb(
        "assign",
        (),
        "42 @ana [note]",
        "Give it to somebody, who is told; without a name, in a form",
        ("42 @ana", "@ana 42 please have a look", "42"),
        reading.on_incident(reading.assign, value=values.is_meant_as_person),
        reading.form(FormName.ASSIGN),
    ),
    Verb(
        "start",
        (),
        "42 [note]",
        "Say that work on it goes on; it is yours then, if it was nobody's",
        ("42", ""),
        reading.move(Move.START),
        reading.form(FormName.STATUS, Move.START),
        Among(statuses=statuses_before(Move.START)),
    ),
    Verb(
        "comment",
        ("note",),
        "42 [text]",
        "Add a comment; without a text, in a form that also takes files and when the next update is due",
        ("42 the graphs look better", "42", ""),
        reading.on_incident(reading.comment, takes_text=True),
        reading.form(FormName.COMMENT),
        also="The assignee's next comment counts as the promised update; while nobody has it, anybody's does. "
        "In the form the next update may be promised without a comment.",
    ),
    Verb(
        "mitigate",
        (),
        "42 [note]",
        "Say that the harm has stopped",
        ("42 traffic moved away", ""),
        reading.move(Move.MITIGATE),
        reading.form(FormName.STATUS, Move.MITIGATE),
        Among(statuses=statuses_before(Move.MITIGATE)),
    ),
    Verb(
        "resolve",
        ("fix", "close"),
        "42 [note]",
        "Say that it is over, with a note if you like; `Resolve` on its card also asks for what opening left out",
        ("42 rolled back", "42", ""),
        reading.move(Move.RESOLVE),
        reading.form(FormName.RESOLVE),
        Among(statuses=statuses_before(Move.RESOLVE)),
    ),
    Verb(
        "reopen",
        (),
        "42 [note]",
        "Take it up again",
        ("42 it is back", ""),
        reading.move(Move.REOPEN),
        reading.form(FormName.STATUS, Move.REOPEN),
        Among(statuses=statuses_before(Move.REOPEN)),
    ),
    Verb(
        "revert",
        (),
        "42 [note]",
        "Back to Open: work on it has not begun",
        ("42", ""),
        reading.move(Move.REVERT),
        reading.form(FormName.STATUS, Move.REVERT),
        Among(statuses=statuses_before(Move.REVERT)),
    ),
    Verb(
        "severity",
        ("sev",),
        "42 sev1 [note]",
        "Change how bad it is: sev1 critical, sev2 major, sev3 minor, sev4 low",
        ("42 sev1", "42 sev2 only one region", "42"),
        reading.on_incident(reading.severity, value=values.is_severity),
        reading.form(FormName.SEVERITY),
    ),
    Verb(
        "priority",
        ("prio",),
        "42 p1 [note]",
        "Change what comes first; `auto` lets it follow the severity again",
        ("42 p1", "42 auto", "42"),
        reading.on_incident(reading.priority, value=values.is_priority),
        reading.form(FormName.PRIORITY),
    ),
    Verb(
        "edit",
        ("rename",),
        "42 [new title]",
        "Change any field in a form, or only the title",
        ("42", "42 Checkout is down in Europe", "42 Checkout is down service:payments", "42 service:payments cat:api"),
        reading.on_incident(edit, takes_text=True),
        reading.form(FormName.EDIT),
        also="Words that count in `new`, like `service:payments`, are filled into the form; so is a title beside them.",
    ),
    Verb(
        "history",
        ("log", "timeline"),
        "42",
        "Show who did what when, newest first",
        ("42", ""),
        reading.on_incident(reading.history),
        ShowHistory,
        takes_only_number=True,
    ),
    Verb(
        "follow",
        (),
        "[42] [@ana] [service:name] [cat:name] [all]",
        "Hear of opening, resolution, reopening and severity, or of `all` changes; alone, what you follow",
        ("42", "42 all", "@ana", "service:payments", ""),
        follows.follow,
        may_follow_number=True,
    ),
    Verb(
        "unfollow",
        (),
        "[42] [@ana] [service:name] [cat:name]",
        "Hear no more of it; alone, what you follow",
        ("42", "@ana", ""),
        follows.unfollow,
        may_follow_number=True,
    ),
    Verb(
        "remind",
        ("snooze",),
        "42 [2h] [tomorrow] [off] [on] [why]",
        "Say when its next reminder comes; move it, stop or restart its reminders for everyone, or say why it comes",
        ("42", "42 2h", "42 tomorrow", "42 off", "42 on", "42 why"),
        reminding.read,
        ShowReminder,
        Among(statuses=UNRESOLVED),
        also="`remind 42 2h` snoozes: the next reminder comes in two hours, that of a promised update when it is due.",
    ),
    Verb(
        "delete",
        (),
        "42",
        "Delete it, after asking; only admins may, and can restore it for 30 days",
        ("42", ""),
        reading.by_admin(reading.delete),
        reading.form(FormName.DELETE),
        takes_only_number=True,
    ),
    Verb(
        "restore",
        (),
        "42",
        "Bring a deleted incident back; only admins may",
        ("42", ""),
        reading.by_admin(reading.restore),
        RestoreIncident,
        Among(is_deleted=True),
        takes_only_number=True,
    ),
    Verb(
        "stats",
        (),
        "[7d, 30d, 90d or 2026-10] [filters]",
        "Count what was opened and resolved, and how long it took, against the time before; of 30 days unless you say",
        ("", "7d sev:1-2", "2026-10 service:payments"),
        counting.read,
        explains=EXPLAINED,
    ),
    Verb(
        "export",
        (),
        "[filters]",
        "Send you the incidents you may see, as a CSV file in a direct message",
        ("", "resolved sev:1-2 since:30d"),
        reading.export,
        explains=EXPLAINED,
    ),
    Verb(
        "users",
        (),
        "[@ana] [role]",
        "Show people with their roles and how much they have; admins set roles: member, responder, admin or default",
        ("", "@ana", "@ana responder", "@ana default"),
        people.read,
    ),
    Verb(
        "services",
        (),
        "[add name] [rename old -> new] [remove name]",
        "List the services; responders add, admins rename and remove; quote names that have blanks",
        ("", "add billing", 'rename billing -> "card payments"', 'remove "card payments"'),
        names.read(NameList.SERVICES),
    ),
    Verb(
        "categories",
        (),
        "[add name] [rename old -> new] [remove name]",
        "List the categories; responders add, admins rename and remove; quote names that have blanks",
        ("", "add database", 'rename database -> "data stores"', 'remove "data stores"'),
        names.read(NameList.CATEGORIES),
    ),
    Verb(
        "settings",
        (),
        "[log]",
        "Set channels, reminders, working hours, the daily post and the default role, in a form for admins; "
        "`log` shows what admins did",
        ("", "log"),
        settings.read,
    ),
    Verb("help", ("?",), "[verb]", "Explain everything, or one verb", ("", "resolve"), reading.help_),
)

VERB_OF_WORD = {word: verb for verb in VERBS for word in verb.words}


def is_understood(command: str) -> bool:
    """Tell whether it would be: a verb about one incident wants a number, unless it is bare."""
    return refusal_of(command) is None


def refusal_of(command: str) -> Refusal | None:
    """Return the refusal of a command that begins with a verb, None where it is understood."""
    word, rest = values.first_word(command)
    try:
        VERB_OF_WORD[word].read(VERB_OF_WORD[word], rest)
    except Refusal as refusal:
        return refusal
    return None
