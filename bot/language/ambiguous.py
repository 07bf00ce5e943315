"""Words that are meant one way as often as another, with what each may ask for, by what follows it."""

import re
from collections.abc import Callable, Mapping

from bot.language import changes, filters, questions, values
from bot.language.understood import is_understood

WHOSE = "assigned"
"""Asks for a list, like a question."""
_TO_ME = {"me", "us"}
_ABOUT = {"about", "for", "like", "named", "on", "with"}
_REMINDING = re.compile(r"remind\w*", re.IGNORECASE)
_FILE = re.compile(r"\b(?:csv|file)\b", re.IGNORECASE)


def _cancel(rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    return [f"resolve {number}", f"delete {number}"] if number is not None and not more else []


def _open(rest: str) -> list[str]:
    number, more = values.number_and_rest(values.behind({"incident"}, rest))
    if number is not None and not more:
        return [f"show {number}", f"reopen {number}"]
    word, named = values.first_word(rest)
    if named and filters.leads_to_filter(word):
        return [f"search open {named}", "list open"]
    return [f"new {rest}", "list open"] if rest else ["list open", "new"]


def _undo(rest: str) -> list[str]:
    number, more = values.number_and_rest(rest)
    return [] if more else [f"{verb} {number or ''}".rstrip() for verb in ("reopen", "revert", "restore", "delete")]


def _stop(rest: str) -> list[str]:
    word, other = values.first_word(rest)
    if word.lower() == "following":
        return [f"unfollow {other}".rstrip()]
    about = values.behind(_ABOUT | {"of"}, other) if _REMINDING.fullmatch(word) else rest
    number, more = values.number_and_rest(about)
    return [] if more or (rest and number is None) else [f"remind {number} off" if rest else "remind"]


def _mute(rest: str) -> list[str]:
    return [*_stop(rest), f"unfollow {rest}".rstrip()]


def _deleted(rest: str) -> list[str]:
    return [f"delete {rest}" if rest else "restore"]


def _assigned(rest: str) -> list[str]:
    assign = f"assign {rest}".rstrip()
    return [assign] if is_understood(assign) else questions.listed(f"{WHOSE} {rest}")


def _bring(rest: str) -> list[str]:
    number, more = values.number_and_rest(values.behind({"back"}, rest))
    return [f"restore {number}"] if number is not None and not more else []


def _tell(rest: str) -> list[str]:
    word, more = values.first_word(rest)
    return [f"follow {more}" if word.lower() in _TO_ME and more else f"comment {rest}"]


def _send(rest: str) -> list[str]:
    if not _FILE.search(rest):
        return []
    asked = f"export {values.behind(_TO_ME, rest)}"
    return [asked if is_understood(asked) else "export"]


def _incidents(rest: str) -> list[str]:
    return [f"search {values.behind(_ABOUT, rest)}"]


AMBIGUOUS: Mapping[str, Callable[[str], list[str]]] = {
    WHOSE: _assigned,
    "open": _open,
    "undo": _undo,
    "deleted": _deleted,
    "mute": _mute,
    **dict.fromkeys(("stop", "silence"), _stop),
    **dict.fromkeys(("update", "change", "set", "modify"), changes.change),
    **dict.fromkeys(("mark", "move", "put", "turn"), changes.change_of_one),
    "make": changes.make,
    "cancel": _cancel,
    "bring": _bring,
    "tell": _tell,
    "send": _send,
    "incidents": _incidents,
}
