"""The card: the one message in the incidents channel that always shows the present state."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.rules.lifecycle import Move, moves_from
from bot.views.blocks import (
    HEADER_MAX,
    MESSAGE_TEXT_MAX,
    SMALL_PRINT_MAX,
    Block,
    Message,
    actions,
    button,
    fields,
    header,
    menu,
    message,
    section,
    small_print,
)
from bot.views.text import ago, due, duration, escape, linked, links, message_link, moment, person
from bot.views.words import gone, severity, severity_signed, status, status_signed
from storage.records import Comment, File, Incident

ON_CARD = "card"
"""How the block ids of a card's buttons begin."""
OWN = "own:"
"""How the version begins of a card that is shown to one person alone."""
ON_OWN_CARD = f"{ON_CARD}:{OWN}"
TITLE_BUDGET = 1300
SUMMARY_BUDGET = 2000
SPOKEN_SUMMARY_BUDGET = 1200
COMMENT_BUDGET = 600
Who = Callable[[str | None], str]
"""How people are written."""

_IN_THE_MENU = (Move.START, Move.MITIGATE, Move.REVERT)
"""The moves that have no button of their own on the card."""


def card(
    incident: Incident,
    last_comment: Comment | None,
    *,
    version: str = "",
    is_followed: bool | None = None,
    who: Who = person,
    now: datetime | None = None,
) -> Message:
    """Return the card as it should look now; `is_followed` by the one who alone sees it, None on everybody's.

    Who asks for a closed one wants to read all of it. `who` writes people; by `now` a promised update is overdue.

    Slack's client keeps showing what was chosen from a menu, and does not send the same choice twice, until the menu
    comes back under another block id: `version` makes it another one.
    """
    if incident.is_deleted:
        return _withdrawn(incident, version)
    if incident.is_resolved:
        return _closed(incident, last_comment, version, who, is_followed=is_followed)
    return message(
        _in_words(incident, last_comment, who, now=now),
        header(f"#{incident.number} {incident.title}"),
        *_rest_of_title(incident),
        fields(*_facts(incident, who, now=now)),
        *_summary(incident),
        *_last_comment(last_comment, who),
        actions(
            button(
                "Take",
                id="act:take",
                value=f"take {incident.number}",
                style=None if incident.assignee_id else "primary",
            ),
            button("Comment", id="form:comment", value=str(incident.number)),
            button("Resolve", id="form:resolve", value=str(incident.number)),
            _menu(incident, is_followed=is_followed),
            name=f"{ON_CARD}:{version}",
        ),
    )


def moved(incident: Incident) -> Message:
    """Say in the place of a card that the card is elsewhere now, which stays true whatever becomes of the incident."""
    place = incident.card_channel or ""
    is_direct = place.startswith("D")
    where = f"went to {person(incident.reporter_id)} alone" if is_direct else f"moved to <#{place}>"
    said = f"#{incident.number}: the card {where}."
    return message(said, section(said, accessory=button("Show", id="act:show", value=f"show {incident.number}")))


def _menu(incident: Incident, *, is_followed: bool | None) -> Block:
    """Return the rest of what can be done; each choice is a command."""
    number = incident.number
    choices = [(move.capitalize(), f"{move} {number}") for move in moves_from(incident.status) if move in _IN_THE_MENU]
    choices.append(("Assign", f"assign {number}"))
    if incident.assignee_id:
        choices.append(("Release", f"release {number}"))
    choices += [("Severity", f"severity {number}"), ("Priority", f"priority {number}")]
    if incident.reminders_stopped:
        choices.append(("Restart reminders", f"remind {number} on"))
    return menu([*choices, *_always(number, is_followed=is_followed)], id="act:menu", hint="More")


def _always(number: int, *, is_followed: bool | None) -> list[tuple[str, str]]:
    follow = ("Unfollow", f"unfollow {number}") if is_followed else ("Follow", f"follow {number}")
    return [("Edit", f"edit {number}"), follow, ("History", f"history {number}"), ("Delete", f"delete {number}")]


def _when_closed(number: int, *, is_followed: bool | None) -> list[tuple[str, str]]:
    return [
        ("Comment", f"comment {number}"),
        ("Assign", f"assign {number}"),
        *_always(number, is_followed=is_followed),
    ]


def _withdrawn(incident: Incident, version: str) -> Message:
    said = f"{gone(incident)} An admin can restore it."
    return message(
        said,
        section(said),
        actions(button("Restore", id="act:restore", value=f"restore {incident.number}"), name=f"{ON_CARD}:{version}"),
    )


