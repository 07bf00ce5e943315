"""What a workspace decides for itself, and what its admins did: shown to admins, changed by them."""

from datetime import datetime

from sqlalchemy import Connection

from bot.deeds import reminding
from bot.deeds.filling import context_of
from bot.deeds.outcome import Caller, Form, Outcome, Reply
from bot.deeds.participants import Participants, gather
from bot.errors import Refusal
from bot.language.workspace_acts import SaveSettings, ShowAuditLog
from bot.rules import permissions
from bot.rules import settings as rules
from bot.rules.permissions import AskAnAdmin, Right
from bot.rules.settings import Words
from bot.slack.effects import JoinChannel, to_item
from bot.views import audit_log as pages
from bot.views import settings as views
from bot.views.forms import settings as forms
from bot.views.paging import ROWS, cut
from storage import audit_log, outbox, people, settings
from storage.records import AuditAct, AuditEntry, Setting, Settings

LAST = 3
"""Changes that the form shows."""
MOST_TOLD = 4
MOST_ADMINS = 20
_MOST_MEANWHILE = 1000
_OF_REMINDERS = {
    *rules.REMINDERS.values(),
    Setting.WORK_STARTS,
    Setting.WORK_ENDS,
    Setting.WORK_DAYS,
    Setting.TIME_ZONE,
    Setting.HOLIDAYS,
}


def show(tx: Connection, *, by: Caller) -> Outcome:
    """Open the form with what holds; tell those who may not change it who may."""
    participants = gather(tx, by)
    if not participants.may(Right.SET_SETTINGS):
        return _who_may(tx, participants)
    return _form(tx, rules.words(settings.get(tx, by.team_id)), by=by)


def save(tx: Connection, act: SaveSettings, *, by: Caller, now: datetime) -> Outcome:
    """Change what was said to be changed, and leave what other admins changed since the form was shown.

    Where they changed the same, the form opens again and says so, with nothing changed.
    """
    participants = gather(tx, by)
    participants.require(Right.SET_SETTINGS)
    before = settings.lock(tx, by.team_id)
    present, said = rules.words(before), rules.words(rules.read(act.said))
    since = audit_log.following(tx, by.team_id, limit=_MOST_MEANWHILE, after=act.seen, act=AuditAct.SETTING)
    wanted, contested = rules.merge(said, shown=_shown(present, since), present=present)
    if contested:
        news = [entry for entry in since if entry.subject in contested][:MOST_TOLD]
        return _form(tx, {**present, **wanted}, by=by, meanwhile=news)
    entries = [
        AuditEntry(act=AuditAct.SETTING, subject=setting, old=present[setting] or None, new=words or None)
        for setting, words in wanted.items()
    ]
    _keep(tx, before, rules.read({**present, **wanted}), entries, by=by, now=now)
    return Reply(views.saved(entries, bot_user_id=participants.workspace.bot_user_id))


def show_log(tx: Connection, act: ShowAuditLog, *, by: Caller) -> Reply:
    """Show a page of what admins did, newest first; to others, who they are."""
    participants = gather(tx, by)
    if not participants.may(Right.SET_SETTINGS):
        return _who_may(tx, participants)
    if act.after is not None:
        found = audit_log.following(tx, by.team_id, limit=ROWS + 1, after=act.after)
    else:
        found = audit_log.newest(tx, by.team_id, limit=ROWS + 1, before=act.before)
    # Newest first: what was done after an entry stands before it.
    return Reply(pages.page(cut(found, after=act.before, before=act.after)))


def naming_admins(tx: Connection, refusal: AskAnAdmin, *, by: Caller) -> Refusal:
    """Return the refusal with who the admins are."""
    return refusal.naming(people.admins(tx, by.team_id, limit=MOST_ADMINS))


def _keep(
    tx: Connection, before: Settings, after: Settings, entries: list[AuditEntry], *, by: Caller, now: datetime
) -> None:
    if not entries:
        return
    settings.save(tx, by.team_id, before, after)
    audit_log.add(tx, by.team_id, entries, actor_id=by.person_id, at=now)
    if _OF_REMINDERS & {entry.subject for entry in entries}:
        # Of the rest, if they are very many, the clock finds out within the hour.
        reminding.look_again(tx, by.team_id, now=now)
    channels = [entry.new for entry in entries if entry.subject in rules.CHANNELS and entry.new]
    outbox.put(tx, by.team_id, [to_item(JoinChannel(channel=channel)) for channel in dict.fromkeys(channels)])


def _form(tx: Connection, words: Words, *, by: Caller, meanwhile: list[AuditEntry] | None = None) -> Form:
    """Return the form; it remembers the newest change of settings that it shows.

    Who changes the settings locks them, so their ids are in the order in which the changes were made.
    """
    seen = next(iter(audit_log.newest(tx, by.team_id, limit=1, act=AuditAct.SETTING)), None)
    context = context_of(by).model_copy(update={"settings_seen": seen.id if seen else None})
    last = audit_log.newest(tx, by.team_id, limit=LAST)
    return Form(
        forms.form(words, context=context, last=last, meanwhile=meanwhile or (), version=str(seen.id if seen else ""))
    )


def _shown(present: Words, since: list[AuditEntry]) -> Words:
    """Return the words the form showed: what they were before the first change since."""
    return {**present, **{Setting(entry.subject): entry.old or "" for entry in since}}


def _who_may(tx: Connection, participants: Participants) -> Reply:
    participants.require(Right.READ)
    permissions.require_known(participants.caller)
    return Reply(views.only_for_admins(people.admins(tx, participants.workspace.id, limit=MOST_ADMINS)))
