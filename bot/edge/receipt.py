"""When a payload arrived: stamped here, read by whoever must answer in time."""

import time

from slack_bolt import BoltContext

_KEY = "received_at"


def stamp() -> dict[str, float]:
    """Return what Bolt's context carries of a payload that arrives now."""
    return {_KEY: time.monotonic()}


def seconds_since(context: BoltContext) -> float:
    """Return how long ago the payload arrived."""
    return time.monotonic() - float(context[_KEY])
