"""The words and tokens of `new`: tokens count at the edges, what is left is the title, word for word."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from itertools import takewhile

from bot.errors import Nobody, Refusal
from bot.language.acts import Draft, Hint
from bot.language.mentions import person_of, plain
from bot.language.words import MYSELF, QUOTES, STRAIGHT_QUOTES, bare
from bot.rules import texts
from storage.records import ME, Priority, Severity

_KEYS = "service|category|cat"
_WORD = re.compile(rf"(?:{_KEYS}):[{QUOTES}][^{QUOTES}\n]+[{QUOTES}]|sev \d[,;]*(?!\S)|\S+", re.IGNORECASE)
_SEVERITY = re.compile(r"sev[-: ]?(\d+)", re.IGNORECASE)
_PRIORITY = re.compile(r"p\d", re.IGNORECASE)
"""One digit: p50 and p99 are words of the trade."""
_NOBODY = re.compile(r"@[\w.\-]+")
_NAMED = re.compile(rf"({_KEYS}):[{QUOTES}]?\s*([^{QUOTES}\s][^{QUOTES}]*)[{QUOTES}]?", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]+)"')
_QUOTED_PART = re.compile(rf'(?<!\S)(?:(?:{_KEYS}):"[^"\n]+"|"[^"]+")(?!\S)', re.IGNORECASE)
_VERBS = {"severities": "severity", "priorities": "priority", "assignees": "assign"}
"""Which give an incident a token of these; `edit` gives the others."""
_AN_INCIDENT = {"incident", "an incident"}
"""What is opened, said in the place of a title."""
_SUMMARY = re.compile(r"(?:^|\s)--(?=\s|$)|\n")


@dataclass(slots=True)
class _Tokens:
    """The tokens found so far, in the order they were typed."""

    severities: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)

    def take(self, word: str) -> bool:
        """Keep the word if it is a token, with or without a comma after it; tell whether it was."""
        return any(reading(self, bare(word)) for reading in _READINGS)

    def draft(self, *, title: str | None, summary: str | None) -> Draft:
        severity = _only(self.severities, "severity")
        assignee = _only(self.assignees, "assignee", same=_assignee_of, show=plain)
        priority = _only(self.priorities, "priority")
        return Draft(
            title=title,
            summary=summary,
            severity=Severity(severity) if severity else None,
            priority=Priority(priority) if priority else None,
            assignee_id=_assignee_of(assignee) if assignee else None,
            service=_only(self.services, "service"),
            categories=texts.categories(self.categories),
        )


def read_draft(marked: str) -> Draft:
    """Read what follows `new`, a marked text; raise Refusal for a token that contradicts itself or does not exist."""
    body, summary = _split_summary(marked.strip())
    words = _words(body)
    tokens = _Tokens()
    first, last = _edges(words, tokens)
    title = " ".join(words[first:last])
    draft = tokens.draft(title=plain(unquoted(title)) or None, summary=plain(summary).strip() or None)
    if unquoted(title) != title:
        return draft
    hints = tuple(_hints(words[first:last], tokens))
    return replace(draft, hints=hints, title=None if title.lower() in _AN_INCIDENT else draft.title)


def hint(marked: str) -> Hint | None:
    """Return what the first token in a title says that is taken word for word; None where it stands in quotes."""
    return next(_hints(split(marked), _Tokens()), None) if unquoted(marked) == marked else None


def without_impossible_ranks(marked: str) -> str | None:
    """Return what follows `new` without severities and priorities there are not; None where it opens nothing then."""
    body, _ = _split_summary(marked.strip())
    words = split(body)
    first, last = _tokens_in_front(words), len(words) - _tokens_in_front(words[::-1])
    kept = [word for place, word in enumerate(words) if first <= place < last or not _is_impossible_rank(word)]
    possible = " ".join(kept) + marked.strip()[len(body) :]
    try:
        return possible if len(kept) < len(words) and read_draft(possible).title else None
    except Refusal:
        return None


def has_title(marked: str) -> bool:
    """Tell whether anything but tokens and a summary is said."""
    body, _ = _split_summary(marked)
    return not all(_is_meant_as_one(word) for word in split(body))


def has_token_at_edge(marked: str) -> bool:
    """Tell whether what is said begins or ends with a token, be it one that cannot be."""
    words = _words(_split_summary(marked)[0])
    return any(map(_is_meant_as_one, words[:1] + words[-1:]))


def split(marked: str) -> list[str]:
    """Return the words of a marked text; `sev 1` is one, and so is `service:` or `cat:` with a name in quotes."""
    return [match.group() for match in _WORD.finditer(marked)]


def named(word: str) -> tuple[str, str] | None:
    """Return `service` or `cat` and the name, None for a word that is not of that kind."""
    match = _NAMED.fullmatch(word)
    if match is None:
        return None
    return "service" if match.group(1).lower() == "service" else "cat", plain(match.group(2))


def is_one(word: str) -> bool:
    """Tell whether the word is a token, and can be."""
    try:
        return _Tokens().take(word)
    except Refusal:
        return False


def _words(body: str) -> list[str]:
    """Return the words of what is no summary, as one where all of it stands in quotes."""
    return split(body) if unquoted(body) == body else [" ".join(split(body))]


def _edges(words: list[str], tokens: _Tokens) -> tuple[int, int]:
    """Take the tokens from the front and from the back; return the bounds of what lies between."""
    first = 0
    while first < len(words) and tokens.take(words[first]):
        first += 1
    last = len(words)
    from_the_back = _Tokens()
    while last > first and from_the_back.take(words[last - 1]):
        last -= 1
    _append_reversed(tokens, from_the_back)
    return first, last


def _hints(words: list[str], tokens: _Tokens) -> Iterator[Hint]:
    """Yield what each of the words says that would say at an edge what no token says, nor one before.

    What only a form can set is set there beside the title without it.
    """
    said = {kind.name for kind in fields(_Tokens) if getattr(tokens, kind.name)}
    for place, word in enumerate(words):
        found = _kind_and_value(word)
        if found is None or found[0] in said:
            continue
        kind, value = found
        said.add(kind)
        others = [*words[:place], *words[place + 1 :]]
        if _assignee_of(bare(word)) == ME:
            yield Hint(bare(word), "take")
        elif kind in _VERBS:
            yield Hint(plain(bare(word)), _VERBS[kind], value)
        else:
            yield Hint(plain(bare(word)), "edit", " ".join([bare(word), *others]))


def _kind_and_value(word: str) -> tuple[str, str] | None:
    """Return which kind of token the word is and what it says, None where it is none."""
    if not is_one(word):
        return None
    found = _Tokens()
    found.take(word)
    return next((kind.name, said[0]) for kind in fields(_Tokens) if (said := getattr(found, kind.name)))


def _append_reversed(tokens: _Tokens, from_the_back: _Tokens) -> None:
    tokens.severities += reversed(from_the_back.severities)
    tokens.priorities += reversed(from_the_back.priorities)
    tokens.assignees += reversed(from_the_back.assignees)
    tokens.services += reversed(from_the_back.services)
    tokens.categories += reversed(from_the_back.categories)


def _split_summary(text: str) -> tuple[str, str]:
    """Split at the first newline or lone `--` that is not inside double quotes."""
    quoted = list(_quoted_spans(text))
    for match in _SUMMARY.finditer(text):
        if not any(start <= match.start() < end for start, end in quoted):
            return text[: match.start()], text[match.end() :]
    return text, ""


def _quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTED_PART.finditer(text.translate(STRAIGHT_QUOTES)):
        yield match.span()


def unquoted(title: str) -> str:
    """Return what stands in quotes when the whole title does, in any kind of double quotes."""
    quoted = _QUOTED.fullmatch(title.translate(STRAIGHT_QUOTES))
    return title[1:-1].strip() if quoted else title


def _tokens_in_front(words: list[str]) -> int:
    return sum(1 for _ in takewhile(_is_meant_as_one, words))


def _is_impossible_rank(word: str) -> bool:
    is_rank = _SEVERITY.fullmatch(bare(word)) or _PRIORITY.fullmatch(bare(word))
    return is_rank is not None and not is_one(word)


def _is_meant_as_one(word: str) -> bool:
    """Tell whether the word is a token, be it one that cannot be."""
    try:
        return _Tokens().take(word)
    except Refusal:
        return True


def _severity(tokens: _Tokens, word: str) -> bool:
    match = _SEVERITY.fullmatch(word)
    if match is None:
        return False
    severity = f"sev{match.group(1)}"
    if severity not in set(Severity):
        raise Refusal(f"There is no {word}: severities are sev1 to sev4.", field="severity")
    tokens.severities.append(severity)
    return True


def _priority(tokens: _Tokens, word: str) -> bool:
    if not _PRIORITY.fullmatch(word):
        return False
    if word.lower() not in set(Priority):
        raise Refusal(f"There is no {word}: priorities are p1 to p4.", field="priority")
    tokens.priorities.append(word.lower())
    return True


def _assignee_of(word: str) -> str | None:
    return ME if word.startswith("@") and word.lower() in MYSELF else person_of(word)


def _assignee(tokens: _Tokens, word: str) -> bool:
    if _assignee_of(word):
        tokens.assignees.append(word)
        return True
    if _NOBODY.fullmatch(word):
        raise Refusal(
            f"Nobody here is called {word}. Choose somebody from the list Slack shows as you type, or put the title "
            "in double quotes.",
            field="assignee",
            unclear=Nobody(word),
        )
    return False


def _named(tokens: _Tokens, word: str) -> bool:
    found = named(word)
    if found is None:
        return False
    key, name = found
    if key == "service":
        tokens.services.append(texts.name(name, field="service"))
    else:
        tokens.categories.append(texts.name(name, field="categories"))
    return True


_READINGS: tuple[Callable[[_Tokens, str], bool], ...] = (_severity, _priority, _assignee, _named)


def _only(
    found: list[str],
    what: str,
    *,
    same: Callable[[str], str | None] = str.lower,
    show: Callable[[str], str] = str,
) -> str | None:
    """Return the one that was named, as it was named first; raise Refusal when two different ones were."""
    different: dict[str | None, str] = {}
    for one in found:
        different.setdefault(same(one), one)
    if len(different) > 1:
        named = " and ".join(show(one) for one in different.values())
        raise Refusal(f"An incident has one {what}; you named {named}.", field=what)
    return next(iter(different.values()), None)
