"""What Slack refuses in modals and Home tabs."""

from bot.sandbox.block_kit import view_problems
from tests.bot.sandbox.app import TITLE, modal, mrkdwn, plain, section
from tests.bot.sandbox.blocks import Block
from tests.tables import for_each

VIEWS: list[tuple[str, Block, str]] = [
    (
        "title too long",
        modal(section("x"), title="x" * 25),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    ("submit too long", modal(section("x"), submit=plain("x" * 25)), "/view/submit/text"),
    ("metadata too long", modal(section("x"), private_metadata="x" * 3001), "/view/private_metadata"),
    ("callback too long", modal(section("x"), callback_id="x" * 256), "/view/callback_id"),
    ("no blocks", modal(), "no fewer than 1 items required [json-pointer:/view/blocks]"),
    ("inputs without submit", modal(TITLE, submit=None), "missing required field: submit"),
    ("mrkdwn title", {**modal(section("x")), "title": mrkdwn("x")}, "unsupported type: mrkdwn"),
    ("a Home tab", {"type": "home", "blocks": []}, "invalid view type: home"),
    ("unknown key", modal(section("x"), colour="red"), "invalid additional property: colour"),
    ("a bad block", modal(TITLE, section("")), "[json-pointer:/view/blocks/1/text/text]"),
]


@for_each(("what", "view", "words"), VIEWS)
def test_views_slack_refuses(what: str, view: Block, words: str) -> None:
    problems = view_problems(view, "modal")

    assert any(words in problem for problem in problems), problems


def test_a_view_at_every_limit_passes() -> None:
    widest = modal(
        TITLE,
        title="x" * 24,
        close=plain("x" * 24),
        private_metadata="x" * 3000,
        callback_id="x" * 255,
        external_id="e",
    )

    assert view_problems(widest, "modal") == []
    assert view_problems({"type": "home", "blocks": []}, "home") == []
