"""Whom a message mentions: by its text or its blocks, and never by words that only look so."""

from typing import Any

from bot.sandbox.mentioned import EVERYONE, mentioned
from tests.bot.sandbox.app import mrkdwn, plain
from tests.tables import for_each

BOT = {"bot_id": "B0BOT"}
RICH = [{"type": "user", "user_id": "U0BEN"}, {"type": "text", "text": "<@U0ANA>"}]


def _section(text: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "section", "text": text}]


MENTIONED: list[tuple[dict[str, Any], set[str]]] = [
    ({"text": "ask ben"}, set()),
    ({"text": "ask <@U0BEN> or <@U0ANA|ana>"}, {"U0BEN", "U0ANA"}),
    ({"text": "&lt;@U0BEN&gt; &lt;!here&gt;"}, set()),
    ({"text": "<!here> <#C0GENERAL|general>"}, {EVERYONE}),
    ({"text": "<!channel|channel>"}, {EVERYONE}),
    ({"text": "<!date^1^{ago}|then>"}, set()),
    ({"text": "", "attachments": [{"blocks": _section(mrkdwn("<@U0BEN>"))}]}, {"U0BEN"}),
    ({**BOT, "text": "<@U0BEN>"}, {"U0BEN"}),
    ({**BOT, "text": "<@U0ANA>", "blocks": _section(mrkdwn("<@U0BEN>"))}, {"U0BEN"}),
    ({**BOT, "text": "", "blocks": _section(plain("<@U0BEN> <!here>"))}, set()),
    ({**BOT, "text": "", "blocks": [{"type": "section", "fields": [mrkdwn("*Assignee*\n<@U0BEN>")]}]}, {"U0BEN"}),
    ({**BOT, "text": "", "blocks": [{"type": "markdown", "text": "<!everyone>"}]}, {EVERYONE}),
    ({**BOT, "text": "", "blocks": [{"type": "rich_text", "elements": [{"elements": RICH}]}]}, {"U0BEN"}),
    (
        {**BOT, "text": "", "blocks": [{"type": "rich_text", "elements": [{"type": "broadcast", "range": "here"}]}]},
        {EVERYONE},
    ),
]


@for_each(("message", "whom"), MENTIONED)
def test_a_message_mentions_those_it_shows_as_mentioned(message: dict[str, Any], whom: set[str]) -> None:
    assert mentioned(message) == whom
