"""The small language the rules are written in: what a field may hold, and what Slack says when it does not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.sandbox.slack_json import Json

Surface = Literal["message", "modal", "home"]
Check = Callable[[Json, str], Iterator[str]]
ANYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})


def problem(words: str, pointer: str) -> str:
    return f"[ERROR] {words} [json-pointer:{pointer}]"


class Rule(Protocol):
    """Anything that can look at a value and name what is wrong with it."""

    def problems(self, value: object, pointer: str, surface: Surface) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A string of so many characters."""

    longest: int
    shortest: int = 1

    def problems(self, value: object, pointer: str, _surface: Surface) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", pointer)
        elif len(value) > self.longest:
            yield problem(f"must be less than {self.longest + 1} characters", pointer)
        elif len(value) < self.shortest:
            yield problem(f"must be more than {self.shortest - 1} characters", pointer)


@dataclass(frozen=True, slots=True)
class Matching:
    """A string for which `fits` holds."""

    fits: Callable[[str], object]
    words: str

    def problems(self, value: object, pointer: str, _surface: Surface) -> Iterator[str]:
        if not isinstance(value, str) or not self.fits(value):
            yield problem(self.words, pointer)


@dataclass(frozen=True, slots=True)
class Flag:
    def problems(self, value: object, pointer: str, _surface: Surface) -> Iterator[str]:
        if not isinstance(value, bool):
            yield problem("must provide a boolean", pointer)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int

    def problems(self, value: object, pointer: str, _surface: Surface) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield problem("must provide an integer", pointer)
        elif value > self.most:
            yield problem(f"must be less than {self.most + 1}", pointer)
        elif value < self.least:
            yield problem(f"must be more than {self.least - 1}", pointer)


@dataclass(frozen=True, slots=True)
class Number:
    """Any number."""

    def problems(self, value: object, pointer: str, _surface: Surface) -> Iterator[str]:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            yield problem("must provide a number", pointer)


@dataclass(frozen=True, slots=True)
class Choice:
    values: tuple[object, ...]

    def problems(self, value: object, pointer: str, _surface: Surface) -> Iterator[str]:
        if value not in self.values:
            yield problem("must be a valid enum value", pointer)


@dataclass(frozen=True, slots=True)
class Anything:
    """Slack looks no closer, and neither do we."""

    def problems(self, _value: object, _pointer: str, _surface: Surface) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of so many, each after the same rule."""

    of: Rule
    most: int
    least: int = 1

    def problems(self, value: object, pointer: str, surface: Surface) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", pointer)
            return
        if len(value) > self.most:
            yield problem(f"no more than {self.most} items allowed", pointer)
        if len(value) < self.least:
            yield problem(f"no fewer than {self.least} items required", pointer)
        for index, item in enumerate(value):
            yield from self.of.problems(item, f"{pointer}/{index}", surface)


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: its fields, those it needs, the surfaces it may stand on, and rules across its fields."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    surfaces: frozenset[Surface] = ANYWHERE
    checks: tuple[Check, ...] = ()
    is_open: bool = field(default=False)

    def problems(self, value: object, pointer: str, surface: Surface) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", pointer)
            return
        yield from (
            problem(f"missing required field: {name}", pointer) for name in self.required if value.get(name) is None
        )
        fields_are_sound = True
        for each in self._field_problems(value, pointer, surface):
            fields_are_sound = False
            yield each
        if fields_are_sound and all(value.get(name) is not None for name in self.required):
            for check in self.checks:
                yield from check(value, pointer)

    def _field_problems(self, value: Json, pointer: str, surface: Surface) -> Iterator[str]:
        for name, held in value.items():
            rule = self.fields.get(name)
            if rule is not None and held is not None:
                yield from rule.problems(held, f"{pointer}/{name}", surface)
            elif rule is None and name != "type" and not self.is_open:
                yield problem(f"invalid additional property: {name}", pointer)


@dataclass(frozen=True, slots=True)
class OneOf:
    """An object whose `type` names its shape; `shapes` is looked up late, so that tables may refer to each other."""

    shapes: Mapping[str, Shape]
    allowed: frozenset[str] | None = None

    def problems(self, value: object, pointer: str, surface: Surface) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", pointer)
            return
        kind = value.get("type")
        shape = self.shapes.get(kind) if isinstance(kind, str) else None
        if kind is None:
            yield problem("missing required field: type", pointer)
        elif shape is None or (self.allowed is not None and kind not in self.allowed):
            yield problem(f"unsupported type: {kind}", f"{pointer}/type")
        elif surface not in shape.surfaces:
            yield problem(f"unsupported type: {kind} in {surface}", f"{pointer}/type")
        else:
            yield from shape.problems(value, pointer, surface)


@dataclass(frozen=True, slots=True)
class Either:
    """One of two rules; the problems of the first are told when neither holds."""

    first: Rule
    second: Rule

    def problems(self, value: object, pointer: str, surface: Surface) -> Iterator[str]:
        if any(self.second.problems(value, pointer, surface)):
            yield from self.first.problems(value, pointer, surface)


def exactly_one(*names: str) -> Check:
    def check(value: Json, pointer: str) -> Iterator[str]:
        if sum(value.get(name) is not None for name in names) != 1:
            yield problem(f"must provide exactly one of: {', '.join(names)}", pointer)

    return check


def at_least_one(*names: str) -> Check:
    def check(value: Json, pointer: str) -> Iterator[str]:
        if all(value.get(name) is None for name in names):
            yield problem(f"must provide at least one of: {', '.join(names)}", pointer)

    return check
