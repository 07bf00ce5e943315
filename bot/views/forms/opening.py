"""The form for a new incident."""

from collections.abc import Sequence

from bot.language.acts import Draft
from bot.views.alike import look_alikes
from bot.views.blocks import Block, Message, View, actions, button, modal, section, small_print
from bot.views.forms import fields
from bot.views.forms.context import Context
from bot.views.forms.window import window
from bot.views.inputs import told_at_once
from bot.views.text import message_link, quotes
from storage.records import Incident, Severity

JOIN = "join:from_form"
ENTERED = "title:entered"
CHOSEN = fields.SERVICE_LOOKUP
"""Once a title is entered or a service chosen, we look for incidents that are alike."""


def new_incident(draft: Draft, *, context: Context, has_more: bool, alike: Sequence[Incident] = ()) -> View:
    """Return the form, filled with what was said already; *More* shows the fields that are seldom needed.

    Those that are `alike` can be joined instead.
    """
    more = (
        [fields.priority(draft.priority), fields.categories(draft.categories)]
        if has_more
        else [actions(button("More", id="form:more", value="more"), name="more")]
    )
    known = {"alike": tuple(found.number for found in alike), "source": draft.source, "is_cut": draft.is_cut}
    return modal(
        "New incident",
        *_from_message(draft),
        told_at_once(fields.title(draft.title), id=ENTERED),
        *look_alikes(alike, id=JOIN, name="alike"),
        fields.severity(draft.severity or Severity.SEV3),
        told_at_once(fields.service(draft.service), id=CHOSEN),
        fields.assignee(draft.assignee_id),
        fields.summary(draft.summary),
        *more,
        id="form:new",
        submit="Open incident",
        metadata=context.model_copy(update=known).packed(),
    )


def joined(said: Message, draft: Draft, *, number: int | None) -> View:
    """Return what stands in the form's place once another is joined: nothing typed is lost."""
    typed = "\n".join(filter(None, (draft.title, draft.summary)))
    kept = [small_print("What you had typed:"), *map(section, quotes(typed))] if typed else []
    return window(said, *kept, number=number)


def _from_message(draft: Draft) -> list[Block]:
    if draft.source is None:
        return []
    cut = " It says more than there is room for: the rest is only there." if draft.is_cut else ""
    return [small_print(f"From {message_link(draft.source)}.{cut}")]
