"""What we will not do, in words for the person who asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, TypedDict, Unpack


@dataclass(frozen=True, slots=True)
class Nobody:
    """The word was to name somebody, and names nobody."""

    word: str
    command: str | None = None
    """What it stands in, marked, where that is not what was typed."""


@dataclass(frozen=True, slots=True)
class MaybeName:
    """The word was to be a filter, or stands alone behind a number, and may name something."""

    word: str
    command: str | None = None
    """What it stands in, marked, where that is not what was typed."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed is a question, which may name whom or what it is about."""

    listed: str
    """The list of which it asks for a part."""


Unclear = Nobody | MaybeName | Question


class _Parts(TypedDict, total=False):
    problem: str
    guesses: tuple[str, ...]
    hint: str
    fields: Mapping[str, str]
    offers: tuple[str, ...]
    unclear: Unclear | None


class Refusal(Exception):
    """A person can put this right: it says what is wrong and what is possible.

    `guesses` is what may have been meant, as the sentence says it, and `hint` what comes after that. `fields` has what
    is wrong with each field of the form, none where it is about no field. `offers` is what may have been meant, as it
    would be typed in the same place: after `/incident`, or into the search box of the Home tab. `unclear` is what may
    name somebody or something, for who knows the names.
    """

    def __init__(
        self,
        problem: str,
        *,
        guesses: tuple[str, ...] = (),
        hint: str = "",
        field: str | None = None,
        fields: Mapping[str, str] | None = None,
        offers: tuple[str, ...] = (),
        unclear: Unclear | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.guesses = guesses
        self.hint = hint
        self.fields = fields or ({field: str(self)} if field else {})
        self.offers = offers
        self.unclear = unclear

    def __str__(self) -> str:
        guess = f"Did you mean {' or '.join(self.guesses)}?" if self.guesses else ""
        return " ".join(filter(None, (self.problem, guess, self.hint)))

    def but(self, **parts: Unpack[_Parts]) -> Self:
        """Return a copy with these parts in the place of its own."""
        other = type(self).__new__(type(self), self.problem)
        vars(other).update(vars(self), **parts)
        return other

    def adding(self, sentence: str) -> Self:
        """Return a copy with a sentence more, but under its fields."""
        return self.but(hint=f"{self.hint} {sentence}".lstrip())
