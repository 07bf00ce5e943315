"""People that a plain text names: typed where Slack offers no list of people, a name mentions nobody by itself."""

import re
from collections.abc import Sequence

from bot.errors import Refusal
from bot.language.mentions import mark, mention
from bot.language.spelling import called, without_signs
from bot.language.words import MYSELF, NOBODY, STRAIGHT_QUOTES, bare
from storage.records import Person

_NAMED = re.compile(
    r'"[^"]*(?:"|$)|(?<!\S)(?:(?P<key>(?:assignee|owner|reporter):)(?:\s+@|(?P<quote>")?@?)|@)'
    r'(?P<name>[^\s":@]+(?:\s+[^\s":@]+(?![^\s"])){0,4})(?(quote)"?)',
    re.IGNORECASE,
)
"""What is in quotes alone names nobody; behind a name may stand the rest of it, or other words."""
_MOST, _SHOWN = 3, 40


def names_people(text: str) -> bool:
    """Tell whether the text names somebody: `@ana`, `assignee:ana`, `reporter:@ben`."""
    return any(map(_words, _NAMED.finditer(text.translate(STRAIGHT_QUOTES))))


def with_mentions(text: str, people: Sequence[Person]) -> str:
    """Return the text, marked, with mentions of those it names; raise Refusal for a name of nobody, or of several.

    A word of the name will do. Somebody deactivated is meant only where nobody else can be.
    """
    straight = _without_signs(text.translate(STRAIGHT_QUOTES), people)
    return _NAMED.sub(lambda named: _with_mention(named, people), straight)


def _without_signs(text: str, people: Sequence[Person]) -> str:
    """Return the text with the names that hold quotes, colons or @ written without, as they are read."""
    names = {one.name.translate(STRAIGHT_QUOTES) for one in people}
    written = "|".join(re.escape(name) for name in sorted(names) if name != without_signs(name))
    if not written:
        return text
    named = re.compile(rf'"[^"]*(?:"|$)|(?<![^\s:])@(?P<name>{written})(?!\w)', re.IGNORECASE)
    return named.sub(lambda found: f"@{without_signs(found['name'])}" if found["name"] else found.group(), text)


def _words(named: re.Match[str]) -> list[str]:
    words = (named["name"] or "").split()
    return [] if words and bare(words[0]).lower() in MYSELF | NOBODY else words


def _with_mention(named: re.Match[str], people: Sequence[Person]) -> str:
    words = _words(named)
    if not words:
        return named.group()
    for count in range(len(words), 0, -1):
        name = bare(" ".join(words[:count]))
        if meant := called(name, people):
            break
    else:
        raise Refusal(f"“@{words[0][:_SHOWN]}” is nobody here. In double quotes, it is looked for as a word.")
    if len(meant) > 1:
        raise _refusal(named, name, meant, words[count:])
    return " ".join([f"{named['key'] or ''}{mark(mention(meant[0].id, name))}", *words[count:]])


def _refusal(named: re.Match[str], name: str, those: Sequence[Person], rest: Sequence[str]) -> Refusal:
    """Return the refusal of a name of several, with what would be typed for each."""
    names = sorted({one.name for one in those})
    if len(names) == 1:
        is_reporter = (named["key"] or "").lower() == "reporter:"
        hint = "" if is_reporter else "The menu Assignee tells them apart."
        return Refusal(f"More than one person here is called @{names[0]}.", hint=hint)
    before, after = named.string[: named.start()], named.string[named.end() :]
    meant = [" ".join([f"{before}{named['key'] or ''}@{one}", *rest]) + after for one in names[:_MOST]]
    others = " or others" if len(names) > _MOST else ""
    listed = " or ".join(f"@{one}" for one in names[:_MOST])
    return Refusal(f"“@{name[:_SHOWN]}” may be {listed}{others}.", offers=tuple(meant))
