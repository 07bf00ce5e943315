"""A message as the app sends it, checked as Slack checks it, made into a message as Slack keeps it."""

import json
import re
from typing import Any

from bot.sandbox.block_kit import TOO_MANY_TABLES, Surface, block_problems, view_problems
from bot.sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, UPDATED
from bot.sandbox.refusals import SlackError
from bot.sandbox.scopes import Scopes
from bot.sandbox.slack_json import Json
from bot.sandbox.views import with_ids
from bot.sandbox.workspace import Workspace

LONGEST_TEXT = 40_000
MOST_ATTACHMENTS = 100
LONGEST_METADATA = 16_000
LONGEST_VIEW = 250_000
LONGEST_MARKDOWN = 12_000
_NO_TEXT_SHOWN = "This content can't be displayed."
_ALLOWED_TAG = re.compile(r"<(?:@[UWB]\w+|#[CG]\w+|!|https?://|mailto:|tel:)[^<>]*>")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")


def content(arguments: Json, *, default_text: str | None = None) -> Json:
    """text, blocks, attachments and metadata of a message; Slack's refusal when there is nothing to show."""
    blocks = message_blocks(arguments.get("blocks"))
    attachments = _parsed(arguments.get("attachments"), "invalid_attachments") or []
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    text = _text(arguments, has_blocks=bool(blocks))
    if not text and not blocks and not attachments and default_text is None:
        raise SlackError("no_text")
    kept: Json = {"text": text or (_NO_TEXT_SHOWN if blocks else default_text or "")}
    metadata = _metadata(arguments.get("metadata"))
    optional = {"blocks": blocks, "attachments": attachments, "metadata": metadata}
    return kept | {key: value for key, value in optional.items() if value}


def message_blocks(given: object) -> list[Json]:
    blocks = _parsed(given, "invalid_blocks_format")
    if not blocks:
        return []
    problems = block_problems(blocks, "message")
    refuse_problems(
        problems, "invalid_attachments" if any(TOO_MANY_TABLES in each for each in problems) else "invalid_blocks"
    )
    return with_ids(blocks)


def view(scopes: Scopes, given: object, surface: Surface) -> Json:
    """A view the app sent, checked; `surface` is what the method takes."""
    parsed = _parsed(given, "invalid_arguments")
    if isinstance(parsed, dict) and len(json.dumps(parsed)) > LONGEST_VIEW:
        raise SlackError("view_too_large")
    refuse_problems(view_problems(parsed, surface), "invalid_arguments")
    checked: Json = parsed
    if any(block.get("element", {}).get("type") == "file_input" for block in checked["blocks"]):
        scopes.need("files:read")
    return checked


def refuse_problems(problems: list[str], code: str) -> None:
    if problems:
        raise SlackError(code, beside={"response_metadata": {"messages": problems}})


def from_bot(workspace: Workspace) -> Json:
    """Who wrote it, on every message of the app."""
    profile = {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT_USER_ID,
        "name": workspace.bot.real_name,
        "icons": {},
        "deleted": False,
        "updated": UPDATED,
        "team_id": TEAM_ID,
    }
    return {"user": BOT_USER_ID, "bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID, "bot_profile": profile}


def escaped(text: str) -> str:
    """Text as Slack stores it: `&`, `<` and `>` escaped, but for mentions and links that were meant."""
    parts: list[str] = []
    position = 0
    for tag in _ALLOWED_TAG.finditer(text):
        parts += [_plain(text[position : tag.start()]), tag.group()]
        position = tag.end()
    return "".join([*parts, _plain(text[position:])])


def _plain(text: str) -> str:
    return _BARE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _text(arguments: Json, *, has_blocks: bool) -> str:
    markdown = arguments.get("markdown_text")
    if markdown and (arguments.get("text") or has_blocks):
        raise SlackError("markdown_text_conflict")
    if markdown and len(str(markdown)) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    return escaped(str(markdown or arguments.get("text") or ""))[:LONGEST_TEXT]


def _metadata(given: object) -> Json | None:
    parsed = _parsed(given, "invalid_metadata_format")
    if not parsed:
        return None
    if (
        not isinstance(parsed, dict)
        or not isinstance(parsed.get("event_payload"), dict)
        or not parsed.get("event_type")
    ):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(parsed)) > LONGEST_METADATA:
        raise SlackError("metadata_too_large")
    return parsed


def _parsed(given: object, error: str) -> Any:
    """Form bodies carry objects as JSON text; JSON bodies carry them as they are."""
    if not isinstance(given, str):
        return given
    if not given.strip():
        return None
    try:
        return json.loads(given)
    except (json.JSONDecodeError, RecursionError) as broken:
        raise SlackError(error) from broken
