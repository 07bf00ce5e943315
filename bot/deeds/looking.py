"""Looking at incidents: cards, lists, histories, the panel and the help."""

from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import following, meanwhile
from bot.deeds.outcome import Caller, Outcome, Reply
from bot.deeds.participants import gather
from bot.language.grammar import verb_named
from bot.language.looking_acts import ShowHistory
from bot.language.verbs import VERBS
from bot.rules.permissions import Right, sees_only_own
from bot.slack.effects import refresh_card, to_item
from bot.views import answers
from bot.views import history as pages
from bot.views.card import OWN, card
from bot.views.help import help_on, help_overview
from bot.views.panel import panel
from storage import comments, history, incidents, outbox
from storage.records import Incident

IN_PANEL = 5
COMMONEST = ("new", "take", "comment", "resolve", "list")
"""The verbs of the panel."""


def show(tx: Connection, number: int, *, by: Caller, now: datetime, version: str = "") -> Reply:
    """Show the card as it is now, with its buttons; `version` tells its menu from the one it takes the place of."""
    return _card(tx, _visible(tx, number, by=by), by=by, now=now, version=version)


def show_even_deleted(tx: Connection, after: Reply, *, by: Caller, now: datetime, version: str) -> Outcome:
    """Show the card after an act of the caller's, who may just have deleted it, and what the card does not say.

    `version` is as in `show`.
    """
    incident = incidents.get_even_deleted(tx, by.team_id, after.number or 0)
    gather(tx, by).require(Right.READ, incident)
    shown = _card(tx, incident, by=by, now=now, version=version)
    if after.is_news:
        return Reply(answers.with_small_print(shown.message, after.message.text), shown.number)
    return meanwhile.told(tx, shown, by=by)


def draw_again(tx: Connection, number: int, *, by: Caller, now: datetime, version: str) -> Reply | None:
    """Return the private card the caller has before their eyes as it is now; have the public one drawn again."""
    if by.is_on_private_card:
        return show(tx, number, by=by, now=now, version=version)
    outbox.put(tx, by.team_id, [to_item(refresh_card(incidents.get_even_deleted(tx, by.team_id, number)))])
    return None


def show_history(tx: Connection, act: ShowHistory, *, by: Caller) -> Reply:
    """Show a page of what happened, newest first."""
    incident = _visible(tx, act.number, by=by)
    if act.after is not None:
        found = history.following(tx, incident, limit=pages.PAGE + 1, after=act.after)
        entries, is_newest, is_oldest = found[-pages.PAGE :], len(found) <= pages.PAGE, False
    else:
        found = history.newest(tx, incident, limit=pages.PAGE + 1, before=act.before)
        entries, is_newest, is_oldest = found[: pages.PAGE], act.before is None, len(found) <= pages.PAGE
    return Reply(pages.page(incident, entries, is_newest=is_newest, is_oldest=is_oldest), act.number)


def show_panel(tx: Connection, *, by: Caller) -> Reply:
    """Show the caller's unresolved incidents and the commonest verbs."""
    participants = gather(tx, by)
    participants.require(Right.READ)
    only_own = sees_only_own(participants.caller)
    found = incidents.unresolved_of(tx, by.team_id, by.person_id, only_reported=only_own, limit=IN_PANEL + 1)
    verbs = [verb_named(word) for word in COMMONEST]
    return Reply(panel(found[:IN_PANEL], there_are_more=len(found) > IN_PANEL, verbs=verbs))


def show_help(word: str | None) -> Reply:
    """Explain everything, or one verb; raise Refusal, naming the nearest, when there is none."""
    return Reply(help_on(verb_named(word)) if word else help_overview(VERBS))


def _card(tx: Connection, incident: Incident, *, by: Caller, now: datetime, version: str = "") -> Reply:
    shown = card(
        incident,
        comments.last(tx, incident),
        version=f"{OWN}{version or incident.updated_at.isoformat()}",
        is_followed=following.is_followed(tx, incident.number, by=by),
        now=now,
    )
    if not incident.is_deleted:
        shown = answers.with_small_print(shown, answers.as_of(now, incident.number))
    return Reply(shown, incident.number)


def _visible(tx: Connection, number: int, *, by: Caller) -> Incident:
    participants = gather(tx, by)
    incident = incidents.get(tx, by.team_id, number)
    participants.require(Right.READ, incident)
    return incident
