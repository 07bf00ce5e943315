"""What can be followed, in every order people type it."""

from bot.language.acts import Act
from bot.language.following_acts import FollowIncident, FollowOther, Named, UnfollowIncident, UnfollowOther
from bot.language.grammar import parse
from storage.records import Topic
from tests.bot.language.refused import refusal
from tests.bot.language.test_verbs import USAGES
from tests.tables import for_each

ANA = Named(Topic.PERSON, "U0ANA")
PAY = Named(Topic.SERVICE, "pay")


@for_each(
    ("typed", "act"),
    [
        ("follow #42,", FollowIncident(42)),
        ("FOLLOW inc-42 ALL", FollowIncident(42, all_changes=True)),
        ("follow all 42", FollowIncident(42, all_changes=True)),
        ("follow 42 all changes", FollowIncident(42, all_changes=True)),
        ("follow 42 main", FollowIncident(42, all_changes=False)),
        ("42 follow", FollowIncident(42)),
        ("42 follow all", FollowIncident(42, all_changes=True)),
        ("follow <@U0ANA|ana> all", FollowOther(ANA, all_changes=True)),
        ("follow to the service:pay", FollowOther(PAY)),
        ("follow main service:pay", FollowOther(PAY, all_changes=False)),
        ("follow Service:“our shop” all", FollowOther(Named(Topic.SERVICE, "our shop"), all_changes=True)),
        ("follow category:R&amp;D", FollowOther(Named(Topic.CATEGORY, "R&D"))),
        ("follow service:all", FollowOther(Named(Topic.SERVICE, "all"))),
        ("follow  our\n shop ", FollowOther(Named(None, "our shop"))),
        ('follow "our shop" all', FollowOther(Named(None, "our shop"), all_changes=True)),
        ("unfollow #42", UnfollowIncident(42)),
        ("42 unfollow", UnfollowIncident(42)),
        ("unfollow <@U0ANA>", UnfollowOther(ANA)),
        ("unfollow service:pay", UnfollowOther(PAY)),
        ("unfollow all", UnfollowOther(Named(None, "all"))),
    ],
)
def test_what_is_typed_is_understood(typed: str, act: Act) -> None:
    assert parse(typed) == act


@for_each(
    ("typed", "problem"),
    [
        ("follow all", "What do you want to follow?"),
        ("follow 42 43", "`follow` takes one thing at a time; put a name of several words in double quotes."),
        ("unfollow 42 all", "`unfollow` takes one thing at a time; put a name of several words in double quotes."),
        (
            "follow service:our shop",
            "`follow` takes one thing at a time; put a name of several words in double quotes.",
        ),
        ("follow @ana", "“@ana” is nobody here. Choose somebody from the list Slack shows as you type @."),
    ],
)
def test_what_is_not_understood_is_answered_with_the_usage(typed: str, problem: str) -> None:
    assert str(refusal(typed)) == f"{problem} Usage: `{USAGES[typed.split(maxsplit=1)[0]]}`"


@for_each(
    ("typed", "offered"),
    [("watch 42", "follow 42"), ("unsubscribe 42", "unfollow 42"), ("folow service:pay", "follow service:pay")],
)
def test_what_others_call_it_is_offered(typed: str, offered: str) -> None:
    assert refusal(typed).offers == (offered,)
