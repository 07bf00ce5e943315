"""The picker: which incident a bare verb is about."""

from bot.language.verb import Verb
from bot.language.verbs import VERBS
from bot.views.forms.context import Context
from bot.views.forms.picking import pick
from tests.bot.views.forms.reading import FULL, initial, inputs, labels
from tests.bot.views.judging import require_fit_to_open, shown
from tests.tables import for_each


@for_each("verb", VERBS)
def test_every_verb_has_a_picker_slack_opens(verb: Verb) -> None:
    view = pick(verb, context=FULL)

    require_fit_to_open(view)
    assert view["title"]["text"] == verb.word.capitalize()
    assert f"In one line: `{verb.usage}`" in shown(view["blocks"])


def test_a_picker_asks_for_the_incident_and_goes_on() -> None:
    view = pick(VERBS[1], context=Context(verb="show"))

    assert labels(view) == {"incident": ("Incident", False)}
    assert initial(view) == {}
    assert (view["submit"]["text"], view["close"]["text"], view["callback_id"]) == ("Show", "Cancel", "form:pick")
    assert Context.model_validate_json(view["private_metadata"]) == Context(verb="show")


BUTTONS = {
    "Next": {"assign", "start", "comment", "mitigate", "resolve", "reopen", "revert"}
    | {"severity", "priority", "edit", "delete"},
    "Show": {"show", "history", "remind"},
    "Take": {"take"},
    "Release": {"release"},
    "Restore": {"restore"},
}


def test_its_button_says_what_is_done_at_once_and_next_only_before_another_form() -> None:
    labelled = {verb.word: pick(verb, context=Context())["submit"]["text"] for verb in VERBS if verb.pick}

    assert labelled == {verb: label for label, verbs in BUTTONS.items() for verb in verbs}


def test_incidents_are_looked_up_from_the_first_letter_and_before_it() -> None:
    element = inputs(pick(VERBS[1], context=Context()))["incident"]["element"]

    assert (element["type"], element["action_id"], element["min_query_length"]) == (
        *("external_select", "lookup:incident", 0),
    )
