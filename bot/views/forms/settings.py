"""The form for what a workspace decides for itself."""

from collections.abc import Mapping, Sequence

from bot.rules.names import COMMAND
from bot.rules.settings import HOLIDAYS_MAX, zones
from bot.views.audit_log import line, sentence
from bot.views.blocks import Block, View, modal, option, section, small_print
from bot.views.forms import fields
from bot.views.forms.context import Context
from bot.views.inputs import channel_input, checkboxes, choice, labelled, lookup, renewed, text_input, time_input
from bot.views.settings import DAYS, LABELS
from storage.records import AuditEntry, Role, Setting

ZONE_LOOKUP = "lookup:zone"
_MOST_ZONES = 100
_REMINDER_MAX = 20


def form(
    words: Mapping[Setting, str],
    *,
    context: Context,
    last: Sequence[AuditEntry],
    meanwhile: Sequence[AuditEntry] = (),
    version: str = "",
) -> View:
    """Return the form, filled with these words, and below it the last changes of all that admins did.

    `meanwhile` is what other admins changed of the same while it was open; then the fields get ids of this `version`.
    """
    sentences = [sentence(entry) for entry in reversed(meanwhile)]
    blocks = [*_channels(words), *_reminders(words), *_working_time(words), *_daily_post(words), *_roles(words)]
    return modal(
        "Settings",
        *fields.changed_meanwhile(sentences, "Save it all the same?"),
        *([renewed(block, version=version) for block in blocks] if meanwhile else blocks),
        *_last_changes(last),
        id="form:settings",
        submit="Save",
        metadata=context.packed(),
    )


def zone_options(typed: str) -> list[Block]:
    """Return the time zones that hold what was typed, those of whose city it is the beginning first."""
    wanted = "_".join(typed.split()).lower()
    found = [zone for zone in zones() if wanted in zone.lower()]
    found.sort(key=lambda zone: (not zone.lower().rpartition("/")[2].startswith(wanted), "/" in zone))
    return [option(zone, zone) for zone in found[:_MOST_ZONES]]


def _channels(words: Mapping[Setting, str]) -> list[Block]:
    hint = "New cards go there. Empty: the public channel called incidents. Into a private channel, invite me first."
    return [_field(Setting.INCIDENTS_CHANNEL, _channel(words, Setting.INCIDENTS_CHANNEL), hint=hint, optional=True)]


def _reminders(words: Mapping[Setting, str]) -> list[Block]:
    hint = "How long an unresolved incident may go without a comment or a change: 30m, 2h, 1d."
    settings = (Setting.SEV1_REMINDER, Setting.SEV2_REMINDER, Setting.SEV3_REMINDER, Setting.SEV4_REMINDER)
    return [
        section("*Reminders*"),
        *(
            _field(one, text_input(initial=words[one], longest=_REMINDER_MAX), hint="" if place else hint)
            for place, one in enumerate(settings)
        ),
    ]


def _working_time(words: Mapping[Setting, str]) -> list[Block]:
    zone, lines = words[Setting.TIME_ZONE], words[Setting.HOLIDAYS]
    holidays = text_input(initial=lines, lines=True, longest=HOLIDAYS_MAX, hint="2026-12-25 Christmas")
    return [
        section("*Working time*"),
        small_print("People are reminded of SEV3 and SEV4 only then, each in their own time zone."),
        _field(Setting.WORK_STARTS, time_input(initial=words[Setting.WORK_STARTS])),
        _field(Setting.WORK_ENDS, time_input(initial=words[Setting.WORK_ENDS])),
        _field(Setting.WORK_DAYS, _days(words, Setting.WORK_DAYS)),
        _field(Setting.HOLIDAYS, holidays, hint="One a line, the date first: 2026-12-25 Christmas", optional=True),
        _field(
            Setting.TIME_ZONE,
            lookup(id=ZONE_LOOKUP, initial=(zone, zone), hint="Type a city"),
            hint="The daily post goes by it, and so do working hours while nobody has an incident.",
        ),
    ]


def _daily_post(words: Mapping[Setting, str]) -> list[Block]:
    return [
        section("*Daily post*"),
        _field(
            Setting.DAILY_POST_CHANNEL,
            _channel(words, Setting.DAILY_POST_CHANNEL),
            hint="Empty: the incidents channel.",
            optional=True,
        ),
        _field(Setting.DAILY_POST_TIME, time_input(initial=words[Setting.DAILY_POST_TIME])),
        _field(
            Setting.DAILY_POST_DAYS,
            _days(words, Setting.DAILY_POST_DAYS),
            hint="None: there is no daily post.",
            optional=True,
        ),
    ]


def _roles(words: Mapping[Setting, str]) -> list[Block]:
    options = [(role.capitalize(), str(role)) for role in Role]
    hint = "Of everybody who was given none. Slack's owners and admins are admins, guests are members at most."
    return [
        section("*People*"),
        _field(Setting.DEFAULT_ROLE, choice(options, initial=words[Setting.DEFAULT_ROLE]), hint=hint),
    ]


def _last_changes(last: Sequence[AuditEntry]) -> list[Block]:
    if not last:
        return []
    more = small_print(f"`{COMMAND} settings log` shows them all.")
    return [section("*Last changes*"), *(small_print(line(entry)) for entry in last), more]


def _channel(words: Mapping[Setting, str], setting: Setting) -> Block:
    return channel_input(initial=words[setting] or None)


def _days(words: Mapping[Setting, str], setting: Setting) -> Block:
    chosen = words[setting].split(",")
    return checkboxes([(name, number) for number, name in DAYS.items()], initial=chosen)


def _field(setting: Setting, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    return labelled(LABELS[setting], element, name=str(setting), hint=hint, optional=optional)
