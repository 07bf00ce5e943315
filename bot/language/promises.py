"""An update that is promised in the place of a verb: only a form knows when it is due."""

import re

from bot.errors import Refusal
from bot.language.mentions import mark, plain
from bot.language.values import first_word, number_of, plain_word
from bot.rules import texts
from bot.rules.names import COMMAND

_BEGIN = {"next", "promise", "update"}
_IS_SHORT = re.compile(
    r"(?:next\s+update|promise)(?:\s+[a-z]+)?\s+#?\d.*|update\s+#?\d+\s+\d+\s*[mhd]\w*", re.IGNORECASE
)
"""`next update 42 30m`: with a number, and no word that leads to the time."""
_LEADS_TO_TIME = re.compile(r"\b(?:in|at|by|due|before)\b", re.IGNORECASE)


def is_one(text: str) -> bool:
    """Tell whether what Slack sent says when the next update comes, and begins with it."""
    said = plain(mark(text))
    begins = plain_word(first_word(said)[0]) in _BEGIN
    return begins and (texts.says_when_update_is_due(said) or _IS_SHORT.fullmatch(said) is not None)


def refused(text: str, *, number: int | None = None) -> Refusal:
    """Return the refusal of a promise, which offers the form for it; the incident it names comes before the number."""
    named = map(number_of, _LEADS_TO_TIME.split(text, maxsplit=1)[0].split())
    about = next((one for one in named if one is not None), number)
    command = "comment" if about is None else f"comment {about}"
    return Refusal(
        f"There is no verb “{plain_word(first_word(text)[0])}”.",
        hint=f"The form of `{COMMAND} {command}` promises the next update.",
        offers=(command,),
    )
