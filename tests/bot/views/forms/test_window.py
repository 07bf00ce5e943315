"""Windows over the Home tab: what stands in a private answer elsewhere, and what was not done."""

from hypothesis import given

from bot.views import problems
from bot.views.card import card
from bot.views.forms.window import WINDOW, window
from storage.records import Incident
from tests.bot.views.hostile import RUNS, full, heavy, incidents, words
from tests.bot.views.judging import require_fit_to_open, shown
from tests.making import incident
from tests.tables import for_each


@heavy
@given(shown_incident=incidents())
def test_every_card_fits_into_a_window(shown_incident: Incident) -> None:
    view = window(card(shown_incident, None), number=shown_incident.number)

    require_fit_to_open(view)
    assert view["callback_id"] == WINDOW


@for_each("run", RUNS)
def test_the_fullest_card_fits_into_a_window(run: str) -> None:
    require_fit_to_open(window(card(full(run), None), number=2**31 - 1))


def test_a_window_says_what_it_is_about() -> None:
    view = window(card(incident(), None), number=42)

    assert view["title"]["text"] == "Incident #42"
    assert view["close"]["text"] == "Close"
    assert window(card(incident(), None), number=None)["title"]["text"] == "Incident Tracker"


@heavy
@given(sentence=words(800).filter(str.strip))
def test_what_was_not_done_is_said_whatever_it_repeats(sentence: str) -> None:
    view = problems.over_view(sentence or "no")

    require_fit_to_open(view)
    assert "Nothing was done" in shown(view)
