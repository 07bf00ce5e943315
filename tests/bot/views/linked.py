"""Links of ours to files."""

import json
import re

from bot.views.blocks import Message
from tests.bot.views.judging import readable, require_fit_to_send
from tests.slack_reference.payloads import message_problems

_TO_A_FAR_FILE = re.compile(r"<(https://acme\.slack\.com/F\d/x*)\|[^<>|]+>")
_TO_A_FILE = re.compile(r"<https://acme\.slack\.com/files/U0ANA/F0GRAPH/graph\.png\|([^<>|]+)>")


def require_fit_to_send_with_links(message: Message) -> None:
    """Fail unless Slack takes the message, and nothing in it acts but what we wrote, links to files included."""
    assert message_problems({"text": message.text, "blocks": message.blocks}) == []
    without = _TO_A_FILE.sub("a file", json.dumps(message.blocks, ensure_ascii=False))
    require_fit_to_send(Message(_TO_A_FILE.sub("a file", message.text), json.loads(without)))


def link_texts(markup: str) -> list[str]:
    """Return under which names files are linked, as people read them."""
    return [readable(name) for name in _TO_A_FILE.findall(markup)]


def addresses(markup: str) -> list[str]:
    """Return where the links to far files lead; half a link fails."""
    found = _TO_A_FAR_FILE.findall(markup)
    assert len(found) == markup.count("<https://acme")
    return found
