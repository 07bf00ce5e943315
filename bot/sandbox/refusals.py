"""The two ways to be refused here: an app by Slack's error code, a person by a sentence."""

from bot.sandbox.slack_json import Json


class SlackError(Exception):
    """What the Web API answers with `ok: false`: Slack's code, and what Slack puts beside it."""

    def __init__(self, code: str, *, beside: Json | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.beside = beside or {}

    def body(self) -> Json:
        return {"ok": False, "error": self.code, **self.beside}


class ActRefused(Exception):
    """What the client tells a person when what they did had no effect, in Slack's words where Slack has some."""
