"""The form that adds a message to an incident, and the look-alikes in the form for a new one."""

from hypothesis import given
from hypothesis import strategies as st

from bot.deeds.filling import CONTEXT_MAX
from bot.language.acts import Draft
from bot.language.messages import in_pieces
from bot.rules import texts
from bot.views import answers
from bot.views.alike import MOST
from bot.views.blocks import View
from bot.views.forms import opening
from bot.views.forms.adding import PIECE, add, fitting
from bot.views.forms.context import Context
from bot.views.forms.fields import INPUT_MAX
from bot.views.forms.window import window
from storage.records import Incident
from tests.bot.views.forms.reading import FULL, initial, labels
from tests.bot.views.hostile import RUNS, SOURCE, bodies, full, heavy, incidents, names, titles
from tests.bot.views.judging import require_fit_to_open, require_fit_to_send, shown
from tests.making import incident
from tests.tables import for_each

ON_MESSAGE = Context(source=SOURCE, author="@ben")


def test_the_form_shows_whose_message_it_is_and_what_is_added() -> None:
    view = add(["graphs look bad"], context=ON_MESSAGE)

    assert [label for label, _ in labels(view).values()] == ["Incident", "Comment"]
    assert initial(view)[f"{PIECE}0"] == "graphs look bad"
    assert shown(view["blocks"]).startswith(
        "From <https://slack.com/archives/C0GENERAL/p1795000000000200|a message> of @ben."
    )
    assert (view["title"]["text"], view["submit"]["text"]) == ("Add to incident", "Add to incident")


@heavy
@given(
    body=bodies() | st.sampled_from(RUNS).map(lambda run: (run * texts.COMMENT_MAX)[: texts.COMMENT_MAX]),
    author=names(),
)
def test_any_message_makes_a_form_slack_opens_and_nothing_of_it_is_lost(body: str, author: str) -> None:
    pieces = in_pieces(fitting(body.strip(), longest=texts.COMMENT_MAX), longest=INPUT_MAX)
    context = ON_MESSAGE.model_copy(update={"author": author})

    view = add(pieces, context=context)

    require_fit_to_open(view)
    begun = initial(view)
    assert [begun[f"{PIECE}{number}"] for number in range(len(pieces))] == pieces


@for_each(("run", "kept"), [("x", texts.COMMENT_MAX), ("é", 33_333), ("🔥", 16_666)])
def test_what_has_no_room_in_a_form_is_cut(run: str, kept: int) -> None:
    text = fitting(run * texts.COMMENT_MAX, longest=texts.COMMENT_MAX)

    assert len(text) == kept
    assert text.endswith("…") is (kept < texts.COMMENT_MAX)
    require_fit_to_open(add(in_pieces(text, longest=INPUT_MAX), context=ON_MESSAGE))


@heavy
@given(
    draft=st.builds(Draft, title=titles(), source=st.none() | st.just(SOURCE), is_cut=st.booleans()),
    alike=st.lists(incidents(), max_size=MOST, unique_by=lambda found: found.number),
)
def test_any_look_alikes_are_shown_each_with_the_way_to_join_it(draft: Draft, alike: list[Incident]) -> None:
    view = opening.new_incident(draft, context=FULL, has_more=True, alike=alike)
    answer = answers.opened(incident(), alike=alike)

    require_fit_to_open(view)
    require_fit_to_send(answer)
    assert Context.model_validate_json(view["private_metadata"]).alike == tuple(found.number for found in alike)
    assert _values(view) == [str(found.number) for found in alike]
    assert _values({"blocks": answer.blocks}) == [f"{found.number} 42" for found in alike]
    assert all(f"Join #{found.number} instead?" in answer.text for found in alike)


def test_all_that_is_longest_is_fit_to_show() -> None:
    worst = [full(run) for run in RUNS[:MOST]]
    typed = Draft(title="&" * texts.TITLE[1], summary="&\n" * (texts.SUMMARY_MAX // 2), source=SOURCE)

    require_fit_to_send(answers.opened(full("&"), alike=worst[:1]))
    require_fit_to_open(opening.joined(answers.joined(full("*"), stays="#2 `resolve 2`" * 9), typed, number=2))
    require_fit_to_open(window(answers.opened(full("<"), alike=worst[:1]), number=2))
    assert CONTEXT_MAX < 3000


def _values(view: View) -> list[str]:
    accessories = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    return [accessory["value"] for accessory in accessories if accessory["text"]["text"] == "Join instead"]
