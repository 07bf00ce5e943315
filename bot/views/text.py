"""People's words and our own in Slack's mrkdwn: escaped, clipped, with mentions and moments."""

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import accumulate, takewhile
from urllib.parse import quote

from storage.records import File, Person, Source

_BREAKS_FORMATTING = "\u200b"
"""Slack has no escape for its formatting characters; a zero-width space beside them takes their power."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {
    character: f"{_BREAKS_FORMATTING}{character}{_BREAKS_FORMATTING}" for character in "*_~`"
}
_ACTING = re.compile(r"[&<>`]|(?<![^\W_])[*_~]|[*_~](?![^\W_])")
"""What has to be escaped; inside a word a character is innocent, as in snake_case, but a backtick never is."""
_EMOJI = re.compile(r"(?<!\w):[a-z0-9_'+-]+:(?!\w)")
ELLIPSIS = "…"
_ADDRESS = re.compile(r"(?<![^\W_])https?://\w[^\s<>\"`\\]*")
"""A backslash ends it: to a browser it is a slash, and encoded none."""
_AFTER_ADDRESS = ".,;:!?'*~”’»"
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
_NAME_MAX = 300
_ADDRESS_MAX = 2800
"""What leaves room for a name in one text of Slack's; its own addresses are far shorter."""


def escape(text: str, *, limit: int = 3000) -> str:
    """Return people's words as they typed them: nothing in them pings, links or formats; at most `limit` characters."""
    return _joined(_escaped(text[: limit + 2]), limit)


def linked(text: str, *, limit: int = 3000) -> str:
    """Return people's words as `escape` does, but with links, never cut, to the addresses in them."""
    return _joined(_linked(text, limit + 2, longest=limit - len(ELLIPSIS)), limit)


