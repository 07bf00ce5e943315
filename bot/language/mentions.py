"""Slack's way of writing turned into plain text, once, with the people that were mentioned."""

import re
from collections.abc import Mapping

_MARKUP = re.compile(r"<([@#!]?)([^<>|\s]+|date\^[^<>|]+)(?:\|([^<>]*))?>")
_UNNAMED = re.compile(r"<@(\w+)>")
_NAMELESS = re.compile(r"@([UW][A-Z0-9]{2,})\b")
_PERSON_OPENS, _PERSON_CLOSES = "\ue000", "\ue001"
_PERSON = re.compile(f"{_PERSON_OPENS}(\\w+)\\|([^{_PERSON_CLOSES}]*){_PERSON_CLOSES}")
_ID = re.compile(r"\w+")
_BLANK = re.compile(r"\s")
_BLANK_IN_NAME = "\ue002"
_UNTYPABLE = re.compile(r"[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
"""Controls and half surrogates, which PostgreSQL or Slack refuses; private use, with which we mark people."""


def clean(text: str) -> str:
    """Return the text without characters nobody types and no database takes; newlines become plain ones."""
    return _UNTYPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def mark(text: str) -> str:
    """Return Slack's text in plain words, each person's mention as one word that `person_of` and `plain` read."""
    marked = _MARKUP.sub(_read_markup, clean(text))
    return marked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def person_of(word: str) -> str | None:
    """Return the id of the person this word of a marked text mentions, None when it is another word."""
    mention = _PERSON.fullmatch(word)
    return mention.group(1) if mention else None


def plain(marked: str) -> str:
    """Return a marked text as people read it: `@ana`. Someone Slack sent without a name stays `@U0ANA`."""
    return _PERSON.sub(lambda mention: "@" + _name(mention), marked)


def names_in(marked: str) -> dict[str, str]:
    """Return as what each person is mentioned in a marked text, by id."""
    return {mention.group(1): _name(mention) for mention in _PERSON.finditer(marked)}


def as_typed(marked: str) -> str:
    """Return a marked text in Slack's way of writing, from which `mark` makes the same text again."""
    escaped = marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _PERSON.sub(lambda mention: f"<@{mention.group(1)}|{_name(mention)}>", escaped)


def mention(person_id: str, name: str) -> str:
    """Return what mentions somebody, in Slack's way of writing."""
    return f"<@{person_id}|{as_typed(clean(name))}>"


def said_to(person_id: str, text: str) -> str | None:
    """Return what Slack's text says to the person it begins with, None when it does not begin with that person."""
    mention = _MARKUP.match(text.lstrip())
    if mention is None or mention.group(1, 2) != ("@", person_id):
        return None
    return text.lstrip()[mention.end() :].lstrip(" ,:\n\t").rstrip()


def people_in(text: str) -> set[str]:
    """Return the ids of the people a plain text mentions without a name."""
    return set(_NAMELESS.findall(text))


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Return the plain text with the names of people that were mentioned by id alone."""
    return _NAMELESS.sub(lambda mention: "@" + names.get(mention.group(1), mention.group(1)), text)


def people_in_typed(text: str) -> set[str]:
    """Return the ids of the people Slack's text mentions without a name."""
    return set(_UNNAMED.findall(text))


def with_names_typed(text: str, names: Mapping[str, str]) -> str:
    """Return Slack's text with the names of people it mentions by id alone."""
    return _UNNAMED.sub(lambda said: mention(said[1], names[said[1]]) if said[1] in names else said[0], text)


def _name(mention: re.Match[str]) -> str:
    return mention.group(2).replace(_BLANK_IN_NAME, " ") or mention.group(1)


def _read_markup(markup: re.Match[str]) -> str:
    kind, target, label = markup.groups()
    match kind:
        case "@":
            return _marked_person(target, label or "")
        case "#":
            return f"#{label or target}"
        case "!":
            return _special(target, label)
        case _:
            return target.removeprefix("mailto:") if target.startswith("mailto:") else target


def _marked_person(person_id: str, name: str) -> str:
    """Return one word, whichever blanks stand in the name; what cannot be an id mentions nobody."""
    if not _ID.fullmatch(person_id):
        return f"@{name or person_id}"
    return f"{_PERSON_OPENS}{person_id}|{_BLANK.sub(_BLANK_IN_NAME, name)}{_PERSON_CLOSES}"


def _special(target: str, label: str | None) -> str:
    """Return `@here` for `<!here>`, the group's name for a group, the fallback for a date."""
    if target.startswith(("subteam^", "date^")):
        return label or target
    return f"@{target}"
