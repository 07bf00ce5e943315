"""Whether a command would be understood, before it is offered."""

from bot.errors import Refusal
from bot.language import values
from bot.language.verbs import VERB_OF_WORD


def is_understood(command: str) -> bool:
    """Tell whether it would be: a verb about one incident wants a number, unless it is bare."""
    return refusal_of(command) is None


def refusal_of(command: str) -> Refusal | None:
    """Return the refusal of a command that begins with a verb, None where it is understood."""
    word, rest = values.first_word(command)
    try:
        VERB_OF_WORD[word].read(VERB_OF_WORD[word], rest)
    except Refusal as refusal:
        return refusal
    return None
