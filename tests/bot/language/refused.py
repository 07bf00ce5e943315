"""What is said to somebody whose words are refused."""

import pytest

from bot.errors import Refusal
from bot.language.grammar import parse


def refusal(typed: str) -> Refusal:
    """Return the refusal that answers these words; fail when they are understood."""
    with pytest.raises(Refusal) as refused:
        parse(typed)
    return refused.value
