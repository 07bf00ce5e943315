"""Which of Slack's channels a setting means."""

from collections.abc import Iterable, Mapping
from typing import Any


def found_in(channels: Iterable[Mapping[str, Any]], wanted: str) -> str | None:
    """Return the id of the channel whose id or name is `wanted`."""
    for channel in channels:
        if wanted in (channel["id"], channel["name"]):
            return str(channel["id"])
    return None
