"""One person with forms about the same incident in two windows: both count, and neither overwrites the other unseen."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.sandbox import Person
from bot.sandbox.driver.hands import Hands
from bot.sandbox.seen import Seen
from bot.sandbox.slack_json import Json
from tests.journeys.seeing import (
    form_after,
    form_of,
    form_of_picked,
    has_form,
    said_last,
    stored,
    thread,
    types,
)

Settle = Callable[[], None]


class _SecondWindow(Hands):
    """The hands of somebody who has opened another window: its forms do not close those of the first."""

    def do(self, act: str, **details: object) -> Json:
        """Act in that window."""
        return super().do(act, window="second", **details)

    def views(self) -> list[Json]:
        """Return the forms that are open in that window."""
        return self.stage.server.read(lambda: Seen(self.stage.parts, self.person).views("second")[0])


@pytest.fixture
def ana_elsewhere(ana: Person) -> Person:
    """Give Ana in her second window."""
    elsewhere = Person(ana._stage, ana.profile)
    elsewhere._hands = _SecondWindow(ana._stage, ana.profile)
    return elsewhere


@pytest.fixture
def opened(ana: Person) -> None:
    """Let #1 be open."""
    types(ana, "/incident new Slow search")


@pytest.mark.usefixtures("opened")
def test_two_forms_of_one_person_add_both_comments_ask_about_the_same_field_and_resolve_once(
    ana: Person, ana_elsewhere: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    first, second = form_after(ana, "/incident comment 1"), form_after(ana_elsewhere, "/incident comment 1")
    second.fill("Comment", "second")
    second.submit("Comment")
    first.fill("Comment", "first")

    first.submit("Comment")

    assert not has_form(ana)
    all_is_said()
    assert thread(ana, 1) == ["Ana Torres commented:\n>second", "Ana Torres commented:\n>first"]

    first, second = form_after(ana, "/incident edit 1"), form_after(ana_elsewhere, "/incident edit 1")
    second.fill("Title", "Search is down")
    second.fill("Severity", "SEV1 critical")
    second.submit("Save")
    first.fill("Title", "Search is slow")

    first.submit("Save")

    assert "• @ana changed title “Slow search” → “Search is down”." in form_of(ana).seen_text
    form_of(ana).submit("Save")
    incident = stored(clean_engine, 1)
    assert (incident.title, incident.severity) == ("Search is slow", "sev1")

    first, second = form_of_picked(ana, "resolve"), form_of_picked(ana_elsewhere, "resolve")
    second.fill("Note", "third")
    second.submit("Resolve")
    first.fill("Note", "fourth")

    first.submit("Resolve")

    form = form_of(ana)
    assert "#1 is Resolved, so you can't resolve it. Possible now: /incident reopen 1." in form.seen_text
    assert form.value("Comment") == "fourth"
    assert said_last(clean_engine, 1) == "third"
