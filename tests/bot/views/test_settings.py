"""Settings, what was changed in them, and all that admins did: fit to send whatever is in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.grammar import parse
from bot.language.workspace_acts import ShowAuditLog
from bot.rules import settings as rules
from bot.views import audit_log
from bot.views import settings as views
from bot.views.forms import settings as forms
from bot.views.forms.context import Context
from bot.views.paging import Page, cut
from bot.views.text import moment
from storage.records import AuditAct, AuditEntry, Setting, Settings
from tests.bot.rules.test_settings import WORDS
from tests.bot.rules.test_settings import settings as any_settings
from tests.bot.views.forms.reading import FULL, initial, labels
from tests.bot.views.hostile import RUNS, heavy, names
from tests.bot.views.judging import readable, require_fit_to_open, require_fit_to_send, shown
from tests.bot.views.test_panel import buttons
from tests.making import NOON, person
from tests.tables import for_each

WHEN = f"{moment(NOON)} · <@U0CHLOE>"
SENTENCES = [
    (AuditAct.INCIDENT_DELETED, "42", None, None, "deleted #42"),
    (AuditAct.INCIDENT_RESTORED, "42", None, None, "restored #42"),
    (AuditAct.SERVICE_ADDED, "7", "a", None, "added the service “a”"),
    (AuditAct.CATEGORY_ADDED, "7", "a", None, "added the category “a”"),
    (AuditAct.SERVICE_RENAMED, "7", "a", "b", "renamed the service “a” → “b”"),
    (AuditAct.SERVICE_REMOVED, "7", "a", None, "removed the service “a”"),
    (AuditAct.CATEGORY_RENAMED, "7", "a", "b", "renamed the category “a” → “b”"),
    (AuditAct.CATEGORY_REMOVED, "7", "a", None, "removed the category “a”"),
    (AuditAct.SERVICE_RESTORED, "7", "a", None, "brought back the service “a”"),
    (AuditAct.CATEGORY_RESTORED, "7", "a", None, "brought back the category “a”"),
    (AuditAct.ROLE, "U0ANA", None, "admin", "set the role of <@U0ANA>: default → admin"),
    (AuditAct.ROLE, "U0ANA", "member", None, "set the role of <@U0ANA>: member → default"),
    (AuditAct.SETTING, "sev1_reminder", "30m", "1h", "changed the settings, Remind about SEV1 after: 30m → 1h"),
    (
        AuditAct.SETTING,
        "incidents_channel",
        None,
        "C0INCIDENTS",
        "changed the settings, Incidents channel: none → <#C0INCIDENTS>",
    ),
    (AuditAct.SETTING, "work_days", "1,2", "7", "changed the settings, Working days: Mon, Tue → Sun"),
    (AuditAct.SETTING, "daily_post_days", "1", None, "changed the settings, Daily post days: Mon → none"),
    (
        AuditAct.SETTING,
        "holidays",
        None,
        "2026-12-25 A\n2026-12-26 <B>",
        "changed the settings, Holidays: none → 2026-12-25 A; 2026-12-26 &lt;B&gt;",
    ),
]


def entry(act: AuditAct, subject: str, old: str | None, new: str | None, number: int = 1) -> AuditEntry:
    return AuditEntry(act=act, subject=subject, old=old, new=new, actor_id="U0CHLOE", id=number, at=NOON)


def setting(one: Setting, old: str, new: str) -> AuditEntry:
    return entry(AuditAct.SETTING, one, old or None, new or None)


@for_each(("act", "subject", "old", "new", "words"), SENTENCES)
def test_what_an_admin_did_is_a_sentence(
    act: AuditAct, subject: str, old: str | None, new: str | None, words: str
) -> None:
    assert audit_log.line(entry(act, subject, old, new)) == f"{WHEN} {words}"


def test_every_act_has_its_sentence() -> None:
    assert {row[0] for row in SENTENCES} == set(AuditAct)


def test_a_page_of_what_was_done_leads_on() -> None:
    rows = [entry(AuditAct.INCIDENT_DELETED, "42", None, None, number) for number in (9, 8)]

    message = audit_log.page(Page(rows, is_first=False, is_last=False))

    require_fit_to_send(message)
    assert [(label, parse(value)) for label, value in buttons(message)] == [
        ("Next", ShowAuditLog(before=8)),
        ("Previous", ShowAuditLog(after=9)),
    ]
    line = f"{WHEN} deleted #42"
    assert message.text == f"Last changes, newest first: {line}. {line}. There are more."
    assert shown(message.blocks).count("deleted #42") == 2
    assert audit_log.page(cut(list[AuditEntry]())).text == "Nothing has been changed yet."


@for_each("run", RUNS)
def test_the_fullest_page_and_answer_are_fit_to_send(run: str) -> None:
    name, lines = (run * 60)[:60], "\n".join([f"2026-12-25 {run}"] * 200)[:3000]
    renamed = entry(AuditAct.SERVICE_RENAMED, "7", name, name)
    holidays = setting(Setting.HOLIDAYS, lines, lines)

    for kept in (renamed, holidays):
        message = audit_log.page(Page([kept] * 10, is_first=False, is_last=False))
        require_fit_to_send(message)
        assert shown(message.blocks).count("<@U0CHLOE>") == message.text.count("<@U0CHLOE>") == 10
    require_fit_to_send(views.saved([holidays] * 14, bot_user_id="U0BOT"))


@settings(heavy, max_examples=25)
@given(before=any_settings(), after=any_settings(), name=names())
def test_any_settings_can_be_shown_and_what_was_changed_said(before: Settings, after: Settings, name: str) -> None:
    old, new = rules.words(before), rules.words(after)
    entries = [setting(one, old[one], new[one]) for one in Setting if one not in _CHANNELS]
    last = [entry(AuditAct.SERVICE_REMOVED, "7", name, None)]

    view = forms.form(new, context=FULL, last=last, meanwhile=entries[:4], version="7")

    require_fit_to_open(view)
    require_fit_to_send(views.saved(entries, bot_user_id="U0BOT"))


_CHANNELS = (Setting.INCIDENTS_CHANNEL, Setting.DAILY_POST_CHANNEL)


def test_the_form_has_a_field_for_every_setting_filled_with_what_holds() -> None:
    words = {**WORDS, Setting.INCIDENTS_CHANNEL: "C0INCIDENTS", Setting.HOLIDAYS: "2026-12-25 A"}

    view = forms.form(words, context=Context(), last=[])

    require_fit_to_open(view)
    optional = {
        Setting.INCIDENTS_CHANNEL,
        Setting.HOLIDAYS,
        Setting.DAILY_POST_CHANNEL,
        Setting.DAILY_POST_DAYS,
    }
    assert labels(view) == {one: (views.LABELS[one], one in optional) for one in Setting}
    held = initial(view)
    assert {name: held[name] for name in ("incidents_channel", "holidays", "sev1_reminder", "work_ends")} == {
        "incidents_channel": "C0INCIDENTS",
        "holidays": "2026-12-25 A",
        "sev1_reminder": "30m",
        "work_ends": "17:00",
    }
    assert "daily_post_channel" not in held
    assert "Last changes" not in shown(view["blocks"])


def test_what_others_did_meanwhile_is_said_first_and_the_fields_come_anew() -> None:
    entries = [setting(Setting.SEV2_REMINDER, "2h", "3h"), setting(Setting.SEV1_REMINDER, "30m", "1h")]

    view = forms.form(WORDS, context=Context(), last=entries, meanwhile=entries, version="7")

    require_fit_to_open(view)
    said = shown(view["blocks"][1])
    assert said.index("SEV1 after: 30m → 1h") < said.index("SEV2 after: 2h → 3h")
    ids = {block["element"]["action_id"] for block in view["blocks"] if block["type"] == "input"}
    assert ids == {"value@7", "lookup:zone@7"}


def test_a_change_says_what_it_needs_and_no_change_that_there_is_none() -> None:
    assert views.saved([], bot_user_id="U0BOT").text == "Nothing to change: the settings are so already."
    changed = [setting(Setting.INCIDENTS_CHANNEL, "", "C0INCIDENTS"), setting(Setting.DEFAULT_ROLE, "admin", "member")]

    said = readable(views.saved(changed, bot_user_id="U0BOT").text)

    assert said == (
        "Saved the settings. Incidents channel: none → <#C0INCIDENTS>.\nDefault role: admin → member.\n"
        "A public channel I join by myself; into a private one, `/invite` <@U0BOT>.\n"
        "New cards go there; those that are posted stay where they are."
    )
    gone = views.saved([setting(Setting.DAILY_POST_CHANNEL, "C0INCIDENTS", "")], bot_user_id="U0BOT").text
    assert gone == "Saved the settings. Daily post channel: <#C0INCIDENTS> → none."


def test_others_are_told_who_the_admins_are() -> None:
    admins = [person(id="U0CHLOE"), person(id="U0BEN")]

    assert views.only_for_admins(admins).text == "Only admins change the settings: ask <@U0CHLOE>, <@U0BEN>."
    assert "an owner or admin of this Slack workspace" in views.only_for_admins([]).text


@settings(heavy, max_examples=25)
@given(typed=st.text(max_size=40))
def test_whatever_is_typed_zones_are_offered_within_limits(typed: str) -> None:
    assert len(forms.zone_options(typed)) <= 100
