"""What admins did, in sentences, for admins."""

from collections.abc import Callable, Mapping

from bot.rules.names import ONE_OF
from bot.views import settings
from bot.views.blocks import Message, message, section, small_print
from bot.views.paging import Page, ways
from bot.views.text import escape, moment, person
from storage.records import AuditAct, AuditEntry, NameList

_NAME_BUDGET = 100
"""Characters of a name; a page of such entries fits into a message's text."""


def page(shown: Page[AuditEntry]) -> Message:
    """Show a page of what was done, newest first, with the way to the pages beside it."""
    headline = "Last changes, newest first"
    if not shown.rows:
        return message("Nothing has been changed yet.")
    said = [line(entry) for entry in shown.rows]
    return message(
        f"{headline}: {' '.join(f'{each}.' for each in said)}" + ("" if shown.is_last else " There are more."),
        section(f"*{headline}*"),
        *map(small_print, said),
        *ways(
            shown,
            previous=f"settings log after {shown.rows[0].id}",
            following=f"settings log before {shown.rows[-1].id}",
        ),
    )


def line(entry: AuditEntry) -> str:
    """Return when, who and what: `today at 12:00 · Ana renamed the service “a” → “b”`."""
    when = f"{moment(entry.at)} · " if entry.at else ""
    return when + sentence(entry)


def sentence(entry: AuditEntry) -> str:
    """Return who did what: `Ana renamed the service “a” → “b”`."""
    return f"{person(entry.actor_id)} {_DID[entry.act](entry)}"


def _names(deed: str, which: NameList) -> Callable[[AuditEntry], str]:
    def say(entry: AuditEntry) -> str:
        new = f" → “{escape(entry.new, limit=_NAME_BUDGET)}”" if entry.new else ""
        return f"{deed} the {ONE_OF[which]} “{escape(entry.old or '', limit=_NAME_BUDGET)}”{new}"

    return say


def _role(entry: AuditEntry) -> str:
    return f"set the role of {person(entry.subject)}: {entry.old or 'default'} → {entry.new or 'default'}"


def _setting(entry: AuditEntry) -> str:
    return f"changed the settings, {settings.phrase(entry)}"


_DID: Mapping[AuditAct, Callable[[AuditEntry], str]] = {
    AuditAct.INCIDENT_DELETED: lambda entry: f"deleted #{entry.subject}",
    AuditAct.INCIDENT_RESTORED: lambda entry: f"restored #{entry.subject}",
    AuditAct.SERVICE_ADDED: _names("added", NameList.SERVICES),
    AuditAct.SERVICE_RENAMED: _names("renamed", NameList.SERVICES),
    AuditAct.SERVICE_REMOVED: _names("removed", NameList.SERVICES),
    AuditAct.SERVICE_RESTORED: _names("brought back", NameList.SERVICES),
    AuditAct.CATEGORY_ADDED: _names("added", NameList.CATEGORIES),
    AuditAct.CATEGORY_RENAMED: _names("renamed", NameList.CATEGORIES),
    AuditAct.CATEGORY_REMOVED: _names("removed", NameList.CATEGORIES),
    AuditAct.CATEGORY_RESTORED: _names("brought back", NameList.CATEGORIES),
    AuditAct.ROLE: _role,
    AuditAct.SETTING: _setting,
}
