"""What we will not do, in words for the person who asked."""

from collections.abc import Mapping
from typing import Self


class Refusal(Exception):
    """A person can put this right: the message says what is wrong and what is possible.

    `fields` has what is wrong with each field of the form, none where it is about no field. `offers` is what may have
    been meant, as it would be typed in the same place: after `/incident`, or into the search box of the Home tab.
    `nobody` is the word that was to name somebody, and names nobody; `no_filter` one that was to be a filter, or
    stands alone behind a number, and may name something. `asks`: what was typed is a question, which may name whom it
    is about.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        fields: Mapping[str, str] | None = None,
        offers: tuple[str, ...] = (),
        nobody: str | None = None,
        no_filter: str | None = None,
        asks: bool = False,
    ) -> None:
        super().__init__(message)
        self.fields = fields or ({field: message} if field else {})
        self.offers = offers
        self.nobody = nobody
        self.no_filter = no_filter
        self.asks = asks

    @property
    def may_name(self) -> bool:
        """Whether something in what was typed may name somebody or something."""
        return self.nobody is not None or self.no_filter is not None or self.asks

    def adding(self, sentence: str, *, offers: tuple[str, ...] = ()) -> Self:
        """Return it with a sentence more, but under its fields, and with these offers alone."""
        return type(self)(
            f"{self} {sentence}", fields=self.fields, offers=offers, nobody=self.nobody, no_filter=self.no_filter
        )