def _closed(
    incident: Incident, last_comment: Comment | None, version: str, who: Who, *, is_followed: bool | None
) -> Message:
    return message(
        _in_words(incident, last_comment, who),
        section(f"{status_signed(incident.status)}  *#{incident.number}* {escape(incident.title, limit=TITLE_BUDGET)}"),
        small_print(_closing_line(incident, who)),
        *([] if is_followed is None else [fields(*_facts(incident, who)), *_summary(incident)]),
        *_last_comment(last_comment, who),
        actions(
            button("Reopen", id="act:reopen", value=f"reopen {incident.number}"),
            menu(_when_closed(incident.number, is_followed=is_followed), id="act:menu", hint="More"),
            name=f"{ON_CARD}:{version}",
        ),
    )


def _facts(incident: Incident, who: Who, *, now: datetime | None = None) -> list[tuple[str, str]]:
    facts = [
        ("Severity", f"{severity_signed(incident.severity)} · {incident.priority.upper()}"),
        ("Status", status_signed(incident.status)),
        ("Assignee", who(incident.assignee_id)),
        ("Reporter", who(incident.reporter_id)),
    ]
    if incident.service:
        facts.append(("Service", escape(incident.service.name)))
    if incident.categories:
        facts.append(("Categories", escape(", ".join(category.name for category in incident.categories), limit=1500)))
    opened = f"{ago(incident.created_at)}, {moment(incident.created_at)}{_from_message(incident)}"
    facts.append(("Opened", opened))
    return [*facts, *_awaited(incident, now=now)]


def _awaited(incident: Incident, *, now: datetime | None) -> list[tuple[str, str]]:
    """Return when the next update is due, and that nobody is reminded."""
    awaited = []
    if at := incident.update_due_at:
        awaited.append(("Next update due", due(at, is_overdue=now is not None and at <= now)))
    if incident.reminders_stopped and not incident.is_resolved:
        awaited.append(("Reminders", "stopped"))
    return awaited


def _from_message(incident: Incident) -> str:
    return f", from {message_link(incident.source)}" if incident.source else ""


def _rest_of_title(incident: Incident) -> list[Block]:
    """Return the whole title where the headline has no room for it."""
    if len(f"#{incident.number} {incident.title}") <= HEADER_MAX:
        return []
    return [section(escape(incident.title, limit=TITLE_BUDGET))]


def _summary(incident: Incident) -> list[Block]:
    return [section(linked(incident.summary, limit=SUMMARY_BUDGET))] if incident.summary else []


def _last_comment(comment: Comment | None, who: Who) -> list[Block]:
    if comment is None:
        return []
    said = linked(" ".join(comment.body.split()), limit=COMMENT_BUDGET)
    shown = f":speech_balloon: {who(comment.author_id)} {ago(comment.created_at)}: {said}"
    return [small_print(_with_files(shown, comment.files, limit=SMALL_PRINT_MAX))]


def _closing_line(incident: Incident, who: Who) -> str:
    facts = [severity(incident.severity)]
    if incident.service:
        facts.append(escape(incident.service.name))
    facts.append(f"assignee {who(incident.assignee_id)}")
    return " · ".join([*facts, *_ended(incident)])


def _ended(incident: Incident) -> list[str]:
    if incident.resolved_at is None:
        return []
    took = duration((incident.resolved_at - incident.created_at).total_seconds())
    return [f"resolved {moment(incident.resolved_at)} after {took}"]


def _in_words(incident: Incident, last_comment: Comment | None, who: Who, *, now: datetime | None = None) -> str:
    """Return all of the card in sentences, for those who hear it."""
    words = [
        f"#{incident.number} {escape(incident.title, limit=TITLE_BUDGET)}.",
        f"{severity(incident.severity)}, {status(incident.status)}, priority {incident.priority.upper()}.",
        f"Assignee: {who(incident.assignee_id)}. Reporter: {who(incident.reporter_id)}.",
    ]
    if incident.service:
        words.append(f"Service: {escape(incident.service.name)}.")
    if incident.categories:
        names = ", ".join(category.name for category in incident.categories)
        words.append(f"Categories: {escape(names, limit=300)}.")
    words.append(f"Opened {moment(incident.created_at)}{_from_message(incident)}.")
    words += [f"{name}: {said}." for name, said in _awaited(incident, now=now)]
    words += [f"{ended[0].upper()}{ended[1:]}." for ended in _ended(incident)]
    if incident.summary:
        words.append(linked(incident.summary, limit=SPOKEN_SUMMARY_BUDGET))
    if last_comment:
        said = linked(last_comment.body, limit=COMMENT_BUDGET)
        words.append(f"Last comment, by {who(last_comment.author_id)}: {said}")
    files = last_comment.files if last_comment else ()
    return _with_files(" ".join(words), files, limit=MESSAGE_TEXT_MAX)


def _with_files(words: str, files: Sequence[File], *, limit: int) -> str:
    return f"{words} {links(files, limit=limit - len(words) - 1)}" if files else words
