"""The help."""

from bot.language.verb import Verb
from bot.language.verbs import VERBS
from bot.views.help import help_on, help_overview
from tests.bot.views.judging import readable, require_fit_to_send, shown
from tests.tables import for_each


def test_help_names_every_verb_with_its_usage() -> None:
    message = help_overview(VERBS)

    require_fit_to_send(message)
    for verb in VERBS:
        assert f"{verb.usage}: {verb.does}." in readable(message.text)
        assert f"`{verb.usage}`\n{verb.does}." in shown(message.blocks)
    assert "…" not in message.text
    [buttons] = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    assert [(button["text"]["text"], button["value"]) for button in buttons] == [("New incident", "new")]


@for_each("verb", VERBS)
def test_help_on_a_verb_has_its_usage_aliases_and_examples(verb: Verb) -> None:
    message = help_on(verb)

    require_fit_to_send(message)
    said = readable(message.text)
    assert said.startswith(f"`{verb.usage}`\n{verb.does}.")
    for alias in verb.aliases:
        assert f"`{alias}`" in said
    for example in verb.examples:
        assert f"`/incident {verb.word} {example}".rstrip() + "`" in said
    for explained in verb.explains:
        assert " ".join(f"`{example}`" for example in explained.examples) in said
        assert f" — {explained.means}" in shown(message.blocks)
