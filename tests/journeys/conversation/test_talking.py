"""What is said to the bot, in a thread, a channel or directly, is done like a command and answered there."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Engine, text

from bot.sandbox import MessageOnScreen, Person, Sandbox
from bot.sandbox.people import BOT_ID
from storage.records import Severity, Status
from tests.journeys.conversation.listening import Ears, answered, reply_to
from tests.journeys.seeing import (
    BOT,
    INCIDENTS,
    card,
    cards,
    form_of,
    has_form,
    last_comment,
    menu_of,
    private_answers,
    said_last,
    stored,
    thread,
)
from tests.waiting import until


@pytest.fixture
def says(ears: Ears) -> Callable[[Person, str], MessageOnScreen]:
    """Give a function that says something to the bot under the card, and returns the one new answer."""

    def say(person: Person, words: str) -> MessageOnScreen:
        before = len(answered(person, card(person, 1)))
        reply_to(person, card(person, 1), f"@Incident Tracker {words}".rstrip())
        ears.settle()
        [answer] = answered(person, card(person, 1))[before:]
        return answer

    return say


Say = Callable[[Person, str], MessageOnScreen]


def test_verbs_under_a_card_need_no_number(ana: Person, ben: Person, says: Say, clean_engine: Engine) -> None:
    assert says(ben, "take").seen_text == "You have #1 — Checkout is down. It is In progress."
    assert says(ben, "sev1 all regions").seen_text.startswith("Changed #1 — Checkout is down: severity SEV3 → SEV1.")
    assert says(ana, "assign @chloe").seen_text.startswith("Changed #1")
    assert says(ana, "resolve fixed by <rollback>").seen_text.startswith("Resolved #1")

    incident = stored(clean_engine, 1)
    assert (incident.severity, incident.assignee_id, incident.status) == (Severity.SEV1, "U0CHLOE", Status.RESOLVED)
    assert said_last(clean_engine, 1) == "fixed by <rollback>"
    assert [said for said in thread(ana, 1) if not said.startswith("<@U0BOT>")] == [
        "Ben Okafor took this. Status: In progress.",
        "Ben Okafor changed severity SEV3 → SEV1.\n>all regions",
        "Ana Torres changed assignee @ben → @chloe.",
        "Ana Torres resolved this. Status: Resolved.\n>fixed by <rollback>",
    ]
    assert answered(ana, card(ben, 1)) != []
    assert [each.author for each in answered(ben, card(ben, 1))] == ["Incident Tracker"] * 2


def test_the_bot_alone_shows_the_card_whose_buttons_work(
    acme: Sandbox, ben: Person, says: Say, clean_engine: Engine
) -> None:
    shown = says(ben, "")
    assert {"Take", "Comment", "Resolve"} <= set(shown.labels)

    shown.press("Take")
    ben.wait_for(lambda: "In progress" in shown.seen_text)
    shown.choose("Revert")
    ben.wait_for(lambda: "Start" in menu_of(shown))

    assert stored(clean_engine, 1).status is Status.OPEN
    assert len(cards(ben)) == 1


def test_what_cannot_be_done_at_once_is_answered_with_a_button(ben: Person, says: Say, clean_engine: Engine) -> None:
    """A form, words that are no verb and can be kept as a comment, and what can be read both ways."""
    shown = says(ben, "comment")
    assert not has_form(ben)

    shown.press(shown.labels[0])
    form = form_of(ben)
    form.fill("Comment", "from the form")
    form.submit("Comment")

    assert said_last(clean_engine, 1) == "from the form"
    ben.wait_for(lambda: answered(ben, card(ben, 1))[-1].seen_text.startswith("Comment added"))
    says(ben, "new sev1 @ana").press("New incident")
    assert (form_of(ben).value("Severity"), form_of(ben).value("Assignee")) == ("SEV1 critical", "ana")
    form_of(ben).close()

    refused = says(ben, "looking at <it> & the *graphs*\nnow @ana")
    assert "There is no verb “looking”" in refused.seen_text
    assert said_last(clean_engine, 1) == "from the form"

    refused.press("Comment")

    assert said_last(clean_engine, 1) == "looking at <it> & the *graphs*\nnow @Ana Torres"
    ben.wait_for(lambda: refused.seen_text.startswith("Comment added to #1"))

    assert not has_form(ben)
    says(ben, "hm " + "ab" * 1200).press("Comment")

    assert has_form(ben)
    form_of(ben).close()

    promised = says(ben, "next update by 17:30")
    assert "There is no verb “next”. The form of /incident comment 1 promises the next update." in promised.seen_text
    assert promised.labels == ["comment 1"]

    promised = says(ben, "next update in 1 hour")
    assert "There is no verb “next”. /incident comment 1 due:1h promises it." in promised.seen_text
    promised.press("comment 1 due:1h")
    ben.wait_for(lambda: "The next update on #1 — " in promised.seen_text)
    assert stored(clean_engine, 1).update_due_at is not None

    refused = says(ben, "resolve 3 servers restarted")
    assert "can be read both ways" in refused.seen_text
    assert stored(clean_engine, 1).status is Status.OPEN

    refused.press("resolve 1 3 servers restarted")

    assert said_last(clean_engine, 1) == "3 servers restarted"

    refused = says(ben, "assign chloe for the night")
    assert "Did you mean @Chloe Martin?" in refused.seen_text
    assert "Comment" in refused.labels

    refused.press("assign 1 @Chloe Martin for the night")

    assert stored(clean_engine, 1).assignee_id == "U0CHLOE"


def test_anywhere_else_the_number_is_named(
    acme: Sandbox, ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    for words, answer in (
        ("@Incident Tracker take 1", "You have #1"),
        ("@Incident Tracker: take 1", "You already have #1."),
        ("@Incident Tracker new Search is slow", "Opened #2"),
        ("@Incident Tracker help resolve", "/incident resolve 42 [note]"),
        ("@Incident Tracker take 99", "There is no #99 here."),
        ("@Incident Tracker resolvee 1", "There is no verb “resolvee”"),
        ("@Incident Tracker", "Unresolved, yours or reported by you"),
    ):
        ben.type(INCIDENTS, words)
        ears.settle()
        assert private_answers(ben)[-1].startswith(answer), words
    assert len(private_answers(ben)) == 7
    assert private_answers(ana) == ["Opened #1 SEV3 · P3 · nobody — Checkout is down\nUndo\nEdit"]

    undo = ben.private_answers(INCIDENTS)[2]
    undo.press("Undo")
    until(lambda: stored(clean_engine, 2).is_deleted)
    ben.wait_for(lambda: undo.seen_text.startswith("Withdrew #2"))


def test_what_is_said_to_the_bot_is_done_and_answered_once_and_directly_where_it_cannot_be_said_there(
    acme: Sandbox, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    acme.faults.fail("chat.postEphemeral", "user_not_in_channel")
    ben.type(INCIDENTS, "@Incident Tracker take 1")
    ears.settle()
    assert private_answers(ben) == []
    assert ben.latest(BOT).seen_text.startswith("You have #1")

    acme.faults.deliver_twice(of="app_mention", times=3)
    for words in ("new Search is slow", "help", "take 99"):
        ben.type(INCIDENTS, f"@Incident Tracker {words}")
        ears.settle()

    assert len(private_answers(ben)) == 3
    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT count(*) FROM incidents")).scalar_one() == 2
        assert tx.execute(text("SELECT count(*) FROM comments")).scalar_one() == 0


def test_others_rights_are_those_of_the_command(acme: Sandbox, ears: Ears, clean_engine: Engine) -> None:
    acme.admin.join("dev", INCIDENTS)
    dev = acme.person("dev")
    for words in ("show 1", "take 1", "comment 1 hello", "delete 1"):
        dev.type(INCIDENTS, f"@Incident Tracker {words}")
        ears.settle()
    reply_to(dev, card(dev, 1), "@Incident Tracker take")
    ears.settle()

    assert private_answers(dev) == ["There is no #1 here."] * 4
    assert [answer.seen_text for answer in answered(dev, card(dev, 1))] == ["There is no #1 here."]


def test_what_was_said_to_the_bot_becomes_a_comment_only_when_it_is_no_longer_that(
    ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    said = reply_to(ben, card(ben, 1), "@Incident Tracker take")
    ears.settle()
    said.edit("@Incident Tracker release")
    ears.settle()
    assert last_comment(clean_engine, 1) is None
    assert stored(clean_engine, 1).assignee_id == "U0BEN"

    said.edit("I take it")
    ears.settle()

    assert said_last(clean_engine, 1) == "I take it"


def test_neither_who_mentions_the_bot_in_passing_nor_another_app_is_obeyed_or_noted(
    acme: Sandbox, ana: Person, ben: Person, ears: Ears, clean_engine: Engine
) -> None:
    ben.type(INCIDENTS, "perhaps @Incident Tracker take 1 would help")
    ears.settle()
    assert private_answers(ben) == []
    assert stored(clean_engine, 1).assignee_id is None

    parent = card(ana, 1)
    channel = acme.parts.workspace.channel_named("#incidents")
    assert channel is not None
    for words in ("deploy finished", "<@U0BOT> take"):
        said = {"bot_id": "B0DEPLOY", "user": "U0DEPLOY", "text": words, "thread_ts": parent.ts}
        acme.server.read(partial(acme.parts.messages.post, channel, said))
    old = {"subtype": "bot_message", "bot_id": BOT_ID, "text": "old style", "thread_ts": parent.ts}
    acme.server.read(lambda: acme.parts.messages.post(channel, old))
    ears.settle()

    assert last_comment(clean_engine, 1) is None
    assert stored(clean_engine, 1).assignee_id is None


def test_what_is_typed_to_the_bot_directly_is_a_command(
    acme: Sandbox, ana: Person, ears: Ears, clean_engine: Engine
) -> None:
    def says(words: str) -> MessageOnScreen:
        ana.type(BOT, words)
        ears.settle()
        return ana.latest(BOT)

    assert says("take 1").seen_text.startswith("You have #1")
    assert says("@Incident Tracker sev 1 sev2").seen_text.startswith("Changed #1")
    assert says("@Incident Tracker").seen_text.startswith("Unresolved, yours")
    assert says("hello there").seen_text.startswith("There is no verb “hello”.")
    offered = says("tkae 1")
    offered.press("take 1")
    ana.wait_for(lambda: any("You already have #1." in answer for answer in private_answers(ana, channel=BOT)))

    opened = says("new Search is slow")
    opened.press("Undo")
    ana.wait_for(lambda: opened.seen_text.startswith("Withdrew #2"))

    shown = says("1")
    assert "\nAs of " in shown.seen_text
    assert "As of " not in card(ana, 1).seen_text
    shown.choose("Release")
    ana.wait_for(lambda: "Assignee\nnobody" in shown.seen_text)
    assert stored(clean_engine, 1).assignee_id is None
    assert not shown.raw.get("is_ephemeral")

    says("comment").press("Comment")
    assert has_form(ana)
    assert thread(ana, 1)[-1] == "Ana Torres released this."


def test_an_answer_lost_on_the_way_is_not_said_twice_directly(
    acme: Sandbox, ana: Person, ears: Ears, hurry_until_said: Callable[[], None]
) -> None:
    acme.faults.drop_after("chat.postMessage")

    ana.type(BOT, "help take")
    until(lambda: not acme.faults.is_waiting)
    hurry_until_said()

    assert len([message for message in ana.messages(BOT) if "Make it yours" in message.seen_text]) == 1
