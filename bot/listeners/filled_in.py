"""What was filled into each form, as the act it asks for."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from bot.language.acts import Act, AddComment, DeleteIncident, Draft, EditIncident, FormName, MoveIncident, OpenIncident
from bot.language.grammar import number, parse, verb_named
from bot.language.mentions import as_typed, clean
from bot.language.workspace_acts import SaveSettings
from bot.listeners.payloads import View
from bot.rules.lifecycle import Move
from bot.rules.merging import STAYS, Edit, Stays
from bot.views.forms.adding import PIECE
from bot.views.forms.context import Context
from bot.views.forms.fields import FOLLOWS_SEVERITY
from storage.records import File, Priority, Setting, Severity

Value = TypeVar("Value")


def draft(view: View) -> Draft:
    """Return what the form for a new incident holds, also while it is still open."""
    severity = view.value("severity")
    return Draft(
        title=_words(view, "title"),
        summary=_words(view, "summary"),
        severity=Severity(severity) if severity else None,
        priority=_priority(view),
        assignee_id=view.value("assignee"),
        service=_words(view, "service"),
        is_service_chosen=True,
        categories=tuple(map(clean, view.values("categories"))),
        source=view.context.source,
        is_cut=view.context.is_cut,
    )


def _new(view: View) -> Act:
    return OpenIncident(draft(view))


def _pick(view: View) -> Act:
    pick = verb_named(view.context.verb or "").pick
    if pick is None:
        raise ValueError(f"{view.context.verb} is not about one incident")
    return pick(number(view.value("incident") or ""))


def _search(view: View) -> Act:
    return parse(as_typed(f"search {_words(view, 'search') or ''}"))


def _comment(view: View) -> Act:
    due = view.value("update_due")
    return AddComment(
        _number(view),
        _words(view, "comment") or "",
        files=tuple(File(id=file.id, name=clean(file.name), link=file.permalink) for file in view.files("files")),
        update_due=datetime.fromtimestamp(int(due), UTC) if due else None,
    )


def _add(view: View) -> Act:
    """Return the comment that repeats a message: whose words they are comes first."""
    asked = view.context
    pieces = filter(None, (_words(view, field) for field in view.fields_named(PIECE)))
    text = "\n".join(pieces)
    body = f"{asked.author} wrote:\n{text}" if text else _sent(asked)
    return AddComment(number(view.value("incident") or ""), body, files=asked.files, source=asked.source)


def _sent(asked: Context) -> str:
    """Return the words of a message that was nothing but files; none where it had none."""
    return f"{asked.author} sent {', '.join(file.name for file in asked.files)}" if asked.files else ""


def _status(view: View) -> Act:
    return MoveIncident(Move(view.value("status") or ""), _number(view), _words(view, "note"))


def _resolve(view: View) -> Act:
    fill = Edit(
        service=_words(view, "service"),
        categories=tuple(map(clean, view.values("categories"))),
        assignee_id=view.value("assignee"),
        summary=_words(view, "summary"),
    )
    return MoveIncident(Move.RESOLVE, _number(view), _words(view, "note"), fill)


def _delete(view: View) -> Act:
    return DeleteIncident(_number(view))


def _edit(form: FormName) -> Callable[[View], Act]:
    def read(view: View) -> Act:
        severity = view.value("severity")
        edit = Edit(
            title=_words(view, "title") or STAYS,
            severity=Severity(severity) if severity else STAYS,
            summary=_said(view, "summary", _words(view, "summary")),
            priority=_said(view, "priority", _priority(view)),
            service=_said(view, "service", _words(view, "service")),
            categories=_categories(view),
            assignee_id=_said(view, "assignee", view.value("assignee")),
        )
        return EditIncident(_number(view), edit, _words(view, "note"), form)

    return read


def _settings(view: View) -> Act:
    said = {setting: _words(view, setting) or ",".join(view.values(setting)) for setting in Setting}
    return SaveSettings(said, seen=view.context.settings_seen or 0)


READ: dict[str, Callable[[View], Act]] = {
    "form:new": _new,
    "form:pick": _pick,
    "form:search": _search,
    **{f"form:{form}": _edit(form) for form in (FormName.EDIT, FormName.ASSIGN, FormName.SEVERITY, FormName.PRIORITY)},
    "form:add": _add,
    f"form:{FormName.COMMENT}": _comment,
    f"form:{FormName.STATUS}": _status,
    f"form:{FormName.RESOLVE}": _resolve,
    f"form:{FormName.DELETE}": _delete,
    "form:settings": _settings,
}
"""By callback id."""


def _words(view: View, field: str) -> str | None:
    """Return what was typed; inputs hold plain text, in which nothing is escaped."""
    typed = view.value(field)
    return clean(typed) if typed else None


def _priority(view: View) -> Priority | None:
    chosen = view.value("priority")
    return Priority(chosen) if chosen and chosen != FOLLOWS_SEVERITY else None


def _categories(view: View) -> tuple[str, ...] | Stays:
    return tuple(map(clean, view.values("categories"))) if view.has("categories") else STAYS


def _said(view: View, field: str, value: Value) -> Value | Stays:
    """Return the value, also an empty one, where the form has the field at all."""
    return value if view.has(field) else STAYS


def _number(view: View) -> int:
    if view.context.number is None:
        raise ValueError("the form does not say which incident it is about")
    return view.context.number
