"""Block Kit's rules: what Slack refuses in messages, modals and Home tabs, in Slack's words."""

from bot.sandbox.block_kit.payloads import TOO_MANY_TABLES, block_problems, view_problems
from bot.sandbox.block_kit.shapes import Surface

__all__ = ["TOO_MANY_TABLES", "Surface", "block_problems", "view_problems"]
