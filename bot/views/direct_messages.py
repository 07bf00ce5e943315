"""What one person is told directly: what happened, one sentence a line, and the incident as it is now."""

from collections.abc import Sequence

from bot.rules.deletion import KEPT_FOR
from bot.views.blocks import Block, Message, actions, button, message, section, small_print
from bot.views.follows import reason, unfollow
from bot.views.text import ELLIPSIS, escape, linked, person
from bot.views.words import gone, in_short, status
from storage.records import Followed, Incident

_TITLE_BUDGET = 1300
_SENTENCES_BUDGET = 1500
_NOTE_BUDGET = 500


def assigned(incident: Incident, *, actor_id: str, note: str | None = None) -> str:
    """Tell somebody that an incident is theirs, and what was said about it."""
    return f"{person(actor_id)} assigned #{incident.number} to you{_said(note)}"


def lost(incident: Incident, *, actor_id: str, note: str | None = None) -> str:
    """Tell somebody that the incident is not theirs any more, and what was said about it."""
    if incident.assignee_id == actor_id:
        return f"{person(actor_id)} took #{incident.number} from you{_said(note)}"
    if incident.assignee_id is None:
        return f"{person(actor_id)} released #{incident.number}, which was yours{_said(note)}"
    return (
        f"{person(actor_id)} gave #{incident.number}, which was yours, to {person(incident.assignee_id)}{_said(note)}"
    )


def resolved(incident: Incident, *, actor_id: str, note: str | None) -> str:
    """Tell reporter and assignee that it is over, and what was said about it."""
    return f"{person(actor_id)} resolved #{incident.number}{_said(note)}"


def reopened(incident: Incident, *, actor_id: str, note: str | None) -> str:
    """Tell those who were told that it is over that it is not, and what was said about it."""
    return f"{person(actor_id)} reopened #{incident.number}{_said(note)}"


def deleted(incident: Incident, *, actor_id: str) -> str:
    """Tell reporter and assignee that it is gone."""
    return f"{person(actor_id)} deleted #{incident.number}."


def restored(incident: Incident, *, actor_id: str) -> str:
    """Tell reporter and assignee that it is back."""
    return f"{person(actor_id)} restored #{incident.number}."


def _said(note: str | None) -> str:
    return f": {linked(' '.join(note.split()), limit=_NOTE_BUDGET)}" if note else "."


def direct_message(
    incident: Incident, sentences: Sequence[str], *, because: Sequence[Followed] = (), of_deletion: bool = False
) -> Message:
    """Return the message that says these sentences, which are mrkdwn of ours; of a deleted incident, that it is.

    `because` is what its reader follows, where that is why they are told: they can stop each of it here. Whoever is
    told of the deletion itself reads which incident it was, and the way back.
    """
    if incident.is_deleted:
        return message(_deleted(incident) if of_deletion else gone(incident))
    said, title = "\n".join(_newest(sentences)), escape(incident.title, limit=_TITLE_BUDGET)
    facts = (in_short(incident), status(incident.status), f"reported by {person(incident.reporter_id)}")
    return message(
        f"{said} {title} ({', '.join(facts)})" + (f". {reason(because)}" if because else ""),
        section(
            f"{said}\n*{title}*",
            accessory=button("Show", id="act:show", value=f"show {incident.number}"),
        ),
        small_print(" · ".join(facts)),
        *_ways_to_stop(because),
    )


def _ways_to_stop(because: Sequence[Followed]) -> list[Block]:
    """Return why they are told: in a line above its button, or in lines with a button each."""
    match because:
        case []:
            return []
        case [one]:
            return [small_print(reason(because)), actions(unfollow(one))]
    return [section(reason([one]), accessory=unfollow(one)) for one in because]


def _deleted(incident: Incident) -> str:
    title = escape(incident.title, limit=_TITLE_BUDGET)
    way_back = f"An admin can restore it for {KEPT_FOR.days} days."
    return f"{person(incident.deleted_by)} deleted #{incident.number} — {title}. {way_back}"


def _newest(sentences: Sequence[str]) -> list[str]:
    """Return the newest sentences there is room for, in their order; the last one always."""
    kept: list[str] = []
    room = _SENTENCES_BUDGET
    for sentence in reversed(sentences):
        room -= len(sentence) + 1
        if room < 0 and kept:
            return [ELLIPSIS, *reversed(kept)]
        kept.append(sentence)
    return [*reversed(kept)]
