"""Keeping people as Slack describes them, and finding them by their names."""

import re
from collections import Counter

from sqlalchemy import Connection

from bot.deeds.outcome import Caller
from bot.deeds.participants import gather
from bot.errors import Refusal
from bot.language import grammar
from bot.language.mentions import as_typed, mark, mention
from bot.language.spelling import names_near
from bot.rules.permissions import Right
from bot.slack.effects import DescribePerson, to_item
from storage import outbox, people, workspaces
from storage.records import Person


def describe_again(tx: Connection, team_id: str, person_id: str) -> None:
    """Have Slack asked who somebody is now; asking twice is harmless, so this needs no key."""
    outbox.put(tx, team_id, [to_item(DescribePerson(person_id=person_id))])


def introduce(tx: Connection, by: Caller) -> None:
    """Have Slack asked who a caller is, unless it has said so: what was refused may be allowed then."""
    _, known = workspaces.with_people(tx, by.team_id, [by.person_id])
    person = known.get(by.person_id)
    if person is None or not person.is_known:
        people.meet(tx, by.team_id, {by.person_id: by.person_name})
        describe_again(tx, by.team_id, by.person_id)


def named(tx: Connection, refusal: Refusal, typed: str, *, by: Caller) -> Refusal:
    """Return the refusal of what was typed; where a word in it names nobody, with those who may have been meant."""
    if refusal.nobody is None or not gather(tx, by).may(Right.READ):
        return refusal
    word = refusal.nobody.removeprefix("@").casefold()
    active = [one for one in people.everybody(tx, by.team_id) if one.is_active and not one.is_bot and one.name]
    called = Counter(one.name.casefold() for one in active)
    # Two of one name could not be told apart.
    near = names_near(word, sorted(name for name, count in called.items() if count == 1))
    meant = sorted((one for one in active if one.name.casefold() in near), key=lambda one: one.name)
    offers = tuple(filter(None, (_with(one, refusal.nobody, typed) for one in meant)))
    if not offers:
        return refusal
    guess = " or ".join(f"@{one.name}" for one in meant)
    return Refusal(f"{refusal} Did you mean {guess}?", fields=refusal.fields, offers=(*offers, *refusal.offers))


def _with(person: Person, word: str, typed: str) -> str | None:
    """Return what was typed with a mention in the place of the word, and of what else of the name follows it.

    It is the first place where the command is then understood; None where it is in none.
    """
    begins = r"(?<!\w)" if word.startswith("@") else r"(?<=[\s:\"])"
    rest = "".join(rf"\s+{re.escape(other)}" for other in person.name.split()[1:])
    written = re.compile(rf"{begins}{re.escape(word)}(?:{rest})?(?!\w)", re.IGNORECASE)
    marked, mentioned = mark(typed), mark(mention(person.id, person.name))
    again = (marked[: place.start()] + mentioned + marked[place.end() :] for place in written.finditer(marked))
    return next(filter(_is_understood, map(as_typed, again)), None)


def _is_understood(command: str) -> bool:
    try:
        grammar.parse(command)
    except Refusal:
        return False
    return True
