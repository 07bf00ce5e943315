"""The next update, promised in words, in a line or in the form."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.sandbox import Person
from tests.journeys.seeing import (
    answer_to,
    card,
    form_after,
    form_of,
    last_comment,
    private_answers,
    stored,
    thread,
    types,
    until_told,
)

Settle = Callable[[], None]


def test_a_comment_that_says_when_the_next_update_comes_becomes_a_promise_by_one_press(
    ana: Person, clean_engine: Engine
) -> None:
    types(ana, "/incident new Slow search")
    hinted = answer_to(ana, "/incident comment 1 building an index, next update in half an hour")
    assert "It promises no next update: /incident comment 1 due:30m does." in hinted.seen_text

    before = datetime.now(UTC)
    hinted.press("Promise it")

    ana.wait_for(lambda: "The next update on #1 — Slow search is due " in hinted.seen_text)
    assert last_comment(clean_engine, 1) is not None
    due = stored(clean_engine, 1).update_due_at
    assert due is not None

    again = answer_to(ana, "/incident comment 1 it holds, next update in 2h")
    assert "That was the update due " in again.seen_text
    assert "It promises no next update: /incident comment 1 due:2h does." in again.seen_text
    again.press("Promise it")
    ana.wait_for(lambda: "The next update on #1 — Slow search is due " in again.seen_text)

    types(ana, "/incident comment 1 done")
    assert "It promises no next update: " in types(ana, "/incident comment 1 paid, due:friday")
    assert before <= due - timedelta(minutes=30) <= datetime.now(UTC)


def test_a_promise_stands_alone_or_with_a_comment_and_its_files_and_what_is_resolved_promises_nothing(
    ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search")
    all_is_said()
    due = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=40)
    hinted = answer_to(ana, "/incident comment 1 building an index, next update at six")
    assert "It promises no next update: /incident comment 1 opens a form in which you can." in hinted.seen_text
    hinted.press("Next update due")
    form = form_of(ana)
    form.fill("Next update due", due - timedelta(days=30))
    form.submit("Comment")
    all_is_said()
    assert private_answers(ana)[-1].startswith("The next update on #1 — Slow search is due ")
    assert thread(ana, 1)[-1].startswith("Ana Torres promised the next update for ")
    assert "building an index, next update at six" in card(ana, 1).seen_text
    form = form_after(ana, "/incident comment 1")
    form.fill("Next update due", due - timedelta(days=30))
    form.submit("Comment")
    assert form.errors == {"Next update due": "The next update is due then already."}
    form.fill("Comment", "Next update tomorrow")
    form.fill("Files", ["before.png", "after|<1>.png"])
    form.fill("Next update due", due)
    form.submit("Comment")

    all_is_said()
    assert "It promises no next update" not in private_answers(ana)[-1]
    said = thread(ana, 1)[-1]
    assert re.match(
        r"Ana Torres commented:\n>Next update tomorrow\nThe next update is due .+\.\nFiles: before.png, ", said
    )
    assert "Next update due\n" in card(ana, 1).seen_text
    assert "Next update tomorrow before.png, " in card(ana, 1).seen_text
    comment = last_comment(clean_engine, 1)
    assert comment is not None
    assert [file.name for file in comment.files] == ["before.png", "after|<1>.png"]
    assert stored(clean_engine, 1).update_due_at == due

    late = form_after(ana, "/incident comment 1")
    types(ana, "/incident resolve 1")
    all_is_said()
    late.fill("Next update due", due + timedelta(days=1))
    late.submit("Comment")
    assert "#1 is Resolved, so no next update is promised." in late.errors["Next update due"]
    late.fill("Comment", "all quiet")
    late.submit("Comment")
    until_told(ana, "#1 is Resolved, so no next update is promised.")

    assert form_after(ana, "/incident comment 1").labels == ["Comment", "Files", "Cancel", "Comment"]
    assert stored(clean_engine, 1).update_due_at is None
    assert "Next update due" not in card(ana, 1).seen_text
    assert "gave the update" not in types(ana, "/incident history 1")
