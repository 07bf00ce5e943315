"""What a message in Slack says, whoever wrote it and in whichever of its parts, as plain words."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.language.acts import Draft, Said
from bot.language.mentions import clean, mark, plain
from bot.rules import texts

Raw = Mapping[str, Any]
"""Slack's JSON."""

_FORMATS = "*_~`•- "
_LEAST = 3
"""Letters or digits that make a line say something."""
_PREVIEWS = ("from_url", "original_url")
"""What Slack adds of its own about an address in the text has one of these."""
_CUT = "…"
_MORE = 2
"""So many times longer are blocks that say more than the text: their formatting takes room, too."""


def words_of(message: Raw) -> str:
    """Return all that a message says. The text of an app's message may be no more than a headline of its blocks."""
    text, blocks = _plain(message.get("text")), _of_blocks(message)
    is_headline = bool(message.get("bot_id")) and len(blocks) > _MORE * len(text)
    said = blocks if is_headline or not text else text
    return "\n".join(filter(None, [said, *map(_of_attachment, _parts(message, "attachments"))])).strip()


def author_of(message: Raw) -> tuple[str | None, str]:
    """Return the id of the person who wrote it, None for an app, and what they are called as far as it says."""
    person_id, bot_id = message.get("user"), message.get("bot_id")
    if person_id and not bot_id:
        return str(person_id), f"@{person_id}"
    profile = message.get("bot_profile")
    name = message.get("username") or (profile.get("name") if isinstance(profile, Mapping) else None)
    return None, " ".join(clean(str(name or "")).split())[: texts.NAME_MAX] or "An app"


def headline(text: str) -> str:
    """Return the first line that says something, without its formatting, as a title."""
    lines = [" ".join(line.split()).lstrip(">").strip(_FORMATS) for line in text.splitlines()]
    first = next((line for line in lines if _says_something(line)), next(filter(None, lines), ""))
    longest = texts.TITLE[1]
    if len(first) <= longest:
        return first
    cut = first[: longest - len(_CUT)]
    end = cut.rfind(" ")
    return (cut[:end] if end > longest // 2 else cut).rstrip() + _CUT


def draft_from(said: Said, text: str) -> Draft:
    """Return how an incident begins that is opened from a message: its first line, and all where there is more."""
    title = headline(text)
    is_said = " ".join(text.split()).strip(_FORMATS) == title
    is_cut = len(text) > texts.SUMMARY_MAX
    summary = text[: texts.SUMMARY_MAX - len(_CUT)] + _CUT if is_cut else text
    return Draft(title=title or None, summary=None if is_said else summary, source=said.source, is_cut=is_cut)


def in_pieces(text: str, *, longest: int) -> list[str]:
    """Return the text in pieces that are no longer, broken between lines or words where that is possible."""
    pieces = []
    while len(text) > longest:
        window = text[: longest + 1]
        end = next((at for at in (window.rfind("\n"), window.rfind(" ")) if at > 0), longest)
        pieces.append(text[:end])
        text = text[end:].removeprefix("\n") if text[end] == "\n" else text[end:].removeprefix(" ")
    return [*pieces, text] if text else pieces


def _says_something(line: str) -> bool:
    return sum(unicodedata.category(character)[0] in "LN" for character in line) >= _LEAST


def _plain(text: object) -> str:
    return plain(mark(text)).strip() if isinstance(text, str) else ""


def _parts(whole: Raw, name: str) -> list[Raw]:
    parts = whole.get(name)
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []


def _of_blocks(whole: Raw) -> str:
    return "\n".join(filter(None, (_of_block(block) for block in _parts(whole, "blocks"))))


def _of_block(block: Raw) -> str:
    if block.get("type") == "rich_text":
        return _plain("\n".join("".join(_leaves(part)) for part in _parts(block, "elements")))
    if block.get("type") == "actions":
        return ""
    pieces = [block, *_parts(block, "fields"), *_parts(block, "elements")]
    return "\n".join(filter(None, (_text_of(piece) for piece in pieces)))


def _text_of(piece: Raw) -> str:
    """Return what a block or a text object says: `text` holds the words, or another object that does."""
    text = piece.get("text")
    return _text_of(text) if isinstance(text, Mapping) else _plain(text)


def _leaves(part: Raw) -> Iterator[str]:
    inner = _parts(part, "elements")
    if not inner:
        yield _leaf(part)
    for each in inner:
        yield from _leaves(each)
        if each.get("type") == "rich_text_section" and part.get("type") == "rich_text_list":
            yield "\n"


def _leaf(leaf: Raw) -> str:
    """Return a piece of rich text in Slack's other way of writing."""
    match leaf.get("type"):
        case "user":
            return f"<@{leaf.get('user_id')}>"
        case "channel":
            return f"<#{leaf.get('channel_id')}>"
        case "broadcast":
            return f"@{leaf.get('range')}"
        case "emoji":
            return f":{leaf.get('name')}:"
        case "link":
            return " ".join(filter(None, map(str, (leaf.get("text") or "", leaf.get("url") or ""))))
        case _:
            return str(leaf.get("text") or "")


def _of_attachment(attachment: Raw) -> str:
    if any(attachment.get(name) for name in _PREVIEWS):
        return ""
    told = [_plain(attachment.get(name)) for name in ("pretext", "title", "text")]
    told += [_of_field(field) for field in _parts(attachment, "fields")]
    told.append(_of_blocks(attachment))
    return "\n".join(_once(told)) or _plain(attachment.get("fallback"))


def _of_field(field: Raw) -> str:
    return ": ".join(filter(None, (_plain(field.get("title")), _plain(field.get("value")))))


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, lines)))
