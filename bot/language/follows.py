"""How what follows `follow` and `unfollow` is read: a number, a person, a service or a category, and how much of it."""

from typing import assert_never

from bot.language import tokens, values
from bot.language.acts import Act
from bot.language.following_acts import FollowIncident, FollowOther, Named, UnfollowIncident, UnfollowOther
from bot.language.looking_acts import ShowFollows
from bot.language.mentions import as_typed, person_of, plain
from bot.language.verb import Verb
from bot.language.words import bare
from bot.rules import texts
from storage.records import Topic

_LEADING = {"about", "from", "incident", "me", "of", "the", "to"}
_CHOICES = {"all": True, "main": False}
_KEYS = {Topic.SERVICE: "service", Topic.CATEGORY: "cat"}
_TOPICS = {key: topic for topic, key in _KEYS.items()}


def follow(verb: Verb, rest: str) -> Act:
    """Follow what was named, or show what one follows."""
    words, all_changes = _choice(tokens.split(values.behind(_LEADING, rest)))
    if not rest:
        return ShowFollows()
    found = _subject(verb, words)
    return FollowIncident(found, all_changes) if isinstance(found, int) else FollowOther(found, all_changes)


def unfollow(verb: Verb, rest: str) -> Act:
    """Stop following what was named, or show what one follows."""
    if not rest:
        return ShowFollows()
    found = _subject(verb, tokens.split(values.behind(_LEADING, rest)))
    return UnfollowIncident(found) if isinstance(found, int) else UnfollowOther(found)


def _choice(words: list[str]) -> tuple[list[str], bool | None]:
    """Return the words without the one that says how much is told, which comes last or first, and what it says."""
    if len(words) > 1 and words[-1].lower() == "changes" and words[-2].lower() in _CHOICES:
        words = words[:-1]
    if words and words[-1].lower() in _CHOICES:
        return words[:-1], _CHOICES[words[-1].lower()]
    if words and words[0].lower() in _CHOICES:
        return words[1:], _CHOICES[words[0].lower()]
    return words, None


def _subject(verb: Verb, words: list[str]) -> int | Named:
    if not words:
        raise verb.misused(f"What do you want to {verb.word}?")
    found = _one(verb, bare(words[0]))
    if found is None:
        return Named(None, texts.name(plain(tokens.unquoted(" ".join(words))), field="service"))
    if len(words) > 1:
        raise verb.misused(f"`{verb.word}` takes one thing at a time; put a name of several words in double quotes.")
    return found


def _one(verb: Verb, word: str) -> int | Named | None:
    """Return what the word can only be, None for a word that may begin any name."""
    number = values.number_of(word)
    if number is not None:
        return number
    if person_id := person_of(word):
        return Named(Topic.PERSON, person_id)
    if found := tokens.named(word):
        return Named(_TOPICS[found[0]], texts.name(found[1], field="service"))
    if word.startswith("@"):
        raise verb.nobody(word)
    return None


def as_command(verb: str, topic: Topic, name: str) -> str | None:
    """Return how it is typed, None for a name that cannot be: there is no way to put a quote between quotes."""
    match topic:
        case Topic.INCIDENT:
            return f"{verb} {name}"
        case Topic.PERSON:
            return f"{verb} <@{name}>"
        case Topic.SERVICE | Topic.CATEGORY:
            key = _KEYS[topic]
            words = (f"{key}:{name}", f'{key}:"{name}"')
            return next((as_typed(f"{verb} {word}") for word in words if _is_read_as(word, key, name)), None)
        case _:
            assert_never(topic)


def _is_read_as(word: str, key: str, name: str) -> bool:
    return tokens.split(word) == [word] and tokens.named(bare(word)) == (key, name)
