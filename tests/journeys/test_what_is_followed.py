"""What one follows: the list of it, the answers and the menus that begin and stop it, and words that may be meant."""

from collections.abc import Callable

from sqlalchemy import Engine, text

from bot.sandbox import MessageOnScreen, Person
from tests.journeys.seeing import (
    REFUSED,
    answer_to,
    card,
    menu_of,
    private_answers,
    types,
    until_told,
)

Settle = Callable[[], None]
MAIN = "You are told when it is resolved or reopened, and when its severity changes."


def _count(engine: Engine, of: str) -> int:
    with engine.connect() as tx:
        return int(tx.execute(text(f"SELECT count(*) FROM {of}")).scalar_one())  # noqa: S608 - our own words


def test_the_list_stops_and_the_answers_change_what_is_followed(ana: Person, ben: Person) -> None:
    empty = types(ben, "/incident follow")
    assert empty.startswith("You follow nothing.\n/incident follow 42 follows an incident;")
    assert "when one is opened, resolved or reopened and when its severity changes" in empty
    types(ana, "/incident new Error 500 service:payments cat:api")
    answer = answer_to(ben, "/incident follow 1")
    answer.press("All changes")
    until_told(ben, "You follow #1. You are told of all changes.")
    assert types(ben, "/incident follow 1").startswith(
        "You follow #1 already — Error 500. You are told of all changes."
    )
    answer.press("Main changes")
    until_told(ben, f"You follow #1. {MAIN}")
    assert types(ben, "/incident follow 1").startswith(f"You follow #1 already — Error 500. {MAIN}")
    assert types(ben, "/incident follow 1 all").startswith("You follow #1 — Error 500. You are told of all changes.")
    for typed in ("@ana", "service:payments main", "cat:api all"):
        types(ben, f"/incident follow {typed}")

    listed = answer_to(ben, "/incident unfollow")
    rows = [line for line in listed.seen_text.splitlines() if "·" in line]
    assert rows == [
        "category api · all changes",
        "service payments · main changes",
        "@ana · main changes",
        "#1 Error 500 · all changes",
    ]
    shown = len(private_answers(ben))
    listed.press("Unfollow", near="service payments")
    until_told(ben, "You don't follow service payments any more.")
    assert len(private_answers(ben)) == shown
    assert "service payments ·" not in listed.seen_text
    assert types(ben, "/incident unfollow cat:API").startswith("You don't follow category api any more.")
    assert types(ben, "/incident unfollow @ana").startswith("You don't follow @ana any more.")
    assert "You don't follow @Ana Torres." in types(ben, "/incident unfollow @ana")
    assert types(ben, "/incident 1 unfollow").startswith("You don't follow #1 any more.")
    assert answer_to(ben, "/incident unfollow 1").labels == ["follow 1"]
    assert types(ben, "/incident unfollow") == empty


def test_a_long_list_has_pages(ben: Person, clean_engine: Engine) -> None:
    with clean_engine.begin() as tx:
        tx.execute(
            text("INSERT INTO categories (team_id, name) SELECT 'T0ACME', 'c' || n FROM generate_series(1, 41) AS n")
        )
        tx.execute(
            text(
                "INSERT INTO follows (team_id, follower_id, category_id) "
                "SELECT 'T0ACME', 'U0BEN', id FROM categories ORDER BY id"
            )
        )
    listed = answer_to(ben, "/incident follow")
    pages = [[f"c{number}" for number in range(first, max(first - 20, 0), -1)] for first in (41, 21, 1)]

    for pressed, shown in (("Next", 1), ("Next", 2), ("Previous", 1), ("Previous", 0)):
        listed.press(pressed)
        ben.wait_for(lambda shown=shown: _names(listed) == pages[shown])  # type: ignore[misc]
        ways = [label for label in listed.labels if label != "Unfollow"]
        assert ways == [["Next"], ["Next", "Previous"], ["Previous"]][shown]


def _names(listed: MessageOnScreen) -> list[str]:
    lines = listed.seen_text.splitlines()
    return [line.split(" · ")[0].removeprefix("category ") for line in lines if " · " in line]


