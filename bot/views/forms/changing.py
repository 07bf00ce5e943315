"""The forms about an incident that is there."""

from collections.abc import Callable, Sequence

from bot.language.acts import STAYS, Edit, FormName
from bot.rules.deletion import KEPT_FOR
from bot.rules.lifecycle import STATUS_AFTER, Move, moves_from
from bot.views.blocks import Block, View, choice, labelled, modal, section
from bot.views.forms import fields
from bot.views.forms.context import Context
from bot.views.forms.fields import typed
from bot.views.words import status
from storage.records import Incident

Build = Callable[[Incident, Context, Edit], list[Block]]


def form(
    name: FormName,
    incident: Incident,
    *,
    context: Context,
    edit: Edit = Edit(),  # noqa: B008 - a frozen value
    meanwhile: Sequence[str] = (),
) -> View:
    """Return the form, with what was filled in before, and what others did while it was open."""
    title, submit, build = _FORMS[name]
    return modal(
        f"{title} #{incident.number}",
        *fields.changed_meanwhile(meanwhile),
        *([] if name is FormName.EDIT else [fields.about(incident)]),
        *build(incident, context, edit),
        id=f"form:{name}",
        submit=submit,
        metadata=context.packed(),
    )


def _comment(incident: Incident, _: Context, __: Edit) -> list[Block]:
    due = [] if incident.is_resolved else [fields.update_due()]
    return [fields.comment(), fields.files(), *due]


def _assign(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    return [
        fields.assignee(typed(edit.assignee_id, incident.assignee_id)),
        fields.note("What should they know?"),
    ]


def _severity(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    return [fields.severity(edit.severity or incident.severity), fields.note("What makes it so?")]


def _priority(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    return [fields.priority(typed(edit.priority, incident.own_priority)), fields.note("What makes it so?")]


def _status(incident: Incident, context: Context, _: Edit) -> list[Block]:
    moves = [move for move in moves_from(incident.status) if move is not Move.TAKE]
    options = [(status(STATUS_AFTER[incident.status, move]), str(move)) for move in moves]
    initial = context.move if context.move in moves else moves[0]
    return [
        labelled("Status", choice(options, initial=initial), name="status"),
        fields.note("What has happened?", focus=True),
    ]


def _resolve(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    """Ask for the note, and for what opening skipped."""
    skipped = []
    if incident.service is None:
        skipped.append(fields.service(typed(edit.service, None)))
    if not incident.categories:
        skipped.append(fields.categories(typed(edit.categories, ())))
    if incident.assignee_id is None:
        skipped.append(fields.assignee(typed(edit.assignee_id, None)))
    return [fields.note("What mended it?", focus=True), *skipped]


def _edit(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    names = tuple(category.name for category in incident.categories)
    return [
        fields.title(edit.title or incident.title),
        fields.severity(edit.severity or incident.severity),
        fields.priority(typed(edit.priority, incident.own_priority)),
        fields.service(typed(edit.service, incident.service.name if incident.service else None)),
        fields.categories(names if edit.categories is STAYS else edit.categories),
        fields.assignee(typed(edit.assignee_id, incident.assignee_id)),
        fields.summary(typed(edit.summary, incident.summary)),
    ]


def _delete(_: Incident, __: Context, ___: Edit) -> list[Block]:
    return [section(f"Delete it, with its comments and its history? It can be restored for {KEPT_FOR.days} days.")]


_FORMS: dict[FormName, tuple[str, str, Build]] = {
    FormName.COMMENT: ("Comment on", "Comment", _comment),
    FormName.ASSIGN: ("Assign", "Assign", _assign),
    FormName.SEVERITY: ("Severity of", "Save", _severity),
    FormName.PRIORITY: ("Priority of", "Save", _priority),
    FormName.STATUS: ("Status of", "Save", _status),
    FormName.RESOLVE: ("Resolve", "Resolve", _resolve),
    FormName.EDIT: ("Edit", "Save", _edit),
    FormName.DELETE: ("Delete", "Delete", _delete),
}
