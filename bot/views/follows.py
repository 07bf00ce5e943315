"""What somebody follows: said when they begin and stop, listed, and given as the reason why they are told."""

from collections.abc import Sequence

from bot.language.follows import as_command
from bot.rules.names import COMMAND
from bot.views.blocks import Block, Message, actions, button, message, section, small_print, turns
from bot.views.offers import ON_ANSWER
from bot.views.text import escape, person
from storage.records import Follow, Followed, Topic

PAGE = 20
_TITLE_BUDGET = 250
_TITLE_IN_LIST = 100
_NAME_BUDGET = 110
_MAIN = {
    Topic.INCIDENT: "when it is resolved or reopened, and when its severity changes",
    Topic.PERSON: (
        "of what they have or reported: when it is opened, assigned to them, resolved or reopened, "
        "and when its severity changes"
    ),
    Topic.SERVICE: "of its incidents: when one is opened, resolved or reopened, and when its severity changes",
    Topic.CATEGORY: "of its incidents: when one is opened, resolved or reopened, and when its severity changes",
}
_ALL = {
    Topic.INCIDENT: "of all changes",
    Topic.PERSON: "of all changes to what they have or reported",
    Topic.SERVICE: "of all changes to its incidents",
    Topic.CATEGORY: "of all changes to its incidents",
}
_ONLY_OWN = "You see only what you reported yourself, so nothing else is told."
_HOW = (
    f"`{COMMAND} follow 42` follows an incident; `follow @ana`, `follow service:name` and `follow cat:name` follow the "
    "incidents of a person, a service or a category. You are told directly when one is opened, resolved or "
    "reopened and when its severity changes; with `all` at the end, of all changes."
)
GONE = "You don't follow that any more."


def what(followed: Followed) -> str:
    """Return `#12`, a mention, `service payments` or `category api`."""
    if followed.topic is Topic.INCIDENT:
        return f"#{followed.name}"
    return (
        person(followed.name)
        if followed.topic is Topic.PERSON
        else f"{followed.topic} {escape(followed.name, limit=_NAME_BUDGET)}"
    )


def reason(followed: Sequence[Followed]) -> str:
    """Say why somebody is told: `You follow #12, @ana and service payments.`"""
    *first, last = map(what, followed)
    return f"You follow {' and '.join(filter(None, (', '.join(first), last)))}."


def begun(follow: Follow, *, is_news: bool, sees_only_own: bool) -> Message:
    """Say what somebody follows and is told of; `is_news` where they have just asked for that."""
    title = f" — {escape(follow.title, limit=_TITLE_BUDGET)}" if follow.title else ""
    already = "" if is_news else " already"
    told = (_ALL if follow.all_changes else _MAIN)[follow.what.topic]
    limits = f" {_ONLY_OWN}" if sees_only_own and follow.what.topic is not Topic.INCIDENT else ""
    said = f"You follow {what(follow.what)}{already}{title}. You are told {told}.{limits}"
    id_ = str(follow.what.id)
    choose = (
        button("Main changes", id="follow:main", value=id_)
        if follow.all_changes
        else button("All changes", id="follow:all", value=id_)
    )
    return message(said, section(said), actions(choose, unfollow(follow.what), name=ON_ANSWER))


def unfollow(followed: Followed) -> Block:
    """Return the button that stops this one."""
    return button("Unfollow", id="unfollow:one", value=str(followed.id))


def stopped(followed: Followed) -> Message:
    """Say that somebody does not follow it any more, with the way back where there is one."""
    said = f"You don't follow {what(followed)} any more."
    again = as_command("follow", followed.topic, followed.name)
    back = [actions(button("Follow", id="act:follow", value=again), name=ON_ANSWER)] if again else []
    return message(said, section(said), *back)


def listed(follows: Sequence[Follow], *, is_newest: bool, is_oldest: bool, news: str = "") -> Message:
    """Show a page of what somebody follows, newest first, and how to follow more; `news` comes first."""
    first = [news] if news else []
    if not follows:
        said = [*first, "You follow nothing.", _HOW]
        return message(" ".join(said), section("\n".join(said)))
    rows = [(_row(follow), follow.what.id) for follow in follows]
    headline = "What you follow, newest first"
    return message(
        " ".join([*first, f"{headline}:", *(f"{row}." for row, _ in rows), _HOW]),
        *(section(said) for said in first),
        section(f"*{headline}*"),
        *(
            section(
                row,
                accessory=button("Unfollow", id="unfollow:listed", value=str(id_)),
                name=f"{ON_ANSWER}:{id_}",
            )
            for row, id_ in rows
        ),
        *turns(
            previous=None if is_newest else str(follows[0].what.id),
            following=None if is_oldest else str(follows[-1].what.id),
            ids=("follows:newer", "follows:older"),
            name=ON_ANSWER,
        ),
        small_print(_HOW),
    )


def _row(follow: Follow) -> str:
    title = f" {escape(follow.title, limit=_TITLE_IN_LIST)}" if follow.title else ""
    how_much = "all changes" if follow.all_changes else "main changes"
    if follow.is_removed:
        how_much = "removed, so nothing is told"
    return f"{what(follow.what)}{title} · {how_much}"
