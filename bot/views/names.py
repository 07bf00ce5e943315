"""The workspace's lists, services and categories, and what became of a name in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.mentions import as_typed
from bot.language.names import quoted
from bot.rules.names import COMMAND, ONE_OF
from bot.views.blocks import Message, actions, button, message, section, small_print
from bot.views.lists import number
from bot.views.offers import ON_ANSWER
from bot.views.paging import Page, ways
from bot.views.text import escape
from storage.records import ListedName, NameList

_IN_A_SECTION = 5
_ADDED_BUDGET = 600


@dataclass(frozen=True, slots=True)
class AddedName:
    """A name that nobody could choose until somebody gave it to an incident."""

    which: NameList
    name: str
    was_removed: bool


def in_lists(added: Sequence[AddedName]) -> str:
    """Say what can be chosen since it was given to an incident, for the first time or again."""
    back = _listed([one for one in added if one.was_removed])
    new = _listed([one for one in added if not one.was_removed])
    said = [f"Created {new}." if new else "", f"Brought back {back}, which had been removed." if back else ""]
    return " ".join(filter(None, said))


def _listed(added: Sequence[AddedName]) -> str:
    named = " and ".join(f"the {ONE_OF[one.which]} “{one.name}”" for one in added)
    return escape(named, limit=_ADDED_BUDGET)


def page(which: NameList, shown: Page[ListedName], *, are_all_counted: bool, may_add: bool, may_edit: bool) -> Message:
    """Show a page of a list, with how many unresolved incidents have each name, and what the reader may do to it."""
    headline = which.capitalize() if are_all_counted else f"{which.capitalize()}, counting what you reported"
    if not shown.rows:
        said = f"There are no {which} yet."
        return message(f"{said} {_how_to_add(which)}" if may_add else said)
    lines = [_line(row) for row in shown.rows]
    how = _how(which, may_add=may_add, may_edit=may_edit)
    return message(
        " ".join([f"{headline}: {', '.join(lines)}.", *([] if shown.is_last else ["There are more."]), *how]),
        section(f"*{headline}*"),
        *(section("\n".join(lines[start : start + _IN_A_SECTION])) for start in range(0, len(lines), _IN_A_SECTION)),
        *(small_print(sentence) for sentence in how),
        *ways(
            shown,
            previous=_command(which, "before", shown.rows[0].name),
            following=_command(which, "after", shown.rows[-1].name),
        ),
    )


def added(which: NameList, name: str, *, was_removed: bool, near: str | None, may_undo: bool) -> Message:
    """Say that a name is in its list now, and which other it is nearly the same as."""
    deed = "Brought back" if was_removed else "Added"
    said = f"{deed} the {ONE_OF[which]} “{escape(name)}”."
    if near is not None:
        said += f" There is also “{escape(near)}”, which is nearly the same."
    return _undoable(said, _command(which, "remove", name) if may_undo else None)


def renamed(which: NameList, old: str, new: str, *, cards: int, there_are_more: bool) -> Message:
    """Say what it is called now, and which cards follow."""
    said = f"Renamed the {ONE_OF[which]} “{escape(old)}” to “{escape(new)}”."
    if cards == 1:
        said += " The card of its one unresolved incident follows."
    elif cards:
        said += f" {'The newest ' if there_are_more else ''}{cards} cards of unresolved incidents follow."
    return _undoable(said, as_typed(f"{which} rename {quoted(new)} -> {quoted(old)}"))


def removed(which: NameList, name: str, *, unresolved: int) -> Message:
    """Say that it cannot be chosen any more, and what stays."""
    of_them = f"{number(unresolved) if unresolved else 'none'} of them unresolved"
    stays = f"Incidents that have it keep it, {of_them}; adding it brings it back."
    return _undoable(f"Removed the {ONE_OF[which]} “{escape(name)}”. {stays}", _command(which, "add", name))


def _undoable(said: str, undo: str | None) -> Message:
    if undo is None:
        return message(said)
    return message(said, section(said), actions(button("Undo", id="act:undo", value=undo), name=ON_ANSWER))


def _line(row: ListedName) -> str:
    return f"{escape(row.name)} · {row.unresolved or 'none'} unresolved"


def _how(which: NameList, *, may_add: bool, may_edit: bool) -> list[str]:
    edit = f"`{COMMAND} {which} rename old -&gt; new` renames one, `{COMMAND} {which} remove name` removes one."
    return [*([_how_to_add(which)] if may_add else []), *([edit] if may_edit else [])]


def _how_to_add(which: NameList) -> str:
    return f"`{COMMAND} {which} add name` adds one."


def _command(which: NameList, deed: str, name: str) -> str:
    return as_typed(f"{which} {deed} {quoted(name)}")
