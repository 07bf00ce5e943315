"""A page of a private list, with the way to the pages beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.views.blocks import Block, turns
from bot.views.offers import ON_ANSWER

ROWS = 10
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows to show, and whether others come before and after them."""

    rows: Sequence[Row]
    is_first: bool
    is_last: bool


def cut(found: Sequence[Row], *, after: object = None, before: object = None) -> Page[Row]:
    """Return a page of what was found after something, before something, or at the beginning: at most ROWS and one."""
    if before is not None:
        return Page(found[-ROWS:], is_first=len(found) <= ROWS, is_last=False)
    return Page(found[:ROWS], is_first=after is None, is_last=len(found) <= ROWS)


def ways(page: Page[Row], *, previous: str, following: str) -> list[Block]:
    """Return the buttons to the pages beside this one: commands, whose answer takes the place of this one."""
    return turns(
        previous=None if page.is_first else previous,
        following=None if page.is_last else following,
        ids=("act:previous", "act:next"),
        name=ON_ANSWER,
    )
