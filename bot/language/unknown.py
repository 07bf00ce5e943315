"""A first word that is no verb: what may have been meant is offered, ready to be done, and nothing is done."""

from dataclasses import replace
from difflib import get_close_matches

from bot.errors import MaybeName, Nobody, Question, Refusal, Unclear
from bot.language import changes, filters, names, of_incident, promises, questions, tokens, values
from bot.language.ambiguous import AMBIGUOUS, WHOSE
from bot.language.filters.explained import WORDS
from bot.language.filters.values import nobody
from bot.language.mentions import as_typed, mark, plain
from bot.language.understood import is_understood, refusal_of
from bot.language.values import plain_word
from bot.language.verb import Verb
from bot.language.verbs import VERB_OF_WORD
from bot.rules.deletion import WITHDRAWN_WITHIN
from bot.rules.names import COMMAND, SEVERITY_OF_MEANING

_SYNONYMS = {
    **changes.MOVES,
    "acknowledged": "take",
    "taking": "take",
    "fixing": "start",
    "closing": "resolve",
    "finish": "resolve",
    "solved": "resolve",
    "unassign": "release",
    "drop": "release",
    "reassign": "assign",
    **dict.fromkeys(("hand", "handover", "give", "pass", "transfer"), "assign"),
    **dict.fromkeys(("escalate", "raise", "increase", "upgrade", "bump"), "severity"),
    **dict.fromkeys(("lower", "decrease", "downgrade"), "severity"),
    "unresolve": "reopen",
    "postpone": "remind",
    "pause": "remind",
    "remove": "delete",
    "undelete": "restore",
    **dict.fromkeys(("info", "details", "get", "display"), "show"),
    **dict.fromkeys(("say", "reply", "write", "post"), "comment"),
    "report": "new",
    **dict.fromkeys(("watch", "subscribe", "notify"), "follow"),
    **dict.fromkeys(("unwatch", "unsubscribe"), "unfollow"),
    **dict.fromkeys(("people", "role", "roles", "promote", "demote"), "users"),
    "config": "settings",
    "configure": "settings",
    "preferences": "settings",
    "audit": "settings",
    **dict.fromkeys(("numbers", "statistics", "metrics", "count", "mttr", "mtta"), "stats"),
    **dict.fromkeys(("csv", "download"), "export"),
}
_LISTS = {
    **{meaning: [f"list unresolved {severity}"] for meaning, severity in SEVERITY_OF_MEANING.items()},
    "stale": ["list unresolved sort:updated asc"],
    "audit": ["settings log"],
}
"""What a word asks for where it stands alone."""
_EXPLAINED = {
    "undo": f" “Undo” is a button under my answer to you, for {WITHDRAWN_WITHIN.seconds} seconds; "
    "verbs take back what is older.",
}
_IS = {"is", "was", "now", "a"}
"""Between a number and what is said of it."""
_LONGEST = 2000
"""Characters beyond which nothing is guessed: a button could not carry it, and all of it is read for each guess."""
_SHORT = 4
_NEAR = 0.75
"""From further away the opposite is guessed: “lower” is like “close”, “raise” like “release”."""
_EXPLAINS = f"`{COMMAND} help` lists them all."
MOST_SHOWN = 120
"""Characters of a command that is offered."""


def no_such_verb(word: str, rest: str = "", *, after: str = "") -> Refusal:
    """Return the refusal of a word that is no verb, with the commands that may have been meant, begun with `after`."""
    if promises.is_one(f"{word} {rest}"):
        return promises.refused(f"{word} {rest}")
    meant = [f"{after}{each}" for each in _meant(word, rest)]
    return _refusal(word, meant, None if after else _unclear(word, rest))


