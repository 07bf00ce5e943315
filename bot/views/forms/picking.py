"""The form that asks which incident a verb is about."""

from bot.language.verb import Verb
from bot.views.blocks import View, modal, small_print
from bot.views.forms import fields
from bot.views.forms.context import Context
from bot.views.text import escape


def pick(verb: Verb, *, context: Context) -> View:
    """Return the picker; it goes on with the verb that was typed."""
    return modal(
        verb.word.capitalize(),
        fields.incident(),
        small_print(f"In one line: `{escape(verb.usage)}`"),
        id="form:pick",
        submit="Next",
        metadata=context.packed(),
    )
