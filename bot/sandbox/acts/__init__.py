"""What a person does in the client: the page and the test driver go through the same table of acts."""

from bot.sandbox.acts.table import perform

__all__ = ["perform"]
