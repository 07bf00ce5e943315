"""What somebody follows, as they read it: every answer can be sent, and each button does what it says."""

from hypothesis import given
from hypothesis import strategies as st

from bot.language.following_acts import FollowIncident, FollowOther, Named
from bot.language.follows import as_command
from bot.language.grammar import parse
from bot.views import follows
from bot.views.blocks import Block, Message
from bot.views.offers import ON_ANSWER
from storage.records import Follow, Followed, Topic
from tests.bot.views.hostile import RUNS, heavy, names, titles
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.tables import for_each

MAIN = "when it is resolved or reopened, and when its severity changes"


def a_follow(topic: Topic = Topic.INCIDENT, name: str = "42", *, all_changes: bool = False, id_: int = 5) -> Follow:
    title = "Checkout is down" if topic is Topic.INCIDENT else None
    return Follow(what=Followed(id=id_, topic=topic, name=name), all_changes=all_changes, title=title)


@st.composite
def any_follow(draw: st.DrawFn) -> Follow:
    topic = draw(st.sampled_from(Topic))
    name = {Topic.INCIDENT: "2147483647", Topic.PERSON: "U0BEN"}.get(topic) or draw(names())
    return Follow(
        what=Followed(id=draw(st.integers(1, 2**62)), topic=topic, name=name),
        all_changes=draw(st.booleans()),
        title=draw(titles()) if topic is Topic.INCIDENT else None,
        is_removed=draw(st.booleans()),
    )


def elements(message: Message) -> list[tuple[str, str, str, str]]:
    """Return the label, id and value of every button, and where the block it stands in begins."""
    found: list[tuple[Block, Block]] = []
    for block in message.blocks:
        inside = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        found += [(element, block) for element in inside if element["type"] == "button"]
    return [
        (each["text"]["text"], each["action_id"], each["value"], block["block_id"].split(":")[0])
        for each, block in found
    ]


@heavy
@given(any_follow(), st.booleans(), st.booleans())
def test_whatever_is_followed_can_be_said(follow: Follow, is_news: bool, sees_only_own: bool) -> None:
    require_fit_to_send(follows.begun(follow, is_news=is_news, sees_only_own=sees_only_own))
    require_fit_to_send(follows.stopped(follow.what))


@heavy
@given(st.lists(any_follow(), max_size=follows.PAGE, unique_by=lambda each: each.what.id))
def test_any_list_can_be_sent(found: list[Follow]) -> None:
    news = follows.stopped(a_follow().what).text

    require_fit_to_send(follows.listed(found, is_newest=False, is_oldest=False, news=news))


@for_each("run", RUNS)
@for_each("topic", [Topic.INCIDENT, Topic.SERVICE, Topic.CATEGORY])
def test_the_fullest_list_says_all_in_words(run: str, topic: Topic) -> None:
    what = Followed(id=2**62, topic=topic, name="2147483647" if topic is Topic.INCIDENT else (run * 60)[:60])
    rows = [
        Follow(
            what=Followed(id=what.id + n, topic=topic, name=what.name),
            all_changes=False,
            title=(run * 255)[:255] if topic is Topic.INCIDENT else None,
            is_removed=topic is not Topic.INCIDENT,
        )
        for n in range(follows.PAGE)
    ]

    message = follows.listed(rows, is_newest=False, is_oldest=False, news=follows.stopped(what).text)

    require_fit_to_send(message)
    assert message.text.endswith("of all changes.")


@heavy
@given(any_follow())
def test_the_way_back_follows_the_same(follow: Follow) -> None:
    command = as_command("follow", follow.what.topic, follow.what.name)

    if command:
        act = parse(command)
        named = Named(follow.what.topic, follow.what.name)
        assert act == (FollowIncident(2147483647) if follow.what.topic is Topic.INCIDENT else FollowOther(named))


@for_each(
    ("follow", "said"),
    [
        (a_follow(), f"You follow #42 — Checkout is down. You are told {MAIN}."),
        (a_follow(all_changes=True), "You follow #42 — Checkout is down. You are told of all changes."),
        (
            a_follow(Topic.PERSON, "U0BEN", all_changes=True),
            "You follow <@U0BEN>. You are told of all changes to what they have or reported.",
        ),
        (
            a_follow(Topic.SERVICE, "R&D *b*"),
            (
                "You follow service R&D *b*. You are told of its incidents: when one is opened, resolved or reopened, "
                "and when its severity changes."
            ),
        ),
        (
            a_follow(Topic.CATEGORY, "api", all_changes=True),
            "You follow category api. You are told of all changes to its incidents.",
        ),
    ],
)
def test_who_begins_to_follow_reads_what_they_are_told(follow: Follow, said: str) -> None:
    message = follows.begun(follow, is_news=True, sees_only_own=False)

    assert readable(message.text) == shown(message.blocks[:1]) == said
    other = ("Main changes", "follow:main") if follow.all_changes else ("All changes", "follow:all")
    assert elements(message) == [(*other, "5", ON_ANSWER), ("Unfollow", "unfollow:one", "5", ON_ANSWER)]


def test_who_follows_already_reads_so_and_a_guest_what_they_miss() -> None:
    said = follows.begun(a_follow(Topic.SERVICE, "pay"), is_news=False, sees_only_own=True).text

    assert said.startswith("You follow service pay already. ")
    assert said.endswith(" You see only what you reported yourself, so nothing else is told.")
    assert "yourself" not in follows.begun(a_follow(), is_news=True, sees_only_own=True).text


def test_who_stops_can_go_back_where_that_can_be_typed() -> None:
    assert elements(follows.stopped(a_follow().what)) == [("Follow", "act:follow", "follow 42", ON_ANSWER)]
    assert elements(follows.stopped(a_follow(Topic.SERVICE, 'the "old" one').what)) == []


@for_each("is_newest", [True, False])
@for_each("is_oldest", [True, False])
def test_a_page_leads_to_the_pages_beside_it(is_newest: bool, is_oldest: bool) -> None:
    page = [a_follow(id_=9), a_follow(id_=8)]

    found = elements(follows.listed(page, is_newest=is_newest, is_oldest=is_oldest))

    assert found[:2] == [("Unfollow", "unfollow:listed", id_, ON_ANSWER) for id_ in ("9", "8")]
    newer = [] if is_newest else [("Previous", "follows:newer", "9", ON_ANSWER)]
    older = [] if is_oldest else [("Next", "follows:older", "8", ON_ANSWER)]
    assert found[2:] == [*older, *newer]
