"""Settings: a form for admins that says what is wrong where it was typed, and loses nobody's work."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import Modal, Person, Sandbox
from storage import people, settings, workspaces
from storage.engine import Engines
from storage.records import Role, Settings
from tests.counting import statements_of
from tests.journeys.seeing import (
    answer_to,
    audited,
    card,
    cards,
    form_after,
    form_of,
    has_form,
    private_answers,
    types,
    until_told,
    warnings,
)
from tests.waiting import until

Settle = Callable[[], None]


def now_are(engine: Engine) -> Settings:
    with engine.connect() as tx:
        return settings.get(tx, "T0ACME")


def filled(person: Person, **fields: object) -> Modal:
    """Return the form with these fields filled in, `Working_days` being called Working days."""
    form = form_after(person, "/incident settings")
    for label, value in fields.items():
        form.fill(label.replace("_", " "), value)
    return form


def submit(form: Modal, person: Person) -> dict[str, str]:
    form.submit("Save")
    return form_of(person).errors if has_form(person) else {}


@pytest.fixture
def dora(acme: Sandbox, chloe: Person, clean_engine: Engine) -> Person:
    """Give Dora, another admin, of whom the bot has heard."""
    acme.admin.add_person("dora", "Dora Weiss", role="admin")
    acme.admin.join("dora", "incidents")
    with clean_engine.connect() as tx:
        until(lambda: any(person.is_known and person.id == "U0DORA" for person in people.everybody(tx, "T0ACME")))
    return acme.person("dora")


def test_an_admin_sees_what_holds_and_changes_all_of_it(
    acme: Sandbox, chloe: Person, ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    acme.admin.create_channel("outages", members=("ana", "chloe"))
    types(ana, "/incident new Slow search")
    all_is_said()
    form = form_after(chloe, "/incident settings")
    assert [form.value(label) for label in ("Remind about SEV1 after", "Working hours end", "Time zone")] == [
        "30m",
        "17:00",
        "UTC",
    ]
    form.close()

    form = filled(
        chloe,
        Incidents_channel="#outages",
        Remind_about_SEV1_after="10 min",
        Remind_about_SEV2_after="1h 30m",
        Remind_about_SEV3_after="2 days",
        Remind_about_SEV4_after="7D",
        Working_hours_begin="08:00",
        Working_hours_end="18:30",
        Working_days=["Sunday", "Monday"],
        Holidays="2027-01-01   New Year\n\n2026-12-25 Christmas <!channel>",
        Time_zone="Europe/Berlin",
        Daily_post_channel="#general",
        Daily_post_time="07:45",
        Daily_post_days=[],
        Default_role="Member",
    )
    assert submit(form, chloe) == {}

    until_told(chloe, "Saved the settings. Incidents channel: none → #outages.")
    [answer] = private_answers(chloe)
    assert "Remind about SEV2 after: 2h → 1h 30m." in answer
    assert "Working days: Mon, Tue, Wed, Thu, Fri → Mon, Sun." in answer
    assert "Holidays: none → 2026-12-25 Christmas <!channel>; 2027-01-01 New Year." in answer
    assert "Daily post days: Mon, Tue, Wed, Thu, Fri → none." in answer
    assert "into a private one, /invite @Incident Tracker." in answer
    kept = now_are(clean_engine)
    assert list(kept.reminder_minutes.values()) == [10, 90, 2880, 10080]
    assert (f"{kept.work_starts:%H:%M}-{kept.work_ends:%H:%M}", kept.work_days) == ("08:00-18:30", (1, 7))
    assert [(str(one.day), one.name) for one in kept.holidays] == [
        ("2026-12-25", "Christmas <!channel>"),
        ("2027-01-01", "New Year"),
    ]
    assert (kept.time_zone, kept.default_role, kept.daily_post_channel) == ("Europe/Berlin", Role.MEMBER, "C0GENERAL")
    assert (f"{kept.daily_post_time:%H:%M}", kept.daily_post_days) == ("07:45", ())
    assert len(audited(clean_engine)) == 14
    assert ("U0CHLOE", "setting", "sev1_reminder", "30m", "10m") in audited(clean_engine)
    all_is_said()
    outages = acme.parts.workspace.channel_named("outages")
    assert outages is not None
    assert outages.has_bot
    refused = types(ana, "/incident new Slow search service:search")
    may_not = "You may not add services and categories. Responders may; @Chloe Martin can make you a responder."
    assert may_not in refused
    form = form_after(ana, "/incident new")
    form.fill("Title", "Slow search")
    form.suggestions("Service", "search")
    form.fill("Service", "“search” is not in the list; responders may add it")
    form.submit("Open incident")
    assert form.errors == {"Service": may_not}
    assert form.value("Title") == "Slow search"
    form.close()

    types(ana, "/incident new Disk full")
    types(ana, "/incident take 1")
    all_is_said()
    assert [len(cards(chloe)), card(ana, 1).seen_text.count("In progress")] == [1, 1]
    assert any("#2 Disk full" in message.seen_text for message in chloe.messages("#outages"))
    form = filled(chloe)
    assert form.value("Holidays") == "2026-12-25 Christmas <!channel>\n2027-01-01 New Year"
    assert submit(form, chloe) == {}
    until_told(chloe, "Nothing to change: the settings are so already.")
    assert len(audited(clean_engine)) == 14


WRONG = [
    ("Remind about SEV1 after", "soon", "“soon” is no length of time. Write minutes, hours or days: 30m, 2h, 1d."),
    ("Remind about SEV2 after", "30", "“30” is no length of time."),
    ("Remind about SEV3 after", "0m", "after one minute (1m) at the earliest, and 30 days (30d) at the latest."),
    ("Remind about SEV4 after", "31d", "after one minute (1m) at the earliest, and 30 days (30d) at the latest."),
    ("Working hours end", "09:00", "Working hours end after they begin, on the same day."),
    ("Working days", [], "Please complete this required field."),
    ("Holidays", "2026-12-25 A\nChristmas", "Line 2, “Christmas”, does not begin with a date."),
    ("Holidays", "2026-02-30 A", "Line 1, “2026-02-30 A”, does not begin with a date."),
    ("Holidays", "2026-12-25 A\n2026-12-25 B", "2026-12-25 is there twice."),
]


def test_what_is_wrong_is_said_under_its_field_and_nothing_typed_is_lost(
    chloe: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    before = now_are(clean_engine)
    form = filled(chloe, Default_role="Admin")
    for label, value, said in WRONG:
        with subtests.test(label=label, value=value):
            holds = form.value(label)
            form.fill(label, value)

            errors = submit(form, chloe)

            assert list(errors) == [label]
            assert said in errors[label]
            assert form.value("Default role") == "Admin"
            form.fill(label, holds)
    at_once = {label: (form.value(label), value, said) for label, value, said in WRONG if value}
    for label, (_, value, _) in at_once.items():
        form.fill(label, value)
    errors = submit(form, chloe)
    assert errors.keys() == at_once.keys()
    for label, (holds, _, said) in at_once.items():
        assert said in errors[label]
        form.fill(label, holds)

    assert (now_are(clean_engine), audited(clean_engine)) == (before, [])
    assert submit(form, chloe) == {}
    assert now_are(clean_engine).default_role is Role.ADMIN


def test_others_are_told_who_may(acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine) -> None:
    form = filled(chloe, Default_role="Member")
    for typed in ("settings", "settings log"):
        assert types(ana, f"/incident {typed}") == "Only admins change the settings: ask @chloe."
        assert types(acme.person("dev"), f"/incident {typed}", channel="#general").startswith("Only admins change")
    assert not has_form(ana)
    with clean_engine.begin() as tx:
        tx.execute(text("UPDATE people SET is_workspace_admin = false"))

    errors = submit(form, chloe)

    assert list(errors.values()) == ["You may not change settings. Ask an owner or admin of this Slack workspace."]
    assert now_are(clean_engine).default_role is Role.RESPONDER
    assert "ask an owner or admin of this Slack workspace" in types(ana, "/incident settings")


def test_two_admins_at_once_lose_nothing_and_one_holiday_changed_by_both_is_asked_about(
    chloe: Person, dora: Person, clean_engine: Engine
) -> None:
    mine = filled(chloe, Remind_about_SEV1_after="10m", Holidays="2026-12-25 Christmas")
    theirs = filled(dora, Remind_about_SEV2_after="3h", Holidays="2027-01-01 New Year", Default_role="Member")
    assert submit(theirs, dora) == {}

    assert submit(mine, chloe) == {}

    kept = now_are(clean_engine)
    assert list(kept.reminder_minutes.values())[:2] == [10, 180]
    assert [one.name for one in kept.holidays] == ["Christmas", "New Year"]
    assert kept.default_role is Role.MEMBER

    assert submit(filled(chloe, Holidays="2026-12-24 Eve\n2026-12-25 Christmas"), chloe) == {}
    mine = filled(chloe, Holidays="2026-12-25 Xmas")
    theirs = filled(dora, Holidays="2026-12-24 Eve\n2026-12-25 Noel\n2027-01-01 New Year")
    assert submit(theirs, dora) == {}

    assert submit(mine, chloe) == {}

    again = form_of(chloe)
    assert "This changed while the form was open. Save it all the same?" in again.seen_text
    assert again.value("Holidays") == "2026-12-25 Xmas\n2027-01-01 New Year"
    assert submit(again, chloe) == {}
    assert [one.name for one in now_are(clean_engine).holidays] == ["Xmas", "New Year"]


def test_who_changed_the_same_meanwhile_is_told_and_asked(chloe: Person, dora: Person, clean_engine: Engine) -> None:
    mine = filled(chloe, Remind_about_SEV1_after="10m", Remind_about_SEV3_after="2d", Time_zone="Europe/Berlin")
    assert submit(filled(dora, Remind_about_SEV1_after="20m", Remind_about_SEV4_after="5d"), dora) == {}

    assert submit(mine, chloe) == {}

    again = form_of(chloe)
    assert "This changed while the form was open. Save it all the same?" in again.seen_text
    assert "@dora changed the settings, Remind about SEV1 after: 30m → 20m" in again.seen_text
    assert "SEV4 after: 3d" not in again.seen_text.split("Incidents channel")[0]
    labels = [f"Remind about SEV{number} after" for number in (1, 3, 4)]
    assert [again.value(label) for label in (*labels, "Time zone")] == ["10m", "2d", "5d", "Europe/Berlin"]
    assert list(now_are(clean_engine).reminder_minutes.values()) == [20, 120, 1440, 7200]

    assert submit(again, chloe) == {}

    assert not has_form(chloe)
    assert list(now_are(clean_engine).reminder_minutes.values()) == [10, 120, 2880, 7200]
    assert now_are(clean_engine).time_zone == "Europe/Berlin"
    assert audited(clean_engine)[-3:][0][2:] == ("sev1_reminder", "20m", "10m")


def test_a_private_channel_wants_an_invitation_an_archived_one_to_be_unarchived_and_the_admins_are_told(
    acme: Sandbox, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    submit(filled(chloe, Incidents_channel="#security"), chloe)
    all_is_said()

    [warning] = warnings(chloe)
    assert "If it is private, type /invite and @Incident Tracker there." in warning
    assert "choose another channel with /incident settings" in warning

    acme.admin.invite_app("security")
    types(chloe, "/incident new Slow search")
    all_is_said()
    assert any("#1 Slow search" in message.seen_text for message in chloe.messages("#security"))
    with clean_engine.connect() as tx:
        assert workspaces.get(tx, "T0ACME").cards_channel == "C0SECRET"

    acme.admin.create_channel("outages", members=("chloe",))
    form = filled(chloe, Incidents_channel="#outages")
    acme.admin.archive("outages")

    submit(form, chloe)
    all_is_said()

    assert ["is archived. Unarchive it." in warning for warning in warnings(chloe)] == [False, True]


def test_admins_see_what_was_done_the_newest_first_in_pages(chloe: Person, ana: Person, clean_engine: Engine) -> None:
    assert types(chloe, "/incident settings log") == "Nothing has been changed yet."
    for number in range(6):
        types(ana, f"/incident services add s{number}")
        types(chloe, f"/incident services rename s{number} -> t{number}")
        types(chloe, f"/incident services remove t{number}")
    types(chloe, "/incident users @ana admin")
    submit(filled(ana, Remind_about_SEV1_after="10m"), ana)

    shown = answer_to(chloe, "/incident settings log")

    lines = shown.seen_text.splitlines()
    assert lines[1].endswith("· @ana changed the settings, Remind about SEV1 after: 30m → 10m")
    assert lines[2].endswith("· @chloe set the role of @ana: default → admin")
    assert lines[3].endswith("· @chloe removed the service “t5”")
    assert lines[4].endswith("· @chloe renamed the service “s5” → “t5”")
    assert shown.labels == ["Next"]
    shown.press("Next")
    chloe.wait_for(lambda: shown.labels == ["Previous"])
    assert shown.seen_text.splitlines()[4].endswith("· @chloe renamed the service “s0” → “t0”")
    shown.press("Previous")
    chloe.wait_for(lambda: shown.labels == ["Next"])
    assert shown.seen_text.splitlines()[:11] == lines[:11]
    form = form_after(chloe, "/incident settings")
    assert form.seen_text.count("· @") == 3
    assert "/incident settings log shows them all." in form.seen_text


def test_time_zones_are_found_by_their_city(chloe: Person) -> None:
    form = form_after(chloe, "/incident settings")

    assert form.suggestions("Time zone", "berlin") == ["Europe/Berlin"]
    assert form.suggestions("Time zone", "new york")[0] == "America/New_York"
    assert form.suggestions("Time zone", "york ")[0] == "America/New_York"
    assert form.suggestions("Time zone", "utc")[0] == "UTC"
    assert form.suggestions("Time zone", "nowhere") == []
    assert len(form.suggestions("Time zone", "")) == 100


def test_settings_are_a_handful_of_statements(acme: Sandbox, chloe: Person, both_engines: Engines) -> None:
    # Slack tells the bot that it has joined the channel: that is noted on the same engine, beside what she waits for.
    acme.faults.hold_back(of="member_joined_channel")
    with statements_of(both_engines.interactive) as statements:
        types(chloe, "/incident settings log")
        assert len(statements) == 2, statements
        statements.clear()
        form = filled(chloe, Incidents_channel="#general", Holidays="2026-12-25 A\n2026-12-26 B", Default_role="Admin")
        assert len(statements) <= 4, statements
        statements.clear()

        assert submit(form, chloe) == {}

        assert len(statements) <= 12, statements
