"""What we will not do, in words for the person who asked."""


class Refusal(Exception):
    """A person can put this right: the message says what is wrong and what is possible.

    `field` names the form field it belongs under, for when it was typed in a form.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
