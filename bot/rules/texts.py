"""How long what people type may be; the schema holds the same limits."""

from bot.errors import Refusal

TITLE = (3, 255)
SUMMARY_MAX = 3000
"""As much as one of Slack's inputs takes."""
COMMENT_MAX = 40_000
"""As much as one of Slack's messages holds."""
NAME_MAX = 60


def title(text: str) -> str:
    """Return the title in one line; raise Refusal when it is too short or too long."""
    line = " ".join(text.split())
    shortest, longest = TITLE
    if len(line) < shortest:
        raise Refusal(f"A title has {shortest} to {longest} characters; “{line}” has {len(line)}.", field="title")
    if len(line) > longest:
        raise Refusal(
            f"A title has {shortest} to {longest} characters; this one has {len(line)}. "
            "Shorten it; what does not fit can go into the summary.",
            field="title",
        )
    return line


def summary(text: str | None) -> str | None:
    """Return the summary, None when nothing is left of it; raise Refusal when it is too long."""
    return _at_most(SUMMARY_MAX, text, what="summary") or None


def comment(text: str | None, *, field: str = "comment") -> str:
    """Return the comment; raise Refusal when it is empty or too long."""
    body = _at_most(COMMENT_MAX, text, what="comment", field=field)
    if not body:
        raise Refusal("A comment needs some words.", field=field)
    return body


def note(text: str | None) -> str | None:
    """Return the note that goes with a change, None when there is none; raise Refusal when it is too long."""
    return _at_most(COMMENT_MAX, text, what="note") or None


def name(text: str, *, field: str) -> str:
    """Return the name of a service or category in one line; raise Refusal when it is empty or too long."""
    line = " ".join(_at_most(NAME_MAX, text, what="name", field=field).split())
    if not line:
        raise Refusal("A name needs at least one character.", field=field)
    return line


def _at_most(longest: int, text: str | None, *, what: str, field: str | None = None) -> str:
    stripped = (text or "").strip()
    if len(stripped) > longest:
        raise Refusal(
            f"A {what} has at most {longest:,} characters; this one has {len(stripped):,}.", field=field or what
        )
    return stripped
