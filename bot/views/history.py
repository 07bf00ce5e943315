"""What happened, in sentences: for the history of an incident, its thread, and people whose form came late."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.views.blocks import Message, message, section, small_print, turns
from bot.views.text import ELLIPSIS, clip, escape, linked, message_link, moment, person
from bot.views.words import status
from storage.records import Change, HistoryEntry, Incident, Source, Status

PAGE = 10
_WORDS_BUDGET = 100
"""Characters of a title, a comment or a summary; a page of such entries fits into a message's text."""
_LED_UP_TO = 15
"""Characters at most that are shown of what two long texts begin with alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How people, their words and moments are written: in Slack's markup, or plain where Slack takes none."""

    who: Callable[[str | None], str]
    words: Callable[[str], str]
    title: Callable[[str], str]
    """Titles and other names, in which no address is a link."""
    when: Callable[[datetime], str]
    message: Callable[[Source], str]


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


MARKUP = Voice(
    who=person,
    words=lambda words: linked(_in_one_line(words), limit=_WORDS_BUDGET),
    title=lambda title: escape(_in_one_line(title), limit=_WORDS_BUDGET),
    when=moment,
    message=message_link,
)


def _plain(words: str) -> str:
    return clip(_in_one_line(words), _WORDS_BUDGET)


def plain(names: Mapping[str, str]) -> Voice:
    """Return how things are written where Slack takes no markup, as under a form's field."""
    return Voice(
        who=lambda person_id: f"@{names.get(person_id, person_id)}" if person_id else "nobody",
        words=_plain,
        title=_plain,
        when=lambda at: f"{at:%d %b, %H:%M} UTC",
        message=lambda _: "a message",
    )


_FIELDS = {
    Change.STATUS: "status",
    Change.ASSIGNEE: "assignee",
    Change.SEVERITY: "severity",
    Change.PRIORITY: "priority",
    Change.TITLE: "title",
    Change.SUMMARY: "summary",
    Change.SERVICE: "service",
    Change.CATEGORIES: "categories",
    Change.UPDATE_DUE: "next update due",
}
_DEEDS = {
    Change.COMMENT_DELETED: "deleted a comment",
    Change.DELETED: "deleted this",
    Change.RESTORED: "restored this",
}


def sentence(entry: HistoryEntry, voice: Voice = MARKUP) -> str:
    """Return `Ana changed severity SEV3 → SEV1`."""
    who = voice.who(entry.actor_id) if entry.actor_id else "The tracker"
    return f"{who} {_deed(entry, voice)}"


def phrase(entry: HistoryEntry, voice: Voice = MARKUP) -> str:
    """Return what changed: `severity SEV3 → SEV1`."""
    old, new = (_value(entry.change, value, voice) for value in _apart(entry.old, entry.new))
    return f"{_FIELDS[entry.change]} {old} → {new}"


def phrases(entries: Sequence[HistoryEntry], voice: Voice = MARKUP) -> str:
    """Return all that changed: `severity SEV3 → SEV1, service none → payments`."""
    return ", ".join(phrase(entry, voice) for entry in entries)


def page(incident: Incident, entries: Sequence[HistoryEntry], *, is_newest: bool, is_oldest: bool) -> Message:
    """Show a page of an incident's history, newest first, with the way to the pages beside it."""
    headline = f"History of #{incident.number} {escape(incident.title, limit=400)}, newest first"
    said = [(sentence(entry), moment(entry.at) if entry.at else "") for entry in entries]
    return message(
        " ".join([f"{headline}:", *(f"{when}: {words}." for words, when in said)]),
        section(f"*{headline}*"),
        *(small_print(f"{when} · {words}") for words, when in said),
        *turns(
            previous=None if is_newest else f"{incident.number} {entries[0].id}",
            following=None if is_oldest else f"{incident.number} {entries[-1].id}",
            ids=("page:newer", "page:older"),
        ),
    )


def _deed(entry: HistoryEntry, voice: Voice) -> str:
    if entry.change in _DEEDS:
        return _DEEDS[entry.change]
    if entry.change is Change.OPENED:
        return f"opened this{_from_message(entry, voice)}: {voice.title(entry.new or '')}"
    if entry.change in _IN_FULL:
        return _IN_FULL[entry.change](entry, voice)
    return f"changed {phrase(entry, voice)}"


def _commented(entry: HistoryEntry, voice: Voice) -> str:
    did = f"commented{_from_message(entry, voice)}"
    if entry.said is None:
        return f"{did} (deleted since)"
    files = f" ({voice.title(', '.join(entry.files))})" if entry.files else ""
    return f"{did}: {voice.words(entry.said)}{files}"


def _edited(entry: HistoryEntry, voice: Voice) -> str:
    if entry.said is None:
        return "edited a comment (deleted since)"
    return f"edited a comment, now “{voice.words(entry.said)}”"


def _from_message(entry: HistoryEntry, voice: Voice) -> str:
    return f" from {voice.message(Source.of(entry.old))}" if entry.old else ""


def _marked(entry: HistoryEntry, voice: Voice) -> str:
    did = "no longer marks as a key moment" if entry.old else "marked as a key moment"
    return f"{did}: a comment (deleted since)" if entry.said is None else f"{did}: “{voice.words(entry.said)}”"


def _due(entry: HistoryEntry, voice: Voice) -> str:
    if entry.old and entry.new is None:
        return f"gave the update that was due {voice.when(datetime.fromisoformat(entry.old))}"
    if entry.new and entry.old is None:
        return f"promised the next update for {voice.when(datetime.fromisoformat(entry.new))}"
    return f"changed {phrase(entry, voice)}"


def _snoozed(entry: HistoryEntry, voice: Voice) -> str:
    until = f" until {voice.when(datetime.fromisoformat(entry.new))}" if entry.new else ""
    return f"snoozed the reminder{until}"


def _switched(entry: HistoryEntry, _: Voice) -> str:
    return f"{'stopped' if entry.new == 'off' else 'restarted'} the reminders"


_IN_FULL = {
    Change.COMMENTED: _commented,
    Change.COMMENT_EDITED: _edited,
    Change.KEY_MOMENT: _marked,
    Change.UPDATE_DUE: _due,
    Change.SNOOZED: _snoozed,
    Change.REMINDERS: _switched,
}


def _apart(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Return two values so that they differ in what is shown of them: of long ones, from shortly before they differ."""
    if old is None or new is None or max(len(linked(old)), len(linked(new))) <= _WORDS_BUDGET:
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    differ = next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
    if differ <= _LED_UP_TO:
        return old, new
    start = differ - _LED_UP_TO
    start += old[start:differ].find(" ") + 1
    return ELLIPSIS + old[start:], ELLIPSIS + new[start:]


def _value(change: Change, value: str | None, voice: Voice) -> str:
    if change is Change.ASSIGNEE:
        return voice.who(value)
    if value is None:
        return "“follows the severity”" if change is Change.PRIORITY else "none"
    if change is Change.STATUS:
        return status(Status(value))
    if change in (Change.SEVERITY, Change.PRIORITY):
        return value.upper()
    if change is Change.UPDATE_DUE:
        return voice.when(datetime.fromisoformat(value))
    shown = voice.words(value) if change is Change.SUMMARY else voice.title(value)
    return f"“{shown}”" if change in (Change.TITLE, Change.SUMMARY) else shown
