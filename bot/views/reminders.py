"""Reminders, and what is answered about them: when the next one comes, what was made of it, and the rule behind it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules.names import COMMAND, STATUS_NAMES
from bot.rules.reminders import WAITS_FOR_WORK, Next, Reason, Where, next_reminder, places, sent
from bot.views.blocks import Block, Message, actions, button, message, section, small_print
from bot.views.history import sentence
from bot.views.offers import ON_ANSWER, restart, take
from bot.views.settings import DAYS
from bot.views.text import due, duration, escape, moment, named, person
from bot.views.words import gone, in_short, severity, status
from storage.records import HistoryEntry, Incident, Person, Reminders, Settings

_TITLE_BUDGET = 1300
_SHORT_TITLE_BUDGET = 250
_LADDER = (
    "The first reminder goes to the assignee, the second also into the thread, from the third on they also go into the "
    "channel, and then one comes each day. Where nobody has the incident, all go into the channel. "
    "Any activity begins anew, but not before what was put off, which another severity or assignee ends."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was decided about a reminder; the rest is as the incident is."""

    where: Where
    count: int
    reason: Reason
    since: datetime
    """The last activity before it."""
    has_assignee: bool
    """False also where the assignee cannot be reminded."""
    had_by: str | None = None
    """Who had it then, also where they could not be reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """All that decides when the next reminder of an incident comes."""

    incident: Incident
    reminders: Reminders
    settings: Settings
    zone: str
    """Of whoever is reminded."""
    has_assignee: bool
    """Somebody who can be reminded."""
    channel: str | None
    coming: Next | None = None
    to_move: Next | None = None
    """The next one that can be moved."""
    is_overdue: bool = False
    is_missed: bool = False
    """The update that was promised is overdue."""

    @property
    def where(self) -> tuple[Where, ...]:
        """Where the next one is said."""
        return places(self.reminders.sent + 1, has_assignee=self.has_assignee)

    @property
    def is_promised(self) -> bool:
        """Whether the next one is that of an update which is promised and not due yet."""
        return self.to_move not in (None, self.coming)

    @property
    def after_promised(self) -> Next | None:
        """The one that somebody moved, where that of a promised update comes before."""
        if self.coming is None or self.reminders.moved_to is None or not self.is_promised:
            return None
        at = self.coming.at
        return next_reminder(self.incident, sent(self.reminders, now=at), self.settings, now=at, zone=self.zone)


def reminder(incident: Incident, said: Said, so_far: Reminders | None = None) -> Message:
    """Return the reminder; of a deleted incident, that it is deleted, and once it is dealt with, what became of it.

    `so_far` is where reminders stand by now, None the first time it is said; a question that was put off still asks.
    """
    if incident.is_deleted:
        return message(gone(incident))
    if news := _ended(incident, said):
        return _dealt_with(incident, news)
    ways = [*_first_buttons(incident, said), *_buttons(incident)]
    put_off = _put_off(incident, so_far) if so_far else None
    if put_off and said.has_assignee:
        return _dealt_with(incident, put_off, *ways)
    sentence, title = f":bell: {_sentence(incident, said)}", escape(incident.title, limit=_TITLE_BUDGET)
    count = f"reminder {said.count}" if said.count > 1 else "first reminder"
    by = f"reported by {person(incident.reporter_id)}"
    facts, notes = (in_short(incident), status(incident.status), by, count), [f"{put_off}."] if put_off else []
    return message(
        " ".join([f"{sentence} {title} ({', '.join(facts)})", *notes]),
        section(f"{sentence}\n*{title}*", accessory=button("Show", id="act:show", value=f"show {incident.number}")),
        small_print(" · ".join([*facts, *notes])),
        actions(*ways),
    )


def _ended(incident: Incident, said: Said) -> str | None:
    """Return what was done since a reminder, which ends it; a question who takes it stands until it is answered."""
    number = incident.number
    if incident.is_resolved:
        return f"#{number} is {status(incident.status)}"
    if incident.assignee_id not in (None, said.had_by):
        return f"{person(incident.assignee_id)} has #{number}"
    if said.has_assignee and incident.assignee_id is None:
        return f"Nobody has #{number} any more"
    if said.has_assignee and incident.last_activity_at != said.since:
        return f"Something was done about #{number} since, last {moment(incident.last_activity_at)}"
    return None


def _put_off(incident: Incident, so_far: Reminders) -> str | None:
    """Return how long the reminders wait; those that come again after they were stopped do not."""
    if incident.reminders_stopped:
        return f"The reminders of #{incident.number} are stopped"
    if so_far.moved_to and so_far.sent:
        return f"The reminder of #{incident.number} was put off until {moment(so_far.moved_to)}"
    return None


def _dealt_with(incident: Incident, news: str, *buttons: Block) -> Message:
    title = escape(incident.title, limit=_TITLE_BUDGET)
    show = button("Show", id="act:show", value=f"show {incident.number}")
    return message(
        f":bell: {news}. {title}",
        section(f":bell: {news}.\n*{title}*", accessory=show),
        *([actions(*buttons)] if buttons else []),
    )


def next_one(rule: Rule) -> Message:
    """Say when the next reminder comes, and where; and, for who expected a snooze, that nothing was moved."""
    which = "the others" if rule.is_promised else "it"
    way = f" This only shows it: `{COMMAND} remind {rule.incident.number} 2h` moves {which}." if rule.coming else ""
    said = f"{_coming(rule)} {_titled(rule.incident)}{way}"
    return message(said, section(said), *_ways(rule))


def moved(rule: Rule, *, is_news: bool) -> Message:
    """Say when the reminder that was moved comes now, which may be later than was asked; or that it is so already."""
    other = "no other reminder" if rule.is_promised else "no reminder"
    done = "Moved." if is_news else f"Nothing to change: until then {other} comes anyway."
    later = " Comments and replies before can only make that later." if rule.coming else ""
    return message(f"{done} {_coming(rule)}{_why_later(rule)}{later}")


def stopped(rule: Rule, *, is_news: bool) -> Message:
    """Say that nobody is reminded any more, with the way back."""
    number = rule.incident.number
    news = f"Stopped the reminders of #{number}, for everyone."
    said = f"{news if is_news else f'The reminders of #{number} are stopped already.'}{_nor_promised(rule)}"
    undo = button("Undo", id="act:undo", value=f"remind {number} on")
    return message(said, section(said), actions(undo, name=ON_ANSWER))


def restarted(rule: Rule, *, is_news: bool) -> Message:
    """Say that reminders come again."""
    number = rule.incident.number
    said = f"Reminders of #{number} come again." if is_news else f"The reminders of #{number} were not stopped."
    return message(f"{said} {_coming(rule)}")


def stopped_in_thread(actor: Person, *, is_stopped: bool) -> Message:
    """Say in the thread who stopped or restarted the reminders, which concerns everyone but them."""
    return message(f"{named(actor)} {'stopped' if is_stopped else 'restarted'} the reminders.")


def why(rule: Rule, *, moved: HistoryEntry | None = None) -> Message:
    """Explain the next reminder: the rule, the last activity, who moved it, and what comes next."""
    incident = rule.incident
    headline = f"Reminders of #{incident.number} {escape(incident.title, limit=_SHORT_TITLE_BUDGET)}"
    lines = [_rule(rule), f"Last activity: {moment(incident.last_activity_at)}.", *_state(rule, moved)]
    lines.append(f"What comes next: {_coming(rule)}{_why_later(rule)}")
    return message(
        " ".join([f"{headline}.", *lines, _LADDER]),
        section(f"*{headline}*"),
        section("\n".join(lines)),
        small_print(_LADDER),
    )


def none(incident: Incident) -> str:
    """Say of a resolved incident that there is nothing to remind of."""
    return f"#{incident.number} is {STATUS_NAMES[incident.status]}, so nobody is reminded of it."


def _sentence(incident: Incident, said: Said) -> str:
    if said.reason is Reason.PROMISE and incident.update_due_at is not None:
        what = f"The next update on #{incident.number} was due {moment(incident.update_due_at)}."
    else:
        what = f"No update on #{incident.number} since {moment(incident.last_activity_at)}."
    if not said.has_assignee:
        has = f"{person(incident.assignee_id)} cannot be reminded" if incident.assignee_id else "Nobody has it"
        return f"{what} {has}. Who takes it?"
    return what if said.where is Where.DIRECT else f"{what} {person(incident.assignee_id)} has it."


def _first_buttons(incident: Incident, said: Said) -> list[Block]:
    update = button("Post update", id="form:comment", value=str(incident.number), style="primary")
    if said.has_assignee:
        return [update]
    return [take(incident, style="primary"), button("Post update", id="form:comment", value=str(incident.number))]


def _buttons(incident: Incident) -> list[Block]:
    """Return what can be done about any reminder, however old the message; each is a command."""
    number = incident.number
    why = button("Why?", id="act:why", value=f"remind {number} why")
    if incident.reminders_stopped:
        return [restart(incident), why]
    return [
        button("Snooze 1 hour", id="act:snooze:1", value=f"remind {number} snooze 1h"),
        button("Snooze 4 hours", id="act:snooze:4", value=f"remind {number} snooze 4h"),
        button("Tomorrow morning", id="act:snooze:tomorrow", value=f"remind {number} snooze tomorrow"),
        button("Stop", id="act:stop", value=f"remind {number} off"),
        why,
    ]


def _ways(rule: Rule) -> list[Block]:
    if rule.incident.is_resolved:
        return []
    return [actions(*_buttons(rule.incident), name=ON_ANSWER)]


def _coming(rule: Rule) -> str:
    number = rule.incident.number
    if rule.incident.is_resolved:
        return none(rule.incident)
    if rule.coming is None:
        again = f"`{COMMAND} remind {number} on` restarts them."
        return f"The reminders of #{number} are stopped.{_nor_promised(rule)} {again}"
    when = "any moment" if rule.is_overdue else _when(rule, rule.coming.at)
    then = f"; then one comes {moment(rule.after_promised.at)}" if rule.after_promised else ""
    return f"The next reminder of #{number} comes {when}, {_places(rule)}{then}."


def _nor_promised(rule: Rule) -> str:
    promised = rule.incident.update_due_at
    return f" Nobody is reminded of the update due {moment(promised)} either." if promised else ""


def _when(rule: Rule, at: datetime) -> str:
    return f"{moment(at)}{', when the promised update is due' if at == rule.incident.update_due_at else ''}"


def _places(rule: Rule) -> str:
    channel = f"in <#{rule.channel}>" if rule.channel else "where its card is"
    words = {
        Where.DIRECT: f"to {person(rule.incident.assignee_id)} directly",
        Where.THREAD: "in its thread",
        Where.CHANNEL: channel,
    }
    *most, last = (words[where] for where in rule.where)
    return f"{', '.join(most)} and {last}" if most else last


def _why_later(rule: Rule) -> str:
    if rule.coming is None or rule.coming.at == rule.coming.ruled_at:
        return ""
    return f" It waits for working hours: without them it would be {_when(rule, rule.coming.ruled_at)}."


def _rule(rule: Rule) -> str:
    incident, settings = rule.incident, rule.settings
    length = duration(timedelta(minutes=settings.reminder_minutes[incident.severity]).total_seconds())
    said = (
        f"The rule: {severity(incident.severity)} is reminded of after {length} without a comment, a change or a reply "
        "in its thread, and when an update that was promised is due, whatever was snoozed before"
    )
    if incident.severity not in WAITS_FOR_WORK:
        return f"{said}, at any hour."
    days = ", ".join(DAYS[str(day)][:3] for day in settings.work_days)
    hours = f"{settings.work_starts:%H:%M}–{settings.work_ends:%H:%M}"
    return f"{said}; only in working hours ({days} {hours}, {escape(rule.zone)}), never on holidays."


def _state(rule: Rule, moved: HistoryEntry | None) -> list[str]:
    incident, reminders = rule.incident, rule.reminders
    lines = []
    if incident.update_due_at:
        lines.append(f"Next update due: {due(incident.update_due_at, is_overdue=rule.is_missed)}.")
    if reminders.sent and reminders.last_at:
        many = "1 reminder" if reminders.sent == 1 else f"{reminders.sent} reminders"
        lines.append(f"{many} since then, the last {moment(reminders.last_at)}.")
    if reminders.moved_to:
        which = "the one after that of the promised update" if rule.is_promised else "the next one"
        earliest = f"{which} comes {moment(reminders.moved_to)} at the earliest"
        happened = sentence(replace(moved, new=None)) if moved else "It was moved, put off or restarted"
        lines.append(f"{happened}: {earliest}.")
    return lines


def _titled(incident: Incident) -> str:
    return f"It is {severity(incident.severity)}: {escape(incident.title, limit=_SHORT_TITLE_BUDGET)}."
