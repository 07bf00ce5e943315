"""The form that asks which incident a verb is about."""

from bot.language.acts import ChangingAct, FillIn
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
        submit=_submit(verb),
        metadata=context.packed(),
    )


def _submit(verb: Verb) -> str:
    """Return what pressing it does: with what was picked it is done at once, or there is more to fill in."""
    act = verb.pick(0) if verb.pick else None
    if isinstance(act, FillIn):
        return "Next"
    return verb.word.capitalize() if isinstance(act, ChangingAct) else "Show"
