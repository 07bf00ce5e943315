"""Shortcuts: an incident from anywhere, one from a message, and a message added to one."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.sandbox import MessageOnScreen, Modal, Person, Sandbox
from storage.engine import Engines
from storage.records import Source
from tests.counting import statements_of
from tests.journeys.seeing import (
    INCIDENTS,
    answer_to,
    card,
    form_of,
    has_form,
    last_comment,
    said_last,
    stored,
    thread,
    types,
    until_told,
)

Settle = Callable[[], None]
FROM_MESSAGE = "Incident from message"
ADD = "Add to incident"


def said(person: Person, channel: str, text: str, *, files: object = None) -> MessageOnScreen:
    """Say something in a channel, and look at it."""
    person.type(channel, text, files=files)
    return person.messages(channel)[-1]


def adding(person: Person, message: MessageOnScreen, number: int) -> Modal:
    """Use the shortcut on the message, and pick the incident."""
    message.shortcut(ADD)
    form = form_of(person)
    form.fill("Incident", form.suggestions("Incident", f"#{number}")[0])
    return form


def test_an_incident_is_opened_from_anywhere(ana: Person, clean_engine: Engine, all_is_said: Settle) -> None:
    """There is no channel to answer in, so the form says what came of it."""
    ana.shortcut("New incident")
    form = form_of(ana)
    assert form.labels == ["Title", "Severity", "Service", "Assignee", "Summary", "More", "Cancel", "Open incident"]
    form.fill("Title", "Checkout is down")
    form.press("More")
    form = form_of(ana)
    form.fill("Priority", "P1")

    form.submit("Open incident")

    assert "Opened #1 SEV3 · P1 · nobody — Checkout is down" in form_of(ana).seen_text
    assert "Its card goes to #incidents." in form_of(ana).seen_text
    assert form_of(ana).labels[-1] == "Close"
    all_is_said()
    assert card(ana, 1).seen_text.startswith("#1 Checkout is down")
    assert stored(clean_engine, 1).opened_in is None

    form_of(ana).press("Edit")
    form_of(ana).fill("Severity", "SEV1 critical")
    form_of(ana).submit("Save")
    ana.wait_for(lambda: "SEV1 critical" in form_of(ana).seen_text)
    assert "Opened #1" not in form_of(ana).seen_text


def test_an_incident_from_a_message_begins_with_it_and_links_back(
    ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    message = said(ben, "#checkout", "*Checkout is down* :fire: & <b>\nsince 11:00, says @ana")
    ana.messages("#checkout")[-1].shortcut(FROM_MESSAGE)

    form = form_of(ana)

    assert form.value("Title") == "Checkout is down* :fire: & <b>"
    assert form.value("Summary") == "*Checkout is down* :fire: & <b>\nsince 11:00, says @Ana Torres"
    assert form.seen_text.startswith("From a message.")
    form.fill("Title", "Checkout is down")
    form.press("More")
    form_of(ana).submit("Open incident")
    until_told(ana, "Opened #1 ", channel="#checkout")
    all_is_said()
    opened = stored(clean_engine, 1)
    assert opened.source == Source(channel="C0CHECKOUT", ts=message.ts)
    assert opened.summary == "*Checkout is down* :fire: & <b>\nsince 11:00, says @Ana Torres"
    assert ", from a message" in card(ana, 1).seen_text
    place = f"https://slack.com/archives/C0CHECKOUT/p{message.ts.replace('.', '')}"
    assert f"from <{place}|a message>" in card(ana, 1).text
    assert f"opened this from <{place}|a message>: Checkout is down" in answer_to(ana, "/incident history 1").text
    ana.messages("#checkout")[-2].shortcut(ADD)
    form = form_of(ana)
    form.fill("Incident", form.suggestions("Incident", "#1")[0])
    form.submit(ADD)
    assert form.errors == {"Incident": "#1 was opened from that message; it has it already."}


def test_a_message_is_added_once_with_its_author_its_files_and_the_way_back(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down")
    types(ana, "/incident new Search is slow")
    said(ben, "#checkout", "graphs look <bad> & @ana knows\nmore below", files=["graph.png", "log.txt"])
    message = ana.messages("#checkout")[-1]

    form = adding(ana, message, 1)
    assert form.value("Comment") == "graphs look <bad> & @Ana Torres knows\nmore below"
    assert "From a message of @Ben Okafor." in form.seen_text
    assert "Files: graph.png, log.txt" in form.seen_text
    form.submit(ADD)

    until_told(ana, "Comment added to #1 — Checkout is down.", channel="#checkout")
    comment = last_comment(clean_engine, 1)
    assert comment is not None
    assert comment.author_id == "U0ANA"
    assert comment.body == "@Ben Okafor wrote:\ngraphs look <bad> & @Ana Torres knows\nmore below"
    assert [file.name for file in comment.files] == ["graph.png", "log.txt"]
    all_is_said()
    [told] = thread(ana, 1)
    assert told.startswith("Ana Torres added a message:\n")
    assert "@Ben Okafor wrote:" in told
    assert "graph.png, log.txt" in told
    assert "commented from a message: @Ben Okafor wrote: graphs look" in types(ana, "/incident history 1")
    form = adding(ana, message, 1)
    form.submit(ADD)
    assert form.errors == {"Incident": "#1 has that message already."}
    form.fill("Incident", form.suggestions("Incident", "#2")[0])
    form.submit(ADD)
    assert not has_form(ana)
    assert said_last(clean_engine, 2) == comment.body


def test_what_is_only_files_too_long_or_by_an_app_is_added_whole(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down")
    all_is_said()
    said(ben, "#checkout", "", files=["graph.png"])
    form = adding(ana, ana.messages("#checkout")[-1], 1)
    form.submit(ADD)
    until_told(ana, "Comment added to #1 — Checkout is down.", channel="#checkout")
    assert said_last(clean_engine, 1) == "@Ben Okafor sent graph.png"
    long = "\n".join(f"line {number:04} of the log & <more>" for number in range(350))
    said(ben, "#checkout", long)
    message = ana.messages("#checkout")[-1]

    form = adding(ana, message, 1)

    assert [label for label in form.labels if label.startswith("Comment")] == [
        "Comment",
        *(f"Comment, continued ({number})" for number in range(2, 5)),
    ]
    form.submit(ADD)
    assert said_last(clean_engine, 1) == f"@Ben Okafor wrote:\n{long}"
    message.shortcut(FROM_MESSAGE)
    form = form_of(ana)
    assert form.value("Title") == "line 0000 of the log & <more>"
    assert str(form.value("Summary")).endswith("…")
    assert "It says more than there is room for: the rest is only there." in form.seen_text
    form.close()
    form = adding(ana, card(ana, 1), 1)
    form.submit(ADD)
    assert (said_last(clean_engine, 1) or "").startswith("Incident Tracker wrote:\n#1 Checkout is down. SEV3 minor")


def test_shortcuts_work_where_the_bot_is_not_and_for_a_guest(
    acme: Sandbox, ana: Person, chloe: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    """A guest can pick only what they reported, and is told of nothing else."""
    dev = acme.person("dev")
    types(ana, "/incident new Checkout is down")
    said(chloe, "#security", "keys were leaked")
    secret = ana.messages("#security")[-1]

    secret.shortcut(FROM_MESSAGE)
    form_of(ana).submit("Open incident")

    until_told(ana, "Opened #2 ", channel="#security")
    all_is_said()
    assert card(ana, 2).seen_text.startswith("#2 keys were leaked")
    said(ana, "#checkout", "checkout shows errors")
    message = dev.messages("#checkout")[-1]
    message.shortcut(ADD)
    assert form_of(dev).suggestions("Incident", "") == []
    form_of(dev).close()
    message.shortcut(FROM_MESSAGE)
    form_of(dev).submit("Open incident")
    until_told(dev, "Opened #3 ", channel="#checkout")
    form = adding(dev, dev.messages("#checkout")[-2], 3)
    form.submit(ADD)
    assert form.errors == {"Incident": "#3 was opened from that message; it has it already."}
    form.close()


@pytest.mark.usefixtures("tracker")
def test_a_shortcut_opens_its_form_after_at_most_one_read(ana: Person, both_engines: Engines) -> None:
    said(ana, INCIDENTS, "Search is slow, says <@U0BEN>")
    message = ana.latest(INCIDENTS, containing="Search")
    with statements_of(both_engines.interactive) as sent:
        ana.shortcut("New incident")
        assert sent == []
        for label in (FROM_MESSAGE, ADD):
            message.shortcut(label)
            assert has_form(ana)
            assert len(sent) == 1, sent
            sent.clear()


def test_what_goes_wrong_is_said_where_there_is_no_message_beside_it(
    acme: Sandbox, ana: Person, chloe: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look-alike that was deleted meanwhile is not joined: a form on the form says so, and the text stays."""
    types(ana, "/incident new Checkout is down")
    ana.shortcut("New incident")
    form_of(ana).enter("Title", "Checkout is down again")
    form = form_of(ana)
    types(chloe, "/incident delete 1")
    form_of(chloe).submit("Delete")

    form.press("Join instead")

    ana.wait_for(lambda: form_of(ana).title == "Nothing was done")
    assert "#1 was deleted by @Chloe Martin." in form_of(ana).seen_text
    form_of(ana).close()
    assert form_of(ana).value("Title") == "Checkout is down again"
    monkeypatch.setattr("bot.deeds.joining.gather", _away)
    form.enter("Title", "Checkout is down once more")
    assert "Join instead" not in form_of(ana).labels
    assert form_of(ana).value("Title") == "Checkout is down once more"


def _away(*_: object, **__: object) -> None:
    raise OperationalError("", None, Exception())
