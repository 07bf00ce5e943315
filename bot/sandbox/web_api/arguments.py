"""The arguments of a call, from a query, a form or JSON, read as Slack reads them."""

import base64
from dataclasses import dataclass

from bot.sandbox.numbers import whole_number
from bot.sandbox.refusals import SlackError
from bot.sandbox.slack_json import Json


def invalid_arguments(*messages: str) -> SlackError:
    told = [f"[ERROR] {message}" for message in messages]
    return SlackError("invalid_arguments", beside={"response_metadata": {"messages": told}})


@dataclass(frozen=True, slots=True)
class Arguments:
    """Unknown arguments are ignored, like Slack does; missing ones are named."""

    given: Json

    def text(self, name: str) -> str | None:
        value = self.given.get(name)
        return None if value in (None, "") else str(value)

    def needed(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        return str(self.given.get(name, "")).lower() in {"true", "1"}

    def number(self, name: str, *, default: int, most: int) -> int:
        value = self.text(name)
        if value is None or value == "0":
            return default
        number = whole_number(value)
        if number is None or not 1 <= number <= most:
            raise SlackError("invalid_limit")
        return number

    def page(self, rows: list[Json], *, key: str, limit: int) -> tuple[list[Json], str]:
        """The rows from the cursor on, and the cursor of what follows ("" at the end).

        A cursor names its row, so that messages posted meanwhile move nothing from one page to the next.
        """
        cursor = self.text("cursor")
        start = 0 if cursor is None else _position(cursor, [str(row[key]) for row in rows])
        following = rows[start + limit : start + limit + 1]
        return rows[start : start + limit], _cursor(str(following[0][key])) if following else ""


def _cursor(name: str) -> str:
    return base64.b64encode(f"next:{name}".encode()).decode()


def _position(cursor: str, names: list[str]) -> int:
    try:
        word, _, name = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError as broken:
        raise SlackError("invalid_cursor") from broken
    if word != "next" or name not in names:
        raise SlackError("invalid_cursor")
    return names.index(name)