def clip(text: str, limit: int) -> str:
    """Return a plain text with at most `limit` characters."""
    return text if len(text) <= limit else text[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS


def aloud(markup: str, *, name: str = "") -> str:
    """Return markup of ours as the plain text a label takes; `name` is whom it mentions: Slack says no names in it."""
    named = re.sub(r"<@[^<>]*>", lambda _: escape(name or "somebody"), markup)
    plain = re.sub(r"<(?:[^<>|]*\|)?([^<>]*)>", r"\1", named)
    return html.unescape(plain.replace(_BREAKS_FORMATTING, "").replace("*", ""))


def unspelled(text: str) -> str:
    """Return a plain text without `:emoji:`, which would be heard letter by letter."""
    return " ".join(_EMOJI.sub(" ", text).split())


def repeating(sentence: str) -> str:
    """Return a sentence of ours that may repeat people's words: its backticks make code, nothing else in it acts."""
    pieces = zip(sentence, _escaped(sentence), strict=True)
    return "".join(character if character == "`" else escaped for character, escaped in pieces)


def quotes(text: str, *, limit: int = 2500, most: int = 8) -> list[str]:
    """Return people's words, `linked`, as at most `most` quotations of `limit` characters each, each line marked.

    What has no room ends in an ellipsis.
    """
    pieces_of_text = _linked(text, limit * most + 2, longest=limit)
    marked = ["\n>" if each == "\n" else each for each in pieces_of_text]
    ends = [0, *accumulate(map(len, marked))]
    pieces, start = [], 0
    while start < len(marked):
        end = bisect_right(ends, ends[start] + limit) - 1
        pieces.append("".join(marked[start:end]))
        start = end
    if len(pieces) > most:
        pieces = [*pieces[: most - 1], pieces[most - 1] + ELLIPSIS]
    return [f">{piece}" for piece in pieces or [""]]


def person(person_id: str | None) -> str:
    """Return a mention, which every reader sees as the person's present name."""
    return f"<@{person_id}>" if person_id else "nobody"


def named(actor: Person) -> str:
    """Return the name of whose act it is, who is not to be called to it.

    Only a mention names somebody whom Slack has not described yet.
    """
    return escape(actor.name, limit=_NAME_MAX) if actor.is_known else person(actor.id)


def naming(actor: Person) -> Callable[[str | None], str]:
    """Return how people are written where an act is told to all: whose act it is, is `named`, others are mentioned."""
    return lambda person_id: named(actor) if person_id == actor.id else person(person_id)


def message_link(source: Source, words: str = "a message") -> str:
    """Return a link to a message; Slack finds the workspace of whoever follows it."""
    channel, place = quote(source.channel, safe=""), quote(source.ts.replace(".", ""), safe="")
    return f"<https://slack.com/archives/{channel}/p{place}|{words}>"


def links(files: Sequence[File], *, limit: int) -> str:
    """Return links to files, under their names: as many as fit whole, and how many more there are."""
    whole = [_link(file) for file in files]
    for count in range(len(whole), 0, -1):
        rest = f" and {len(whole) - count} more" if count < len(whole) else ""
        said = ", ".join(whole[:count]) + rest
        if len(said) <= limit:
            return said
    return "1 file" if len(whole) == 1 else f"{len(whole)} files"


def links_in_pieces(files: Sequence[File], *, limit: int) -> list[str]:
    """Return links to all files, in pieces of at most `limit` characters that each end with a whole link."""
    first, *others = (_link(file) for file in files)
    pieces = [first]
    for link in others:
        longer = f"{pieces[-1]}, {link}"
        if len(longer) <= limit:
            pieces[-1] = longer
        else:
            pieces.append(link)
    return pieces


def _link(file: File) -> str:
    address, name = _as_address(file.link), _as_link_text(file.name) or file.id
    return f"<{address}|{name}>" if len(address) <= _ADDRESS_MAX else name


def _as_address(link: str) -> str:
    """Return a link without what would end it, and without anything but the web behind it."""
    return quote(link, safe=_IN_ADDRESSES) if link.startswith(("https://", "http://")) else "https://slack.com"


def _as_link_text(name: str) -> str:
    """Return a file's name without what would end the link."""
    return escape(name.replace("|", "/"), limit=80)


def moment(at: datetime) -> str:
    """Return a time that Slack shows in the reader's own zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%d %b %Y, %H:%M} UTC>"


def due(at: datetime, *, is_overdue: bool) -> str:
    """Return when something is due, and that it is overdue, if it is."""
    return f"{moment(at)}, overdue" if is_overdue else moment(at)


def ago(at: datetime) -> str:
    """Return how long ago it was, as Slack keeps it true while the message ages."""
    return f"<!date^{int(at.timestamp())}^{{ago}}|{at:%d %b %Y, %H:%M} UTC>"


def duration(seconds: float) -> str:
    """Return a length of time in its two largest units: `3 h 20 min`."""
    minutes = max(0, int(seconds // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{amount} {unit}" for amount, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if amount]
    return " ".join(parts[:2]) or "less than a minute"


def _escaped(text: str) -> list[str]:
    """Return each character as it has to be written."""
    pieces = list(text)
    for found in _ACTING.finditer(text):
        pieces[found.start()] = _ESCAPES[found.group()]
    return pieces


def _linked(text: str, room: int, *, longest: int) -> list[str]:
    """Return the first `room` characters as they have to be written; a link stands whole where its address begins.

    An address stays text where its link would be too long, and one with other than ASCII letters, because nothing says
    where it ends.
    """
    pieces = _escaped(text[:room])
    for found in takewhile(lambda found: found.start() < room, _ADDRESS.finditer(text)):
        address = _without_end_of_sentence(found.group()) if len(found.group()) <= longest else ""
        link = f"<{quote(address, safe=_IN_ADDRESSES).replace('&', '&amp;')}>"
        if address and address.isascii() and len(link) <= longest:
            start, end = found.start(), min(found.start() + len(address), room)
            pieces[start:end] = [link, *[""] * (end - start - 1)]
    return pieces


def _without_end_of_sentence(address: str) -> str:
    """Return the address without what follows it in a sentence; brackets belong to it where it opens them."""
    bare = address.rstrip(_AFTER_ADDRESS)
    while any(bare.endswith(closing) and bare.count(closing) > bare.count(opening) for opening, closing in _BRACKETS):
        bare = bare[:-1].rstrip(_AFTER_ADDRESS)
    return bare


def _joined(pieces: list[str], limit: int) -> str:
    """Return as many of the pieces as fit whole."""
    whole = "".join(pieces)
    if len(whole) <= limit:
        return whole
    kept = bisect_right(list(accumulate(map(len, pieces))), limit - len(ELLIPSIS))
    return "".join(pieces[:kept]) + ELLIPSIS[:limit]
