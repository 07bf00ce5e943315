"""Slack's JSON as it travels: objects whose shape is Slack's business, not ours."""

from typing import Any

Json = dict[str, Any]
