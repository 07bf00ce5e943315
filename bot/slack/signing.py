"""How a message says which item of the outbox it is: what `Gateway.find` looks for."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

METADATA_TYPE = "incident_tracker_outbox"
_FILE_NAME = re.compile(r"incidents-\d{4}-\d\d-\d\d-(\d+)\.csv")


def metadata(outbox_id: int) -> dict[str, Any]:
    """Return what Slack keeps with a message and shows to nobody."""
    return {"event_type": METADATA_TYPE, "event_payload": {"outbox_id": outbox_id}}


def signed(blocks: list[dict[str, Any]], outbox_id: int) -> list[dict[str, Any]]:
    """Put the outbox id into the first block too: metadata needs a scope some workspaces withhold."""
    return [block | ({"block_id": f"outbox:{outbox_id}"} if not place else {}) for place, block in enumerate(blocks)]


def file_name(at: datetime, outbox_id: int) -> str:
    """Return the name of a file, with the item it is of: nothing else tells whether it was shared before a crash.

    The message it is in takes neither metadata nor, surely, the id of a block.
    """
    return f"incidents-{at:%Y-%m-%d}-{outbox_id}.csv"


def outbox_id(message: Mapping[str, Any]) -> int | None:
    """Return which item a message of ours is, None where it does not say."""
    kept = message.get("metadata") or {}
    if kept.get("event_type") == METADATA_TYPE:
        found: int | None = kept.get("event_payload", {}).get("outbox_id")
        return found
    first, *_ = message.get("blocks") or [{}]
    prefix, _, number = str(first.get("block_id", "")).rpartition(":")
    return int(number) if prefix == "outbox" and number.isdecimal() else _of_file(message)


def _of_file(message: Mapping[str, Any]) -> int | None:
    names = [_FILE_NAME.fullmatch(str(file.get("name", ""))) for file in message.get("files") or ()]
    return next((int(name[1]) for name in names if name), None)
