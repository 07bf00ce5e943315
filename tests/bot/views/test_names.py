"""The workspace's lists as they are shown: fit to send whatever the names, and their buttons say what they do."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.grammar import parse
from bot.language.workspace_acts import AddName, RemoveName, RenameName, ShowNames
from bot.rules import texts
from bot.views import names as views
from bot.views.blocks import Message
from bot.views.paging import Page, cut
from storage.records import ListedName, NameList
from tests.bot.views.hostile import RUNS, heavy, names
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.bot.views.test_panel import buttons
from tests.tables import for_each

SERVICES = NameList.SERVICES
WHICH = st.sampled_from(NameList)


def listed(*names_: str) -> list[ListedName]:
    return [ListedName(name=name, unresolved=3 * place) for place, name in enumerate(names_)]


def full_page(which: NameList, page: Page[ListedName]) -> Message:
    return views.page(which, page, are_all_counted=True, may_add=True, may_edit=True)


@settings(heavy, max_examples=25)
@given(which=WHICH, found=st.lists(names(), min_size=1, max_size=11), is_first=st.booleans())
def test_any_page_is_fit_to_send_and_its_buttons_lead_on(which: NameList, found: list[str], *, is_first: bool) -> None:
    message = full_page(which, cut(listed(*found), after=None if is_first else "a"))

    require_fit_to_send(message)
    ways = {label: parse(value) for label, value in buttons(message)}
    wanted = {} if is_first else {"Previous": ShowNames(which, before=found[0])}
    assert ways == (wanted | {"Next": ShowNames(which, after=found[9])} if len(found) > 10 else wanted)


@for_each("run", RUNS)
def test_the_fullest_page_says_every_name_whole(run: str) -> None:
    name = (run * texts.NAME_MAX)[: texts.NAME_MAX].strip() or "x"
    message = full_page(SERVICES, Page(listed(*[name] * 10), is_first=False, is_last=False))

    require_fit_to_send(message)
    assert readable(message.text).count(" unresolved") == shown(message.blocks).count(" unresolved") == 10
    assert "…" not in message.text.replace(name, "")


@settings(heavy, max_examples=25)
@given(which=WHICH, old=names(), new=names())
def test_every_answer_is_fit_to_send_and_undoes_what_it_says(which: NameList, old: str, new: str) -> None:
    added = views.added(which, new, was_removed=False, near=old, may_undo=True)
    renamed = views.renamed(which, old, new, cards=500, there_are_more=True)
    removed = views.removed(which, old, unresolved=1001)

    for message, undone in (
        (added, RemoveName(which, new)),
        (renamed, RenameName(which, new, old)),
        (removed, AddName(which, old)),
    ):
        require_fit_to_send(message)
        assert [(label, parse(value)) for label, value in buttons(message)] == [("Undo", undone)]
    assert "keep it, 1000+ of them unresolved;" in removed.text
    assert "none of them unresolved;" in views.removed(which, old, unresolved=0).text


def test_a_list_says_the_names_what_is_unresolved_and_what_can_be_done() -> None:
    page = cut(listed("checkout", "search"))

    message = full_page(SERVICES, page)

    how = [
        "`/incident services add name` adds one.",
        "`/incident services rename old -> new` renames one, `/incident services remove name` removes one.",
    ]
    assert readable(message.text) == "Services: checkout · none unresolved, search · 3 unresolved. " + " ".join(how)
    assert shown(message.blocks).split("\n") == [
        "*Services*",
        "checkout · none unresolved",
        "search · 3 unresolved",
        *how,
    ]
    assert "rename" not in views.page(SERVICES, page, are_all_counted=True, may_add=True, may_edit=False).text
    assert "`" not in views.page(SERVICES, page, are_all_counted=True, may_add=False, may_edit=False).text


def test_an_empty_list_says_how_to_begin_to_those_who_may() -> None:
    empty = cut(listed())

    assert (
        views.page(NameList.CATEGORIES, empty, are_all_counted=True, may_add=False, may_edit=False).text
        == "There are no categories yet."
    )
    assert full_page(NameList.CATEGORIES, empty).text == (
        "There are no categories yet. `/incident categories add name` adds one."
    )


@for_each(
    ("found", "after", "before", "rows", "is_first", "is_last"),
    [
        (0, None, None, [], True, True),
        (10, None, None, [0, 9], True, True),
        (11, None, None, [0, 9], True, False),
        (10, "a", None, [0, 9], False, True),
        (11, "a", None, [0, 9], False, False),
        (10, None, "z", [0, 9], True, False),
        (11, None, "z", [1, 10], False, False),
    ],
)
def test_a_page_is_cut_from_what_was_found_with_one_to_spare(
    found: int, after: str | None, before: str | None, rows: list[int], is_first: bool, is_last: bool
) -> None:
    page = cut(range(found), after=after, before=before)

    assert [page.rows[0], page.rows[-1]] == rows if rows else not page.rows
    assert (page.is_first, page.is_last) == (is_first, is_last)
