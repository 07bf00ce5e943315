"""Small words and signs that mean the same wherever they are typed."""

MYSELF = {"me", "myself", "@me", "@myself"}
NOBODY = {"nobody", "none", "noone"}
QUOTES = '"“”„‟«»'
STRAIGHT_QUOTES = str.maketrans(dict.fromkeys(QUOTES, '"'))


def bare(word: str) -> str:
    """Return the word without the commas behind it."""
    return word.rstrip(",;")
