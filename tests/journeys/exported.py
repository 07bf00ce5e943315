"""What came of an export: the files in somebody's direct messages."""

import csv
import io
from urllib.request import urlopen

from bot.sandbox import Person
from tests.journeys.seeing import BOT


def files_of(person: Person) -> list[bytes]:
    """Return what the person can download from their direct messages."""
    shared = [file for message in person.messages(BOT) for file in message.raw.get("files", [])]
    contents = []
    for file in shared:
        with urlopen(file["url_private"]) as answer:  # noqa: S310 - the sandbox's own address
            contents.append(answer.read())
    return contents


def titles_in(content: bytes) -> list[str]:
    """Return the titles in a file, in its order."""
    return [row["title"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
