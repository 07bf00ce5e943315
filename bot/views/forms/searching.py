"""The form of `search` typed alone."""

from bot.views.blocks import View, modal
from bot.views.forms.context import Context
from bot.views.inputs import labelled, text_input

_LONGEST = 500


def search(*, context: Context) -> View:
    """Return the form that asks for words and filters."""
    words = text_input(longest=_LONGEST, hint="checkout timeout unresolved", focus=True)
    return modal(
        "Search",
        labelled(
            "Search",
            words,
            name="search",
            hint="Words in titles, summaries, services and comments; filters as in the command, like sev1 or since:7d.",
        ),
        id="form:search",
        submit="Search",
        metadata=context.packed(),
    )
