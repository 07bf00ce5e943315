"""The language of `/incident`: one table, from which come the parser, the help, the buttons' values and the tests."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.errors import Refusal
from bot.language.acts import (
    Act,
    AddComment,
    ListIncidents,
    MoveIncident,
    OpenIncident,
    ShowHelp,
    ShowIncident,
    StartDraft,
    WriteComment,
)
from bot.language.mentions import mark, plain
from bot.language.tokens import read_draft
from bot.rules.lifecycle import Move

COMMAND = "/incident"
_NUMBER = re.compile(r"(?:#|inc-)?(\d{1,18})", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\s*(\S+)\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: how it is typed, what it does, and how what follows it is read."""

    word: str
    aliases: tuple[str, ...]
    arguments: str
    does: str
    examples: tuple[str, ...]
    """What can be typed after the verb; the first is the commonest."""
    read: Callable[["Verb", str], Act]

    @property
    def usage(self) -> str:
        """Return the whole line as it is typed."""
        return f"{COMMAND} {self.word} {self.arguments}".rstrip()

    @property
    def words(self) -> tuple[str, ...]:
        """Return everything the verb answers to."""
        return (self.word, *self.aliases)

    @property
    def takes_number(self) -> bool:
        """Whether it is about one incident, whose number comes first."""
        return self.arguments.startswith("42")

    def misused(self, problem: str) -> Refusal:
        """Return the refusal for a wrong argument: what is wrong, and the verb's own usage."""
        return Refusal(f"{problem} Usage: `{self.usage}`")


def _new(_: Verb, rest: str) -> Act:
    draft = read_draft(rest)
    return OpenIncident(draft) if draft.title else StartDraft(draft)


def _show(verb: Verb, rest: str) -> Act:
    number, more = _number_and_rest(verb, rest)
    _nothing_more(verb, more)
    return ShowIncident(number)


def _list(verb: Verb, rest: str) -> Act:
    _nothing_more(verb, rest)
    return ListIncidents()


def _comment(verb: Verb, rest: str) -> Act:
    number, body = _number_and_rest(verb, rest)
    return AddComment(number, plain(body)) if body else WriteComment(number)


def _move(move: Move) -> Callable[[Verb, str], Act]:
    def read(verb: Verb, rest: str) -> Act:
        number, note = _number_and_rest(verb, rest)
        return MoveIncident(move, number, plain(note) or None)

    return read


def _help(verb: Verb, rest: str) -> Act:
    word, more = _first_word(rest)
    _nothing_more(verb, more)
    return ShowHelp(verb_named(word).word if word else None)


VERBS = (
    Verb(
        "new",
        ("create", "declare"),
        "[title] [sev1-sev4] [p1-p4] [@person] [service:name] [cat:name] [-- summary]",
        "Open an incident at once; without a title, in a form",
        ("Checkout is down sev1 @ana", "service:payments Error 500 cat:api -- since 11:00", ""),
        _new,
    ),
    Verb("show", ("view", "status"), "42", "Show the card of an incident, only to you", ("42",), _show),
    Verb("list", ("ls",), "", "List incidents, newest first", ("",), _list),
    Verb(
        "take",
        ("ack", "claim"),
        "42 [note]",
        "Make it yours, and start on it if nobody has",
        ("42", "42 looking at it now"),
        _move(Move.TAKE),
    ),
    Verb("start", (), "42 [note]", "Say that work on it goes on", ("42",), _move(Move.START)),
    Verb(
        "comment",
        ("note",),
        "42 [text]",
        "Add a comment; without a text, in a form",
        ("42 the graphs look better", "42"),
        _comment,
    ),
    Verb(
        "mitigate",
        (),
        "42 [note]",
        "Say that the harm has stopped",
        ("42 traffic moved away",),
        _move(Move.MITIGATE),
    ),
    Verb(
        "resolve",
        ("fix", "close"),
        "42 [note]",
        "Say that it is over; the note becomes a comment",
        ("42 rolled back", "42"),
        _move(Move.RESOLVE),
    ),
    Verb("reopen", (), "42 [note]", "Take it up again", ("42 it is back",), _move(Move.REOPEN)),
    Verb("revert", (), "42 [note]", "Back to Open: nobody works on it", ("42",), _move(Move.REVERT)),
    Verb("help", ("?",), "[verb]", "Explain everything, or one verb", ("", "resolve"), _help),
)

_VERB_OF_WORD = {word: verb for verb in VERBS for word in verb.words}


def parse(text: str) -> Act:
    """Read what Slack sent after `/incident`, or a button's value.

    Raise Refusal, naming the nearest verb or the verb's usage, for what is not in the language.
    """
    first, rest = _first_word(mark(text))
    if not first:
        return ShowHelp()
    if number := _NUMBER.fullmatch(first):
        return _bare_number(int(number.group(1)), rest)
    if rest and _plain_word(first) not in _VERB_OF_WORD:
        raise _no_such_verb(first, title=f"{first} {rest}")
    verb = verb_named(first)
    return verb.read(verb, rest)


def number(text: str) -> int:
    """Return the incident number that is typed `42`, `#42` or `INC-42`; raise Refusal for anything else."""
    typed = _NUMBER.fullmatch(text.strip())
    if typed is None:
        raise Refusal(f"“{text[:40]}” is not an incident's number.")
    return int(typed.group(1))


def verb_named(word: str) -> Verb:
    """Return the verb of that word or alias; raise Refusal, naming the nearest one, when there is none."""
    if verb := _VERB_OF_WORD.get(_plain_word(word)):
        return verb
    raise _no_such_verb(word)


def _no_such_verb(word: str, *, title: str = "") -> Refusal:
    typed = _plain_word(word)
    nearest = get_close_matches(typed, list(_VERB_OF_WORD), n=1, cutoff=0.6)
    guess = f" Did you mean `{COMMAND} {nearest[0]}`?" if nearest else ""
    if title and not nearest:
        guess = f" To open an incident: `{COMMAND} new {_in_one_line(plain(title))}`."
    return Refusal(f"There is no verb “{typed[:40]}”.{guess} `{COMMAND} help` lists them all.")


def _plain_word(word: str) -> str:
    return plain(word).lower().strip("`'\"“”‘’")


def _in_one_line(text: str) -> str:
    return " ".join(text.replace("`", "'").split())[:120]


def _bare_number(number: int, rest: str) -> Act:
    """A number alone shows; with a verb after it, the two have changed places."""
    word, more = _first_word(rest)
    if not word:
        return ShowIncident(number)
    verb = verb_named(word)
    if not verb.takes_number:
        raise verb.misused(f"`{verb.word}` takes no number.")
    return verb.read(verb, f"{number} {more}")


def _first_word(text: str) -> tuple[str, str]:
    match = _FIRST_WORD.fullmatch(text)
    return (match.group(1), match.group(2).rstrip()) if match else ("", "")


def _number_and_rest(verb: Verb, rest: str) -> tuple[int, str]:
    first, more = _first_word(rest)
    if not first:
        raise verb.misused(f"Which incident? `{verb.word}` needs its number; `{COMMAND} list` shows them.")
    number = _NUMBER.fullmatch(first)
    if number is None:
        raise verb.misused(f"“{plain(first)[:40]}” is not an incident's number.")
    return int(number.group(1)), more


def _nothing_more(verb: Verb, rest: str) -> None:
    if rest.strip():
        raise verb.misused(f"`{verb.word}` does not understand “{plain(rest.strip())[:80]}”.")