def test_a_bare_word_is_offered_as_what_it_names(ana: Person, ben: Person, clean_engine: Engine) -> None:
    assert answer_to(ben, "/incident follow service:login").labels == ["services"]
    types(ana, "/incident new Error 500 service:payments cat:payments")
    types(ana, '/incident new Error 500 service:"R&D <b>"')

    asked = answer_to(ben, "/incident follow PAYMENTS")
    assert asked.labels == ["follow service:payments", "follow cat:payments"]
    assert "“PAYMENTS” is a service and a category." in asked.seen_text
    answer_to(ben, "/incident folow payments").press("follow payments")
    until_told(ben, "“payments” is a service and a category.")
    ben.private_answers("#incidents")[-1].press("follow cat:payments")
    until_told(ben, "You follow category payments.")
    assert answer_to(ben, "/incident unfollow payments").labels == ["unfollow cat:payments"]
    near = answer_to(ben, "/incident follow R&D <c>")
    assert near.labels == ['follow service:"R&D <b>"']
    near.press('follow service:"R&D <b>"')
    until_told(ben, "You follow service R&D <b>.")
    types(ana, '/incident new Slow login service:"Login Frontend"')
    types(ana, '/incident new Slow login service:"Login API"')
    begun = answer_to(ben, "/incident follow service:login")
    assert begun.labels == ['follow service:"Login API"', 'follow service:"Login Frontend"']
    assert "There is no service “login”. Did you mean" in begun.seen_text
    assert answer_to(ben, "/incident follow frontend login").labels == ['follow service:"Login Frontend"']
    answer_to(ben, "/incident folow chloe").press("follow chloe")
    until_told(ben, "Did you mean @Chloe Martin?")
    told = ben.private_answers("#incidents")[-1]
    assert told.labels == ["follow @Chloe Martin"]
    told.press("follow @Chloe Martin")
    until_told(ben, "You follow @chloe.")
    answer_to(ben, "/incident unfollow chloe").press("unfollow @Chloe Martin")
    until_told(ben, "You don't follow @chloe any more.")
    begun.press('follow service:"Login Frontend"')
    until_told(ben, "You follow service Login Frontend.")
    assert "There is no category “paymnts”. Did you mean /incident follow cat:payments?" in types(
        ben, "/incident follow cat:paymnts"
    )
    for typed, problem in {
        "follow banana": "There is no service or category “banana”.",
        "unfollow banana": "You don't follow a service or category “banana”.",
        "unfollow service:banana": "You don't follow the service “banana”.",
        "follow @ben": "That is you.",
        "follow @eva": "@Eva Lind is deactivated, so there is nothing to follow.",
        "follow all": "What do you want to follow?",
        "follow 1 2": "`follow` takes one thing at a time".replace("`", ""),
        "follow @nobody": "“@nobody” is nobody here.",
        f"follow {'x' * 61}": "A name has at most 60 characters",
    }.items():
        answer = types(ben, f"/incident {typed}")
        assert problem in answer
        assert REFUSED in answer
    assert _count(clean_engine, "services") == 4


def test_the_menu_of_the_card_is_the_same_for_all_and_the_private_one_knows(
    ana: Person, ben: Person, all_is_said: Settle
) -> None:
    types(ana, "/incident new Error 500")
    all_is_said()
    for answered in ("You follow #1 — Error 500.", "You follow #1 already — Error 500."):
        card(ben, 1).choose("Follow")
        until_told(ben, answered)
        all_is_said()
    assert [label for label in ben.private_answers("#incidents")[-1].labels if "ollow" in label] == ["Unfollow"]
    assert "Follow" in menu_of(card(ben, 1))
    assert "Follow" in menu_of(answer_to(ana, "/incident 1"))

    private = answer_to(ben, "/incident 1")
    private.choose("Unfollow")
    until_told(ben, "You don't follow #1 any more.")
    ben.wait_for(lambda: "Follow" in menu_of(private))
    assert "Severity" in private.seen_text
    private.choose("Follow")
    ben.wait_for(lambda: "Unfollow" in menu_of(private))