def or_the_rest(refusal: Refusal, verb: Verb, rest: str) -> Refusal:
    """Return the refusal of what follows a verb, which offers what that says by itself, or of the incident it names."""
    word, more = values.first_word(rest)
    number = values.number_of(word)
    if plain_word(word) in VERB_OF_WORD:
        meant = [f"{plain_word(word)} {more}".rstrip()]
    elif number is None:
        meant = of_incident.meant(word, more)
    else:
        meant = changes.moved(number, more)
    if not meant and number is not None and verb.takes_only_number:
        return refusal.but(offers=(f"{verb.word} {number}",))
    return _offering(refusal, meant, refusal.hint) if meant else refusal


def not_after_number(number: int, rest: str) -> Refusal:
    """Return the refusal of what follows a number: it may be meant for that incident, or begin a title.

    One word alone, as in `42 to ana`, may name who is to have it, or a value.
    """
    if promises.is_one(rest):
        return promises.refused(rest, number=number)
    word, more = values.first_word(values.behind(_IS, rest))
    meant = [] if values.field_of(word) else _meant(word, f"{number} {more}".rstrip())
    nearest = [each for each in meant if _is_about(each, number) and not _is_by_accident(word, each)]
    said = [each for each in changes.change(f"{number} {values.behind(_IS, rest)}") if not each.startswith("edit")]
    offered = [*(nearest or said), f"new {number} {rest}"]
    named = [] if nearest else [each for each in rest.split() if each.lower() not in changes.FILLERS]
    name = named[0] if named and not values.is_value(named[0]) else None
    if len(named) == 1 and name and values.is_meant_as_person(name):
        return _offering(nobody(name), offered)
    command = f"assign {number} {rest}" if len(named) > 1 else None
    return _refusal(named[0] if named else word, offered, MaybeName(name, command) if name else None)


def no_such_verb_about(number: int, word: str, rest: str) -> Refusal:
    """Return the refusal of a word that is no verb, said of an incident: what may be meant is about that one.

    That it may be a comment is for the caller to offer, with all that was said.
    """
    if promises.is_one(f"{word} {rest}"):
        return promises.refused(f"{word} {rest}", number=number)
    meant = [each for each in _meant(word, f"{number} {rest}".rstrip()) if _is_about(each, number)]
    return _refusal(word, [each for each in meant if not each.startswith("comment ")])


def not_only_filters(refusal: filters.NotAFilter, word: str, rest: str) -> Refusal:
    """Return the refusal of what begins with a filter and goes on with a word that is none, and may name something."""
    meant, number = _meant(word, rest), values.number_of(refusal.word)
    if number is not None and plain_word(word) not in AMBIGUOUS and any(_is_about(each, number) for each in meant):
        return (
            _offering(Refusal("A verb is missing."), meant, _EXPLAINS)
            if values.is_value(word)
            else _refusal(word, meant)
        )
    return _offering(refusal, meant, f"`{COMMAND} help filters` explains them all.")


def _unclear(word: str, rest: str) -> Unclear | None:
    """Return the name in what was typed that keeps it from being understood, or the question that may hold one."""
    if not rest:
        return MaybeName(plain(word))
    if len(rest) > _LONGEST:
        return None
    if plain_word(word) == WHOSE or questions.is_one(word):
        listed = questions.listed_of(f"{WHOSE} {rest}" if plain_word(word) == WHOSE else rest)
        return Question(listed) if listed else None
    verbs = ["users"] if plain_word(word) == "make" else _nearest(plain_word(word), [*_SYNONYMS, *VERB_OF_WORD])
    for command in (*(changes.command(_SYNONYMS.get(verb, verb), rest) for verb in verbs), f"list {word} {rest}"):
        refusal = refusal_of(command)
        if refusal and isinstance(refusal.unclear, MaybeName | Nobody):
            return replace(refusal.unclear, command=command)
    return None


def _refusal(word: str, meant: list[str], unclear: Unclear | None = None) -> Refusal:
    named = plain_word(word) or plain(word)
    problem = f"There is no verb “{named[:40]}”.{_EXPLAINED.get(named, '')}"
    return _offering(Refusal(problem, unclear=unclear), meant, _EXPLAINS)


