"""The words Slack's limits are written in: each is a rule that yields what is wrong with a value, and where."""

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]
"""From a value and the path to it to the complaints about it."""
Fields = Mapping[str, Rule]
"""The rule of each field; a name that ends in * is required."""


def characters(most: int, least: int = 1) -> Rule:
    """Ask for a string of so many characters."""

    def judge(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{where}: {value!r} is not a string"
        elif not least <= len(value) <= most:
            yield f"{where}: {len(value)} characters, Slack takes {least} to {most}"

    return judge


def whole(least: int, most: int) -> Rule:
    """Ask for a whole number."""

    def judge(value: Any, where: str) -> Iterator[str]:
        if type(value) is not int or not least <= value <= most:
            yield f"{where}: {value!r} is not a whole number from {least} to {most}"

    return judge


def number(value: Any, where: str) -> Iterator[str]:
    """Ask for a number."""
    if type(value) not in {int, float}:
        yield f"{where}: {value!r} is not a number"


def positive(value: Any, where: str) -> Iterator[str]:
    """Ask for a number above zero."""
    if type(value) not in {int, float} or value <= 0:
        yield f"{where}: {value!r} is not a number above 0"


def flag(value: Any, where: str) -> Iterator[str]:
    """Ask for true or false."""
    if not isinstance(value, bool):
        yield f"{where}: {value!r} is neither true nor false"


def one_of(*choices: str) -> Rule:
    """Ask for one of these words."""
    return like("|".join(map(re.escape, choices)), f"one of {', '.join(choices)}")


def like(pattern: str, meaning: str) -> Rule:
    """Ask for a string of this pattern."""

    def judge(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield f"{where}: {value!r} is not {meaning}"

    return judge


def listed(rule: Rule, most: int, least: int = 1) -> Rule:
    """Ask for a list of so many, each by the rule."""

    def judge(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: not a list"
            return
        if not least <= len(value) <= most:
            yield f"{where}: {len(value)} of them, Slack takes {least} to {most}"
        for place, each in enumerate(value):
            yield from rule(each, f"{where}[{place}]")

    return judge


def fields(of: Fields, *, just_one: tuple[str, ...] = (), at_least_one: tuple[str, ...] = ()) -> Rule:
    """Ask for an object with these fields and no others; `type` is judged by `typed`."""
    known = {name.rstrip("*"): rule for name, rule in of.items()}
    required = {name.rstrip("*") for name in of if name.endswith("*")}

    def judge(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: not an object"
            return
        named = value.keys() - {"type"}
        yield from (f"{where}.{name}: missing" for name in sorted(required - named))
        yield from (f"{where}.{name}: there is no such field" for name in sorted(named - known.keys()))
        yield from _miscounted(named, where, just_one, at_least_one)
        for name in sorted(named & known.keys()):
            yield from known[name](value[name], f"{where}.{name}")

    return judge


def _miscounted(
    named: AbstractSet[str], where: str, just_one: tuple[str, ...], at_least_one: tuple[str, ...]
) -> Iterator[str]:
    if just_one and len(named & set(just_one)) != 1:
        yield f"{where}: needs one of {', '.join(just_one)}, and no more than one"
    if at_least_one and not named & set(at_least_one):
        yield f"{where}: needs {' or '.join(at_least_one)}"


def typed(kinds: Mapping[str, Rule]) -> Rule:
    """Ask for an object whose `type` is one of these, by the rule of its type."""

    def judge(value: Any, where: str) -> Iterator[str]:
        kind = str(value.get("type")) if isinstance(value, dict) else "no object"
        if kind in kinds:
            yield from kinds[kind](value, f"{where}<{kind}>")
        else:
            yield f"{where}: {kind} does not belong here, or has no row in the table of limits yet"

    return judge
