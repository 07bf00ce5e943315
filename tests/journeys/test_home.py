"""The Home tab, as each person who opens it sees it: lists, filters, rows that do things, and what others do."""

from collections.abc import Callable

from sqlalchemy import Engine, text

from bot.sandbox import Person, Sandbox
from bot.sandbox.driver.modal import ViewOnScreen
from tests.journeys.seeing import card, form_of, has_form, stored, types
from tests.waiting import until

Settle = Callable[[], None]


def home_of(person: Person) -> ViewOnScreen:
    assert person.home is not None
    return person.home


def opened_home(person: Person) -> ViewOnScreen:
    """Open the tab and return it once it is there."""
    before = person.home.raw["hash"] if person.home else None
    person.open_home()
    person.wait_for(lambda: person.home and person.home.raw["hash"] != before)
    return home_of(person)


def until_seen(person: Person, words: str) -> None:
    person.wait_for(lambda: words in home_of(person).seen_text)


def until_gone(person: Person, words: str) -> None:
    person.wait_for(lambda: words not in home_of(person).seen_text)


def test_lists_filters_and_search(acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Checkout is down sev1 service:payments")
    types(ana, "/incident new Disk full sev2 @ben")
    types(ben, "/incident new Slow search @ben")
    types(ben, "/incident resolve 3")
    home = opened_home(ana)

    assert home.labels[:5] == ["Mine (2)", "Unassigned (1)", "Unresolved (2)", "Resolved today (1)", "New incident"]
    assert "Mine · 2 incidents · worst first" in home.seen_text
    assert not {"Settings", "People"} & set(home.labels)
    home.press("Resolved today (1)")
    until_seen(ana, "#3 SEV3 — Slow search")
    home.press("Unresolved (2)")
    until_seen(ana, "#2 SEV2 — Disk full")
    home.choose("Any severity", "SEV1 critical")
    until_gone(ana, "Disk full")
    home.choose("SEV1 critical", "Any severity")
    until_seen(ana, "Disk full")
    home.choose("Service", "payments")
    until_gone(ana, "Disk full")
    home.press("Clear")
    until_seen(ana, "Disk full")
    home.choose("Assignee", "ben")
    until_gone(ana, "Checkout")
    home.press("Clear")
    until_seen(ana, "Checkout")
    home.enter("Search", "slow")
    until_seen(ana, "Nothing in Unresolved is like this: “slow”.")
    assert home.value("Search") == "slow"
    home.press("Look in all incidents")
    until_seen(ana, "All incidents · 1 incident · “slow”")
    until_seen(ana, "#3 SEV3")
    home.press("Unresolved (2)")
    home.enter("Search", "sev:1-3")
    until_seen(ana, "Unresolved · 2 incidents")
    home.press("Look in all incidents")
    until_seen(ana, "All incidents · 3 incidents")
    assert "Look in all incidents" not in home.labels
    home.enter("Search", "sev7")
    until_seen(ana, "sev1 to sev4")
    assert "Usage" not in home.seen_text
    assert home.value("Search") == "sev7"
    home.enter("Search", "disk @ben since:7d")
    until_seen(ana, "All incidents · 1 incident · “disk” · assigned to @ben · opened in the last 7")
    assert home.value("Search") == "disk @ben since:7d"
    home.enter("Search", "sev2 disk ben past week")
    until_seen(ana, "Nothing is like this: SEV2 · “disk ben past week”.")
    home.press("disk sev2 @Ben Okafor since:7d")
    until_seen(ana, "All incidents · 1 incident · “disk” · SEV2 · assigned to @ben · opened in the last 7")
    home.enter("Search", "reporter:@zoe")
    until_seen(ana, "“@zoe” is nobody here. In double quotes")


def test_the_search_box_forgives_the_same_slips_as_search(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1 service:checkout")
    types(ana, "/incident new Checkout is slow sev2 @ben")
    types(ben, "/incident new Slow search @ben")
    said = types(ana, "/incident search chekout sev2").splitlines()[0]
    assert said == "Nothing says “chekout” · 1 incident · “checkout” · SEV2 · best first"
    home = opened_home(ana)
    home.press("Unresolved (3)")

    home.enter("Search", "chekout sev2")
    until_seen(ana, f"Unresolved · {said}")
    assert "#2 SEV2 — Checkout is slow" in home.seen_text.replace("\u200b", "")
    assert "Slow search" not in home.seen_text
    home.choose("SEV2 major", "Any severity")
    until_seen(ana, "Nothing says “chekout” · 2 incidents · “checkout” · best first")
    assert home.value("Search") == "chekout"
    home.choose("Assignee", "ben")
    until_seen(ana, "Nothing says “chekout” · 1 incident · “checkout” · assigned to @ben")
    types(ana, "/incident severity 2 sev4")
    until_seen(ana, "#2 SEV4")
    assert "Nothing says “chekout” · 1 incident" in home.seen_text
    types(ana, "/incident edit 2 Chekout is slow")
    until_seen(ana, "Unresolved · 1 incident · “chekout” · assigned to @ben")

    home.press("Clear")
    until_seen(ana, "Unresolved · 3 incidents")
    home.enter("Search", "serch slow")
    until_seen(ana, "Nothing says “serch slow” · 1 incident · “search slow” · best first")
    home.press("Mine (2)")
    until_seen(ana, "Nothing in Mine is like this: “serch slow”.")
    home.press("Look in all incidents")
    until_seen(ana, "All incidents · Nothing says “serch slow” · 1 incident · “search slow”")
    assert home.value("Search") == "serch slow"

    home.enter("Search", "down service:chekout")
    until_seen(ana, "There is no service “chekout”. Did you mean service:checkout?")
    home.press("down service:checkout")
    until_seen(ana, "All incidents · 1 incident · service checkout · “down” · newest first")
    assert home.value("Search") == "down service:checkout"


def test_rows_do_what_the_card_does_and_the_tab_answers(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ben, "/incident new Checkout is down sev1")
    all_is_said()
    home = opened_home(ana)
    home.press("Unassigned (1)")
    until_seen(ana, "Checkout")

    home.choose("Take", near="Checkout")

    until_seen(ana, "You have #1 — Checkout is down. It is In progress.")
    until_seen(ana, "Every unresolved incident has somebody.")
    home.press("Mine (1)")
    until_gone(ana, "You have #1")
    home.choose("Comment", near="Checkout")
    form_of(ana).fill("Comment", "looking")
    form_of(ana).submit("Comment")
    assert not has_form(ana)
    until_seen(ana, "Comment added to #1")
    home.choose("Resolve", near="Checkout")
    form_of(ana).submit("Resolve")
    until_seen(ana, "Resolved today (1)")
    until_seen(ana, "You have nothing to resolve")
    assert stored(clean_engine, 1).is_resolved


def test_the_card_opens_over_the_tab_and_lives_there_and_what_is_opened_from_the_tab_can_be_undone_there(
    acme: Sandbox, ana: Person, ben: Person, clean_engine: Engine, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1")
    home = opened_home(ana)
    home.choose("Show", near="Checkout")
    window = form_of(ana)

    assert window.title == "Incident #1"
    window.press("Take")
    ana.wait_for(lambda: "In progress" in window.seen_text)
    until_seen(ana, "In progress · @ana")
    window.choose("Severity")
    form = form_of(ana)
    assert form.title == "Severity of #1"
    form.fill("Severity", "SEV4 low")
    form.submit("Save")
    ana.wait_for(lambda: "SEV4 low" in window.seen_text)
    assert form_of(ana).title == "Incident #1"
    until_seen(ana, "#1 SEV4 — Checkout is down")
    window.choose("History")
    ana.wait_for(lambda: "severity SEV1 → SEV4" in window.seen_text)
    window.close()
    assert not has_form(ana)

    home.press("New incident")
    form_of(ana).press("More")
    form_of(ana).fill("Title", "Search is slow")
    form_of(ana).submit("Open incident")

    until_seen(ana, "Opened #2 SEV3 · P3 · nobody — Search is slow")
    until_seen(ana, "Mine (2)")
    home.press("Undo")
    until_seen(ana, "Withdrew #2")
    until_seen(ana, "Mine (1)")
    opened_home(ana)
    assert "Withdrew" not in home.seen_text


def test_what_is_done_elsewhere_is_on_ones_own_tab_and_on_others_once_they_look(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1")
    opened_home(ana)
    opened_home(ben)
    published = len(acme.recorder.calls_of("views.publish"))

    types(ana, "/incident severity 1 sev2")
    until_seen(ana, "#1 SEV2")
    card(ana, 1).press("Take")
    until_seen(ana, "In progress · @ana")
    all_is_said()

    assert "Unassigned (1)" in home_of(ben).labels
    told = [call.arguments["user_id"] for call in acme.recorder.calls_of("views.publish")[published:]]
    assert set(told) == {ana.id}
    assert "Unassigned (0)" in opened_home(ben).labels
    types(acme.person("chloe"), "/incident comment 1 who never opened hers")
    all_is_said()
    assert acme.person("chloe").home is None


def test_a_guest_and_an_admin(acme: Sandbox, ana: Person, chloe: Person, all_is_said: Settle) -> None:
    types(ana, "/incident new Checkout is down sev1")
    acme.admin.change_person("ben", role="guest")
    until(lambda: [heard.outcome for heard in acme.recorder.deliveries_of("user_change")] == ["acked"])
    all_is_said()
    ben = acme.person("ben")
    home = opened_home(ben)

    home.press("Unresolved (0)")
    until_seen(ben, "Nothing is unresolved.")
    types(ben, "/incident new Mine alone")
    until_seen(ben, "#2 SEV3 — Mine alone")
    assert "Checkout" not in home.seen_text
    acme.admin.change_person("ben", role="member")
    until_seen(ben, "Checkout is down")


def test_quick_clicks_all_count_and_the_last_is_shown(acme: Sandbox, ana: Person, all_is_said: Settle) -> None:
    """What is pressed before the answer is there carries the tab as it was; the first answer comes last."""
    types(ana, "/incident new Checkout is down sev1")
    types(ana, "/incident new Disk full sev2")
    home = opened_home(ana)
    all_is_said()
    published = len(acme.recorder.calls_of("views.publish"))
    acme.faults.slow("views.publish", 1.5, times=1)

    home.press("Unassigned (2)")
    home.choose("Any severity", "SEV2 major")
    until(lambda: not acme.faults.is_waiting)
    acme.clock.advance(1.5)

    until_seen(ana, "Unassigned · 1 incident · SEV2")
    ana.wait_for(lambda: len(acme.recorder.calls_of("views.publish")) >= published + 2)
    all_is_said()
    assert "Unassigned · 1 incident · SEV2" in home.seen_text


def test_words_that_were_not_sent_yet_stay_in_the_box_and_a_refusal_is_said_over_the_tab(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1")
    home = opened_home(ana)
    home.fill("Search", "half a wo")

    home.press("Unassigned (1)")
    until_seen(ana, "Unassigned · 1 incident")
    types(ana, "/incident severity 1 sev2")
    until_seen(ana, "#1 SEV2")

    assert home.value("Search") == "half a wo"
    types(ben, "/incident resolve 1 done")

    home.choose("Take", near="Checkout")

    ana.wait_for(lambda: has_form(ana))
    assert form_of(ana).title == "Nothing was done"
    assert "#1 is Resolved" in form_of(ana).seen_text


def test_with_slack_away_the_tab_comes_later_and_one_that_is_switched_off_holds_nothing_up(
    acme: Sandbox, ana: Person, clean_engine: Engine, hurry: Settle, all_is_said: Settle
) -> None:
    types(ana, "/incident new Checkout is down sev1")
    home = opened_home(ana)
    all_is_said()
    acme.faults.fail("views.publish", "internal_error", times=2)
    acme.faults.rate_limit("views.publish", retry_after=1, times=1)

    home.press("Unassigned (1)")

    ana.wait_for(lambda: len(acme.recorder.calls_of("views.publish")) >= 2)
    until_hurried(ana, hurry, "Unassigned · 1 incident")
    all_is_said()
    acme.faults.fail("views.publish", "not_enabled", times=5)

    types(ana, "/incident take 1")

    all_is_said()
    assert "In progress" in card(ana, 1).seen_text
    with clean_engine.connect() as tx:
        assert tx.execute(text("SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL")).scalar_one() == 0


def until_hurried(person: Person, hurry: Settle, words: str) -> None:
    def seen() -> bool:
        hurry()
        return words in home_of(person).seen_text

    person.wait_for(seen)


def test_what_arrives_twice_is_done_once_and_shown(
    acme: Sandbox, ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ben, "/incident new Checkout is down sev1")
    types(ben, "/incident new Disk full")
    acme.faults.deliver_twice(times=100)
    ana.open_home()
    ana.wait_for(lambda: ana.home)
    home = home_of(ana)
    home.press("Unresolved (2)")
    ana.wait_for(lambda: "home:filters:1" in [block.get("block_id") for block in home.blocks])

    home.choose("Take", near="Checkout")
    home.choose("Any severity", "SEV1 critical")

    until_gone(ana, "Disk full")
    until_seen(ana, "In progress · @ana")
    all_is_said()
    assert "Unresolved · 1 incident · SEV1" in home.seen_text
    assert len([reply for reply in ana.thread(card(ana, 1)) if "took this" in reply.seen_text]) == 1
