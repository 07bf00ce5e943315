"""Whole numbers as requests spell them."""

# Longer ones name no moment and no count; Python itself refuses to read them at some point.
_LONGEST = 18


def whole_number(text: str) -> int | None:
    """The number, or None for everything but a few plain digits (a superscript two is a digit to Python as well)."""
    is_plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST
    return int(text) if is_plain else None
