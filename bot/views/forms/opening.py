"""The form for a new incident."""

from bot.language.acts import Draft
from bot.views.blocks import View, actions, button, modal
from bot.views.forms import fields
from bot.views.forms.context import Context
from storage.records import Severity


def new_incident(draft: Draft, *, context: Context, has_more: bool) -> View:
    """Return the form, filled with what was said already; *More* shows the fields that are seldom needed."""
    more = (
        [fields.priority(draft.priority), fields.categories(draft.categories)]
        if has_more
        else [actions(button("More", id="form:more", value="more"), name="more")]
    )
    return modal(
        "New incident",
        fields.title(draft.title),
        fields.severity(draft.severity or Severity.SEV3),
        fields.service(draft.service),
        fields.assignee(draft.assignee_id),
        fields.summary(draft.summary),
        *more,
        id="form:new",
        submit="Open incident",
        metadata=context.packed(),
    )
