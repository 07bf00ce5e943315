"""The panel."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.acts import Draft, StartDraft
from bot.language.grammar import parse, verb_named
from bot.language.looking_acts import ShowIncident
from bot.views.blocks import Block, Message
from bot.views.panel import panel
from bot.views.text import moment
from storage.records import Incident, Severity, Status
from tests.bot.views.hostile import RUNS, full, heavy, incidents
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.making import NOON, incident
from tests.tables import for_each

COMMONEST = [verb_named(word) for word in ("new", "take", "comment", "resolve", "list")]


def rows(message: Message) -> list[Block]:
    """Return the sections that show an incident each."""
    return [block for block in message.blocks if "accessory" in block]


def buttons(message: Message) -> list[tuple[str, str]]:
    elements: list[Block] = [
        element for block in message.blocks if block["type"] == "actions" for element in block["elements"]
    ]
    return [(element["text"]["text"], element["value"]) for element in elements]


@settings(heavy, max_examples=25)
@given(found=st.lists(incidents(), max_size=5), there_are_more=st.booleans())
def test_any_panel_is_fit_to_send(found: list[Incident], *, there_are_more: bool) -> None:
    require_fit_to_send(panel(found, there_are_more=there_are_more, verbs=COMMONEST))


@for_each("run", RUNS)
def test_the_fullest_panel_is_fit_to_send(run: str) -> None:
    fullest = panel([full(run)] * 5, there_are_more=True, verbs=COMMONEST)

    require_fit_to_send(fullest)
    assert fullest.text.count("#2147483647") == len(rows(fullest)) == 5
    assert not fullest.text.endswith("…")


def test_a_panel_shows_what_is_unresolved_in_words_and_in_rows() -> None:
    mine = [incident(number=2, severity=Severity.SEV1, status=Status.IN_PROGRESS), incident(number=1)]

    message = panel(mine, there_are_more=False, verbs=COMMONEST)

    assert message.text.startswith(
        "Unresolved, yours or reported by you. "
        f"#2, SEV1 critical, In progress, nobody, opened {moment(NOON)}: Checkout is down. "
        f"#1, SEV3 minor, Open, nobody, opened {moment(NOON)}: Checkout is down. "
    )
    assert shown(message.blocks[:1]) == "*Unresolved, yours or reported by you*"
    assert [row["text"]["text"].split(" — ")[0] for row in rows(message)] == ["*#2* SEV1", "*#1* SEV3"]
    assert [parse(row["accessory"]["value"]) for row in rows(message)] == [ShowIncident(2), ShowIncident(1)]


def test_a_panel_of_nothing_says_so() -> None:
    message = panel([], there_are_more=False, verbs=COMMONEST)

    require_fit_to_send(message)
    assert message.text.startswith("You have no unresolved incidents. ")
    assert rows(message) == []


def test_a_panel_names_the_commonest_verbs_in_words_and_in_blocks() -> None:
    message = panel([incident()], there_are_more=False, verbs=COMMONEST)

    for verb in COMMONEST:
        way = f"`/incident {verb.word} {verb.examples[0]}".rstrip() + "`"
        assert f"{way}: {verb.does}." in readable(message.text)
        assert f"{way} {verb.does}." in shown(message.blocks)


def test_a_panel_opens_a_new_incident() -> None:
    [(label, value)] = buttons(panel([], there_are_more=False, verbs=COMMONEST))

    assert (label, parse(value)) == ("New incident", StartDraft(Draft()))


def test_a_panel_says_that_there_are_more_where_there_are() -> None:
    more, all_of_it = (
        panel([incident()], there_are_more=there_are_more, verbs=COMMONEST) for there_are_more in (True, False)
    )

    assert "The worst 1; `/incident mine` shows them all." in shown(more.blocks)
    assert "The worst 1; `/incident mine` shows them all." in more.text
    assert "/incident mine" not in shown(all_of_it.blocks) + all_of_it.text


def test_a_panel_says_in_words_and_in_blocks_where_help_is() -> None:
    message = panel([incident()], there_are_more=True, verbs=COMMONEST)

    assert message.text.endswith("`/incident help` explains everything.")
    assert "`/incident help` explains everything" in shown(message.blocks)
