"""What we will not do, in words for the person who asked."""


class Refusal(Exception):
    """A person can put this right: the message says what is wrong and what is possible.

    `field` names the form field it belongs under, for when it was typed in a form. `offers` are commands that may have
    been meant, as they would be typed after `/incident`.
    """

    def __init__(self, message: str, *, field: str | None = None, offers: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.offers = offers