def _offering(refusal: Refusal, meant: list[str], explained: str = "") -> Refusal:
    meant = [each for each in meant if is_understood(each)]
    commands = tuple(f"`{COMMAND} {in_one_line(plain(each))}`" for each in meant)
    refusal = refusal.but(guesses=commands, hint=explained, offers=tuple(map(as_typed, meant)))
    if len(meant) == 1 and meant[0].startswith("new "):
        return refusal.but(guesses=(), hint=f"To open an incident: {commands[0]}. {explained}".rstrip())
    return refusal


def _meant(word: str, rest: str) -> list[str]:
    if len(rest) > _LONGEST:
        return [f"new {word} {rest}"]
    named = plain_word(word)
    alone = [] if rest else _LISTS.get(named, [])
    said = of_incident.meant(word, rest) or questions.meant(word, rest) or names.instead(named, rest)
    return said or alone or _guessed(word, rest)


def _guessed(word: str, rest: str) -> list[str]:
    named = plain_word(word)
    verbs = [*_SYNONYMS, *AMBIGUOUS, *VERB_OF_WORD]
    nearest = _nearest(named, [*verbs, *_FILTERS])
    if nearest and nearest[0] in _FILTERS:
        listed = f"list {nearest[0]} {rest}".rstrip()
        if is_understood(listed):
            return [listed]
        nearest = _nearest(named, verbs)
    if nearest and nearest[0] in AMBIGUOUS:
        return AMBIGUOUS[nearest[0]](rest) or [f"new {word} {rest}"] * bool(rest)
    if nearest and (done := _done(_SYNONYMS.get(nearest[0], nearest[0]), rest)):
        return done
    typed = f"{word} {rest}".rstrip()
    return [*[f"new {typed}"] * bool(rest), *_found_by(word, typed)]


def _done(verb: str, rest: str) -> list[str]:
    """Return the verb with what follows; where that is refused, what is offered then of an incident."""
    command = changes.command(verb, rest)
    refusal = refusal_of(command)
    if refusal is None:
        return [command]
    return list(refusal.offers) if VERB_OF_WORD[verb].takes_number else []


def _found_by(word: str, typed: str) -> list[str]:
    """Return what finds incidents by the filters that were typed, or by one with what is meant by the words after."""
    try:
        filters.read(typed)
    except filters.NotAFilter as refusal:
        if refusal.corrected:
            return [f"list {mark(refusal.corrected)}"]
        return [f"search {typed}"] if tokens.is_one(word) or plain_word(word) in _FILTERS else []
    except Refusal:
        return []
    return [f"list {typed}"]


def _nearest(word: str, known: list[str]) -> list[str]:
    """Return the one the word may be a slip for: very near, or of the same letters; a short word begins like it."""
    like = [one for one in known if len(word) > _SHORT or one[:1] == word[:1]]
    near = get_close_matches(word, like, n=1, cutoff=_NEAR)
    return near or [one for one in known if sorted(one) == sorted(word)][:1]


def _is_by_accident(word: str, command: str) -> bool:
    """Tell whether a short word is like the verb for comments only: `not` is no `note`, and `pods` is no `post`."""
    is_short = len(word) <= _SHORT and plain_word(word) not in {*_SYNONYMS, *of_incident.RELATIONS}
    return is_short and command.split(maxsplit=1)[0] in VERB_OF_WORD["comment"].words


def _is_about(command: str, number: int) -> bool:
    return command.split()[:2][1:] == [str(number)]


_FILTERS = [word for word in WORDS if word not in AMBIGUOUS and not word.endswith(":")]


def in_one_line(text: str) -> str:
    """Return a command as a sentence says it: clipped, and without what would end its code."""
    return " ".join(text.replace("`", "'").split())[:MOST_SHOWN]
