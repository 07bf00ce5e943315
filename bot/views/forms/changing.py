"""The forms about an incident that is there."""

from collections.abc import Callable, Sequence

from bot.language.acts import FormName
from bot.rules.deletion import KEPT_FOR
from bot.rules.lifecycle import STATUS_AFTER, Move, moves_from
from bot.rules.merging import NOTHING, Edit
from bot.views.blocks import Block, View, modal, section
from bot.views.forms import fields
from bot.views.forms.context import Context
from bot.views.forms.fields import typed
from bot.views.inputs import choice, labelled, renewed
from bot.views.words import status
from storage.records import Incident

Build = Callable[[Incident, Context, Edit], list[Block]]


def form(
    name: FormName,
    incident: Incident,
    *,
    context: Context,
    edit: Edit = NOTHING,
    meanwhile: Sequence[str] = (),
) -> View:
    """Return the form, with what was filled in before, and what others did while it was open."""
    blocks = _FORMS[name][-1](incident, context, edit)
    if meanwhile:
        # Slack keeps what is in a field that comes back under the same ids, also where others changed it since.
        version = incident.updated_at.isoformat()
        blocks = [block if block.get("block_id") == "note" else renewed(block, version=version) for block in blocks]
    warnings = fields.changed_meanwhile(meanwhile, _GO_ON.get(name, "Save it all the same?"))
    return _form(name, incident, warnings, blocks, context=context)


def comment_instead(
    incident: Incident, words: str, *, problem: str, meanwhile: Sequence[str], loses_choices: bool, context: Context
) -> View:
    """Return the form for a comment with the words of a note, in the place of the form whose act came too late."""
    warnings = fields.came_too_late(problem, meanwhile, loses_choices=loses_choices)
    blocks = _comment(incident, context, words=words)
    return _form(FormName.COMMENT, incident, warnings, blocks, context=context)


def _form(
    name: FormName, incident: Incident, warnings: Sequence[Block], blocks: Sequence[Block], *, context: Context
) -> View:
    title, submit, _ = _FORMS[name]
    return modal(
        f"{title} #{incident.number}",
        *warnings,
        *([] if name is FormName.EDIT else [fields.about(incident)]),
        *blocks,
        id=f"form:{name}",
        submit=submit,
        metadata=context.packed(),
    )


def _comment(incident: Incident, _: Context, __: Edit = NOTHING, *, words: str | None = None) -> list[Block]:
    due = [] if incident.is_resolved else [fields.update_due()]
    return [fields.comment(words, optional=bool(due)), fields.files(), *due]


def _assign(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    return [
        fields.assignee(typed(edit.assignee_id, incident.assignee_id), focus=True),
        fields.note("What should they know?"),
    ]


def _severity(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    return [fields.severity(typed(edit.severity, incident.severity), focus=True), fields.note("What makes it so?")]


def _priority(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    return [
        fields.priority(typed(edit.priority, incident.own_priority), focus=True),
        fields.note("What makes it so?"),
    ]


def _status(incident: Incident, context: Context, _: Edit) -> list[Block]:
    moves = [move for move in moves_from(incident.status) if move is not Move.TAKE]
    options = [(status(STATUS_AFTER[incident.status, move]), str(move)) for move in moves]
    initial = context.move if context.move in moves else moves[0]
    return [
        labelled("Status", choice(options, initial=initial, focus=True), name="status"),
        fields.note("What has happened?"),
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
    if incident.summary is None:
        skipped.append(fields.summary(typed(edit.summary, None)))
    return [fields.note("What mended it?", focus=True), *skipped]


def _edit(incident: Incident, _: Context, edit: Edit) -> list[Block]:
    names = tuple(category.name for category in incident.categories)
    return [
        fields.title(typed(edit.title, incident.title)),
        fields.severity(typed(edit.severity, incident.severity)),
        fields.priority(typed(edit.priority, incident.own_priority)),
        fields.service(typed(edit.service, incident.service.name if incident.service else None)),
        fields.categories(typed(edit.categories, names)),
        fields.assignee(typed(edit.assignee_id, incident.assignee_id)),
        fields.summary(typed(edit.summary, incident.summary)),
    ]


def _delete(_: Incident, __: Context, ___: Edit) -> list[Block]:
    return [section(f"Delete it, with its comments and its history? It can be restored for {KEPT_FOR.days} days.")]


_GO_ON = {FormName.DELETE: "Delete it all the same?", FormName.ASSIGN: "Assign it all the same?"}
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
