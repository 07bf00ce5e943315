"""files.*: what the app uploads, in three steps: an address, the bytes, and where the file is shared."""

import json

from bot.sandbox import composing
from bot.sandbox.channels import Channel
from bot.sandbox.numbers import whole_number
from bot.sandbox.parts import Parts
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api.access import visible_channel
from bot.sandbox.web_api.arguments import Arguments, invalid_arguments

_LARGEST = 1024 * 1024 * 1024
_LIST_OF_KIND = {"channel": "channels", "private": "groups", "im": "ims"}


def get_upload_url(parts: Parts, arguments: Arguments) -> Json:
    size = whole_number(arguments.needed("length"))
    if not size:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    if size > _LARGEST:
        raise SlackError("file_upload_size_restricted")
    file_id = parts.files.expect(arguments.needed("filename"), size)
    return {"upload_url": f"{parts.address}/upload/v1/{file_id}", "file_id": file_id}


def complete_upload(parts: Parts, arguments: Arguments) -> Json:
    """The files become visible, in a message of the app's where a channel is named."""
    wanted = _wanted(arguments)
    channel_id = arguments.text("channel_id")
    channel = None if channel_id is None else _channel(parts, channel_id)
    uploads = [parts.files.expected(str(each["id"])) for each in wanted]
    if any(upload is None or upload.content is None for upload in uploads):
        raise SlackError("file_not_found")
    blocks = composing.message_blocks(arguments.given.get("blocks"))
    shared_in = {} if channel is None else {_LIST_OF_KIND[channel.kind]: [channel.id]}
    files = [
        parts.files.complete(
            parts.workspace.bot, str(each["id"]), title=str(each.get("title", "")), shared_in=shared_in
        )
        for each in wanted
    ]
    if channel is not None:
        text = "" if blocks else composing.escaped(arguments.text("initial_comment") or "")
        said = {"text": text, **({"blocks": blocks} if blocks else {})}
        shown = {"files": files, "upload": True, "display_as_bot": False}
        parts.messages.post(channel, {**composing.from_bot(parts.workspace), **said, **shown})
    return {"files": [{"id": file["id"], "title": file["title"]} for file in files]}


def _wanted(arguments: Arguments) -> list[Json]:
    given = arguments.given.get("files")
    try:
        files = json.loads(given) if isinstance(given, str) else given
    except ValueError as broken:
        raise invalid_arguments("must be a list [json-pointer:/files]") from broken
    if not isinstance(files, list) or not files or not all(isinstance(one, dict) and one.get("id") for one in files):
        raise invalid_arguments("each needs an id [json-pointer:/files]")
    return files


def _channel(parts: Parts, channel_id: str) -> Channel:
    channel = visible_channel(parts, channel_id)
    if not channel.has_bot:
        raise SlackError("not_in_channel")
    return channel
