"""What we will not do, in words for the person who asked."""

from collections.abc import Mapping
from typing import Self


class Refusal(Exception):
    """A person can put this right: the message says what is wrong and what is possible.

    `fields` has what is wrong under each field of a form it was typed in. `offers` are commands that may have been
    meant, as they would be typed after `/incident`.
    """

    def __init__(self, message: str, *, field: str | None = None, offers: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.fields: Mapping[str, str] = {field: message} if field else {}
        self.offers = offers

    @classmethod
    def under(cls, fields: Mapping[str, str]) -> Self:
        """Return one for all that is wrong with a form."""
        refusal = cls(" ".join(fields.values()))
        refusal.fields = fields
        return refusal
