"""A first word that is no verb: what may have been meant is offered, ready to be done, and nothing is done."""

from difflib import get_close_matches

from bot.errors import Refusal
from bot.language import values
from bot.language.mentions import as_typed, plain
from bot.language.verb import COMMAND
from bot.language.verbs import VERB_OF_WORD

_CHANGING = {"update", "change", "set", "modify"}
"""Words that are meant for changing a field as often as for saying something."""
_SYNONYMS = {
    "done": "resolve",
    "finish": "resolve",
    "solved": "resolve",
    "unassign": "release",
    "drop": "release",
    "reassign": "assign",
    "escalate": "severity",
    "remove": "delete",
    "undelete": "restore",
    "info": "show",
    "details": "show",
    "say": "comment",
    "report": "new",
}
MOST_SHOWN = 120
"""Characters of a command that is offered."""


def no_such_verb(word: str, rest: str = "") -> Refusal:
    """Return the refusal of a first word, with the commands that may have been meant."""
    return _refusal(word, _meant(plain_word(word), word, rest))


def not_after_number(number: int, rest: str) -> Refusal:
    """Return the refusal of what follows a number: it may be meant for that incident, or begin a title."""
    meant = [offer for offer in _change(f"{number} {rest}") if not offer.startswith("edit")]
    return _refusal(values.first_word(rest)[0], [*meant, f"new {number} {rest}"])


def _refusal(word: str, meant: list[str]) -> Refusal:
    commands = [f"`{COMMAND} {_in_one_line(plain(each))}`" for each in meant]
    guess = f" Did you mean {' or '.join(commands)}?" if commands else ""
    if len(commands) == 1 and commands[0].startswith(f"`{COMMAND} new "):
        guess = f" To open an incident: {commands[0]}."
    return Refusal(
        f"There is no verb “{plain_word(word)[:40]}”.{guess} `{COMMAND} help` lists them all.",
        offers=tuple(as_typed(each) for each in meant),
    )


def plain_word(word: str) -> str:
    """Return a word as verbs are written: small, and without quotes."""
    return plain(word).lower().strip("`'\"“”‘’")


def _meant(word: str, as_written: str, rest: str) -> list[str]:
    if word in _CHANGING:
        return _change(rest)
    if word == "open":
        return _open(rest)
    nearest = get_close_matches(word, list(VERB_OF_WORD), n=1, cutoff=0.6)
    verb = _SYNONYMS.get(word) or (nearest[0] if nearest else "new" if rest else None)
    if verb is None:
        return []
    begun_with = f"{as_written} " if verb == "new" and word not in _SYNONYMS and not nearest else ""
    return [f"{verb} {begun_with}{rest}".rstrip()]


def _change(rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    if number is None:
        return ["edit", "comment"]
    value = values.first_word(more)[0]
    if values.is_severity(value):
        return [f"severity {number} {more}", f"comment {number} {more}"]
    if values.is_priority(value):
        return [f"priority {number} {more}", f"comment {number} {more}"]
    if values.is_person(value):
        return [f"assign {number} {more}", f"comment {number} {more}"]
    return [f"comment {number} {more}".rstrip(), f"edit {number} {more}".rstrip()]


def _open(rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    if number is not None and not more:
        return [f"show {number}", f"reopen {number}"]
    return [f"new {rest}", "list"] if rest else ["new", "list"]


def _in_one_line(text: str) -> str:
    return " ".join(text.replace("`", "'").split())[:MOST_SHOWN]
