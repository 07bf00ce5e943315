"""What can be said of the next reminder of an incident."""

from bot.language.acts import Act
from bot.language.grammar import parse
from bot.language.in_thread import in_full
from bot.language.reminding_acts import MoveReminder, RestartReminders, ShowReminder, StopReminders
from tests.bot.language.refused import refusal
from tests.tables import for_each

UNDERSTOOD: list[tuple[str, Act]] = [
    ("remind 42", ShowReminder(42)),
    ("42 remind", ShowReminder(42)),
    ("remind #42 WHY?", ShowReminder(42, explains=True)),
    ("remind 42 30m", MoveReminder(42, 30)),
    ("remind 42 1h 30m", MoveReminder(42, 90)),
    ("remind 42 2 hours", MoveReminder(42, 120)),
    ("remind 42 in 2h", MoveReminder(42, 120)),
    ("remind 42 me again in 1 day", MoveReminder(42, 1440)),
    ("remind me about #42 in 1 hour", MoveReminder(42, 60)),
    ("remind me tomorrow about #42", MoveReminder(42, None)),
    ("snooze 42 an hour", MoveReminder(42, 60)),
    ("remind me of 42 tomorrow", MoveReminder(42, None)),
    ("remind me again about 42", ShowReminder(42)),
    ("snooze 42 until tomorrow", MoveReminder(42, None)),
    ("remind 42 snooze till tomorrow morning", MoveReminder(42, None, is_snooze=True)),
    ("remind 42 30d", MoveReminder(42, 43_200)),
    ("remind 42 1m", MoveReminder(42, 1)),
    ("remind 42 Tomorrow", MoveReminder(42, None)),
    ("remind 42 tomorrow morning", MoveReminder(42, None)),
    ("snooze 42 1h", MoveReminder(42, 60)),
    ("snooze 42", ShowReminder(42)),
    ("remind 42 snooze 4h", MoveReminder(42, 240, is_snooze=True)),
    ("remind 42 snooze for 4h", MoveReminder(42, 240, is_snooze=True)),
    ("remind 42 snooze tomorrow", MoveReminder(42, None, is_snooze=True)),
    ("remind 42 off", StopReminders(42)),
    ("remind 42 STOP", StopReminders(42)),
    ("remind 42 on", RestartReminders(42)),
    ("remind 42 start", RestartReminders(42)),
]


@for_each(("typed", "act"), UNDERSTOOD)
def test_what_is_understood(typed: str, act: Act) -> None:
    assert parse(typed) == act


@for_each("typed", ["soon", "2", "2x", "h", "off please", "snooze", "in", "-2h", "@ana", "why not"])
def test_what_is_no_length_of_time_is_refused_with_what_is(typed: str) -> None:
    said = str(refusal(f"remind 42 {typed}"))

    assert "is no length of time. Write `30m`, `2h`, `1d` or `tomorrow`, or `off`, `on` or `why`." in said
    assert "Usage: `/incident remind 42" in said


@for_each(
    ("typed", "offer"),
    [
        ("snooze 42 tomorow", "remind 42 tomorrow"),
        ("remind me about 42 until tomorow", "remind 42 until tomorrow"),
        ("remind 42 snooze tommorow", "remind 42 snooze tomorrow"),
        ("snooze 42 until tomorrow at 9", "remind 42 until tomorrow"),
    ],
)
def test_a_slip_of_the_pen_is_offered_as_the_nearest_time(typed: str, offer: str) -> None:
    refused = refusal(typed)

    assert refused.offers == (offer,)
    assert f"or `why`. Did you mean `/incident {offer}`? Usage: " in str(refused)


@for_each("typed", ["0m", "31d", "30d 1m", "999999d"])
def test_a_time_too_near_or_too_far_is_refused(typed: str) -> None:
    assert "after a minute (1m) at least, 30 days (30d) at most" in str(refusal(f"remind 42 {typed}"))


@for_each(
    ("said", "act"),
    [
        ("remind", ShowReminder(12)),
        ("remind 2h", MoveReminder(12, 120)),
        ("remind tomorrow", MoveReminder(12, None)),
        ("remind off", StopReminders(12)),
        ("remind why", ShowReminder(12, explains=True)),
        ("remind #42 off", StopReminders(42)),
    ],
)
def test_under_a_card_the_number_may_be_left_out(said: str, act: Act) -> None:
    assert parse(in_full(said, 12)) == act
