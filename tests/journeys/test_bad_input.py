"""Bad input gets a sentence that says what is wrong and what is possible, in the place where it was made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text

from bot.sandbox import Person, Sandbox
from storage.tables import history, incidents
from tests.journeys.before import did
from tests.journeys.playing import newest_number
from tests.journeys.seeing import INCIDENTS, answer_to, card, form_after, form_of, has_form, stored, types, until_told

Settle = Callable[[], None]
DOORS = "“doors” is not in the list; responders may add it"


def _count(engine: Engine) -> int:
    with engine.connect() as tx:
        return tx.execute(select(func.count()).select_from(incidents)).scalar_one()


REFUSED = [
    ("statrt 1", "There is no verb “statrt”. Did you mean `/incident start 1`?"),
    ("banana", "There is no verb “banana”. `/incident help` lists them all."),
    ("take everything", "“everything” is not an incident's number. `/incident list` shows their numbers."),
    ("take everything", "Usage: `/incident take 42 [note]`"),
    ("1 list", "`list` takes no number. Usage: `/incident list`"),
    (
        "list sev1 only",
        "“only” is no filter. `/incident help filters` explains them all. Usage: `/incident list [filters]`",
    ),
    (
        "list deleted",
        "What was deleted is in no list; admins choose what to bring back with `/incident restore`. Usage",
    ),
    ("help nothing", "There is no verb “nothing”."),
    ("severity 1 sev5", "There is no severity “sev5”: severities are sev1 to sev4. Usage: `/incident severity 42 sev1"),
    ("priority 1 high", "There is no priority “high”: priorities are p1 to p4, or auto."),
    ("assign 1 dora", "“dora” is nobody here. Choose somebody from the list Slack shows as you type @."),
    ("assign 1 chloe", "Did you mean @Chloe Martin? Choose people from the list Slack shows as you type @.\nassign"),
    ("assign @bne 1", "Did you mean @Ben Okafor? Usage: `/incident assign 42 @ana [note]`\nassign @Ben Okafor 1"),
    ("new Login slow @bne sev2", "Did you mean @Ben Okafor? Nothing was opened. Usage: `/incident new"),
    ("new Login slow @bne sev2", "\nnew Login slow @Ben Okafor sev2"),
    ("chloe", "lists them all.\nlist unresolved @Chloe Martin\n"),
    (
        "open chloe",
        "“chloe” is no filter. Did you mean @Chloe Martin or `/incident new chloe` or `/incident list open`?",
    ),
    ("1 @nobodyhere", "“@nobodyhere” is nobody here. Choose somebody from the list Slack shows as you type @. Did you"),
    ("1 to chloe", "Did you mean @Chloe Martin or `/incident comment 1 to chloe` or"),
    (
        "what does chloe have?",
        "There is no verb “what”. Did you mean `/incident list unresolved @Chloe Martin`? To open an incident: ",
    ),
    ("what are chloe's?", "list unresolved @Chloe Martin"),
    ("who has chloe’s", "list unresolved @Chloe Martin"),
    ("assigned to chloe", "list unresolved @Chloe Martin"),
    ("what did chloe resolve", "There is no verb “what”. To open an incident: /incident new what did chloe resolve."),
    ("what do chloe and ben have", "To open an incident: /incident new what do chloe and ben have. `/incident help`"),
    ("list sev1 chloe", "list sev1 @Chloe Martin"),
    ("list chole", "“chole” is no filter. `/incident help filters` explains them all. Usage"),
    ("search chloe assignee:chloe", "search chloe assignee:@Chloe Martin"),
    ("new mail to bob@martin.com fails @martin", "new mail to bob@martin.com fails @Chloe Martin"),
    ("assign @nobodyhere 1", "“@nobodyhere” is nobody here."),
    ("severity sev5 1", "There is no severity “sev5”: severities are sev1 to sev4."),
    ("assign 1 @ana @ben", "An incident has one assignee; you named @ana and @ben."),
    ("severity sev1", "Which incident? `/incident list` shows their numbers."),
    ("show 1 2", "Usage: `/incident show 42`"),
    ("take 99", "There is no #99 here."),
    *(
        (typed.format("9" * 20), f"There is no #{'9' * 20} here.")
        for typed in ("{}", "take {}", "{} take", "follow {}")
    ),
    ("what is going on", "There is no verb “what”. To open an incident: /incident new what is going on."),
    (
        "stats 2026-13",
        "“2026-13” is no date. Type it as `2026-10`, `2026-10-01`, `7d` or `yesterday`. Usage: `/incident",
    ),
    ("new ab", "A title has 3 to 255 characters; “ab” has 2. Usage: `/incident new [title]"),
    ("new " + "x" * 256, "this one has 256"),
    ("new Disk full @ana @ben", "An incident has one assignee; you named @ana and @ben. Nothing was opened. Usage"),
    ("new sev5 x down", "There is no sev5: severities are sev1 to sev4. Nothing was opened. Usage: `/incident new"),
    ("new sev1 x down sev2", "one severity"),
    ("new Disk full @eva", "@Eva Lind is deactivated"),
    ("new Disk full @dev", "@Dev Patel is a guest"),
]


def test_a_refusal_says_what_is_possible_and_changes_nothing(
    ana: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for typed, words in REFUSED:
        with subtests.test(typed=typed):
            answer = types(ana, f"/incident {typed}")

            assert words.replace("`", "") in answer
            assert f"You typed: /incident {typed}"[:200] in answer
            assert _count(clean_engine) == 0


def test_a_forbidden_move_offers_what_is_possible_and_taking_what_is_mine_is_answered(
    ana: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Slow search")

    answer = answer_to(ana, "/incident reopen 1")

    assert "#1 is Open, so you can't reopen it. Possible now: /incident take 1, /incident start 1, " in answer.seen_text
    assert ", /incident mitigate 1, /incident resolve 1." in answer.seen_text
    with clean_engine.connect() as tx:
        assert tx.execute(select(func.count()).select_from(history)).scalar_one() == 1

    answer.press("start 1")
    all_is_said()
    types(ana, "/incident release 1")
    nobodys = answer_to(ana, "/incident start 1")
    assert "Work on #1 goes on already, and nobody has it: /incident take 1 makes it yours." in nobodys.seen_text
    nobodys.press("take 1")
    all_is_said()
    card(ana, 1).press("Take")
    until_told(ana, "You already have #1.")


def test_a_title_that_cannot_be_is_answered_with_the_usage_of_its_own_verb(ana: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new Slow search")

    answer = types(ana, "/incident edit 1 ab")

    assert "A title has 3 to 255 characters; “ab” has 2. Usage: /incident edit 42 [new title]" in answer
    assert stored(clean_engine, 1).title == "Slow search"


NEW = ("new", "Open incident", {"Title": "Disk full"})
EDIT = ("edit {n}", "Save", {"Title": "Disk full"})
ASSIGN = ("assign {n}", "Assign", {"Note": "please look"})
COMMENT = ("comment {n}", "Comment", {"Comment": "Two graphs"})
FILED: dict[str, Any] = {"Files": ["graph.png"], "Comment": "A graph"}
YESTERDAY = datetime.now(UTC) - timedelta(days=1)
DEACTIVATED = "@Eva Lind is deactivated. Choose somebody else, or nobody."
GUEST = "@Dev Patel is a guest and would not see this incident. Choose somebody else, or nobody."
WRONG = [
    (NEW, "Title", "ab", "xyz", "A title has 3 to 255 characters; “ab” has 2."),
    (NEW, "Assignee", "eva", "ben", DEACTIVATED),
    (
        NEW,
        "Assignee",
        "dev",
        "ben",
        GUEST,
    ),
    (EDIT, "Title", "  a ", "xyz", "A title has 3 to 255 characters; “a” has 1."),
    (EDIT, "Assignee", "eva", None, DEACTIVATED),
    (
        EDIT,
        "Assignee",
        "dev",
        "ben",
        GUEST,
    ),
    (ASSIGN, "Assignee", "eva", "ben", DEACTIVATED),
    (
        ASSIGN,
        "Assignee",
        "dev",
        "ben",
        GUEST,
    ),
    (COMMENT, "Next update due", YESTERDAY, None, "The next update can only be due in the future."),
    (COMMENT, "Comment", "  ", "Two graphs", "Write a comment, or choose when the next update is due, or both."),
    (("comment {n}", "Comment", FILED), "Comment", "  ", "A graph", "A comment needs some words."),
]


def test_an_error_stands_under_its_field_and_the_form_keeps_its_text(
    ana: Person, clean_engine: Engine, subtests: pytest.Subtests
) -> None:
    for form_and_filled, label, wrong, right, words in WRONG:
        typed, submit, filled = form_and_filled
        with subtests.test(typed=typed, label=label, wrong=wrong):
            did(clean_engine, ("ana", "new Slow search"))
            number = newest_number(clean_engine)
            before = stored(clean_engine, number).updated_at
            form = form_after(ana, f"/incident {typed.format(n=number)}")
            for each, value in {**filled, label: wrong}.items():
                form.fill(each, value)

            form.submit(submit)

            assert form.errors == {label: words}
            kept = {each: value for each, value in filled.items() if each != label}
            assert {each: form.value(each) for each in kept} == kept
            assert (newest_number(clean_engine), stored(clean_engine, number).updated_at) == (number, before)
            form.fill(label, right)
            form.submit(submit)
            assert not has_form(ana)


@pytest.mark.usefixtures("tracker")
def test_a_guest_sees_only_what_they_reported_and_edits_it_with_the_services_there_are(
    acme: Sandbox, clean_engine: Engine
) -> None:
    dev = acme.person("dev")
    did(clean_engine, ("ana", "new Slow search service:search"), ("dev", "new Door is stuck"))
    assert "There is no #1 here." in types(dev, "/incident 1", channel="#general")
    assert "There is no #1 here." in types(dev, "/incident take 1", channel="#general")
    assert "There is no #1 here." in types(dev, "/incident comment 1 hello", channel="#general")
    listed = types(dev, "/incident list", channel="#general")
    assert "#2" in listed
    assert "#1" not in listed
    refused = types(dev, "/incident new Lift is stuck service:lift", channel="#general")
    assert "Responders may. Nothing was opened.\nnew Lift is stuck" in refused
    refused = types(dev, "/incident new Lift is stuck sev1 @ana service:lift cat:doors", channel="#general")
    assert (
        "not assign them to others: leave out @Ana Torres. What is offered leaves out service:lift and cat:doors, too: "
        "you may not add names. Nothing was opened.\nnew Lift is stuck sev1\n"
    ) in refused
    dev.type("#general", "/incident edit 2")
    form = form_of(dev)

    for label, shown in (("Service", DOORS), ("Categories", [DOORS])):
        assert form.suggestions(label, "doors") == [DOORS]
        form.fill(label, shown)
        form.submit("Save")
        assert form.errors == {label: "You may not add services and categories. Responders may."}
        assert form.value(label) == shown
        form.fill(label, None)
    assert form.suggestions("Service", "sea") == ["search"]
    form.fill("Service", "search")
    form.submit("Save")

    service = stored(clean_engine, 2).service
    assert service is not None
    assert service.name == "search"


def test_an_eleventh_category_is_refused(ana: Person, clean_engine: Engine) -> None:
    names = [f"c{number:02}" for number in range(11)]
    many = " ".join(f"cat:{name}" for name in names)

    answer = types(ana, f"/incident new Disk full {many}")

    assert "An incident has at most 10 categories; you named 11." in answer
    assert f"You typed: /incident new Disk full {many}" in answer
    types(ana, "/incident new Disk full " + " ".join(f"cat:{name}" for name in names[:10]))
    types(ana, "/incident new Disk is full cat:c10")
    form = form_after(ana, "/incident edit 1")
    assert form.value("Categories") == names[:10]
    form.fill("Categories", names)
    form.submit("Save")
    assert form.errors == {"Categories": "Please select no more than 10."}
    assert form.value("Categories") == names
    form.fill("Categories", names[1:])
    form.submit("Save")
    assert [category.name for category in stored(clean_engine, 1).categories] == names[1:]


def test_a_near_service_is_taken_for_a_slip_in_one_line_but_not_in_the_form(ana: Person, clean_engine: Engine) -> None:
    types(ana, "/incident new service:checkout Error 500")

    slip = answer_to(ana, "/incident new service:chekcout Error 501 sev2 @me")
    assert "Did you mean service:checkout?" in slip.seen_text
    assert "Nothing was opened." in slip.seen_text
    assert slip.labels == ["new Error 501 sev2 @Ana Torres service:checkout"]
    ana.type(INCIDENTS, "/incident new")
    form = form_of(ana)
    form.fill("Title", "Error 502")
    form.suggestions("Service", "chekcout")
    form.fill("Service", "Create “chekcout”")
    form.submit("Open incident")

    assert _count(clean_engine) == 2


def test_a_bug_is_answered_with_a_reference_that_is_also_in_the_log(
    ana: Person, clean_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with clean_engine.begin() as tx:
        tx.execute(text("ALTER TABLE history RENAME TO history_elsewhere"))
    try:
        answer = types(ana, "/incident new Slow search")
    finally:
        with clean_engine.begin() as tx:
            tx.execute(text("ALTER TABLE history_elsewhere RENAME TO history"))

    reference = answer.split("reference ")[1].split(".")[0]
    assert f"unexpected error, reference {reference}" in caplog.text
    assert "history" in caplog.text
    assert _count(clean_engine) == 0
