"""Files of people and of the app: their bytes, and the objects Slack knows them by."""

import mimetypes
import secrets
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from bot.sandbox.clock import Clock
from bot.sandbox.people import TEAM_ID, Profile
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json
from bot.sandbox.store import Store

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 255
# Where Slack's name for a kind of file is not its ending.
_FILE_TYPES = {"jpeg": "jpg", "txt": "text", "md": "markdown", "py": "python", "js": "javascript", "": "binary"}
_UNKNOWN_KIND = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file the app is about to send, under its id; nobody knows of it yet."""

    name: str
    size: int
    content: bytes | None = None


class Files:
    """Kept in the store: on disk where there is a data directory, in memory otherwise."""

    def __init__(self, store: Store, clock: Clock, *, address: str) -> None:
        self._store = store
        self._clock = clock
        self._address = address
        self._uploads: dict[str, Upload] = {}

    def expect(self, name: str, size: int) -> str:
        """The id of a file that the app will send."""
        file_id = _new_id()
        self._uploads[file_id] = Upload(_plain_name(name), size)
        return file_id

    def expected(self, file_id: str) -> Upload | None:
        return self._uploads.get(file_id)

    def receive(self, file_id: str, content: bytes) -> None:
        self._uploads[file_id] = replace(self._uploads[file_id], content=content)

    def complete(self, owner: Profile, file_id: str, *, title: str, shared_in: Json) -> Json:
        """Slack's object of a file that was received; `shared_in` lists its channels."""
        upload = self._uploads.pop(file_id)
        made = self._object(owner, upload.name, upload.size, file_id=file_id)
        file = {**made, **shared_in, "title": title or upload.name}
        self._store.keep_file(file, upload.content or b"")
        return file

    def keep(self, person: Profile, name: str, content: bytes) -> Json:
        """Slack's object of the new file, seen by nobody but the person and, once it is submitted, the app."""
        plain_name = _plain_name(name)
        if not content:
            raise ActRefused(f"{plain_name} is empty.")
        if len(content) > LARGEST:
            raise ActRefused(f"{plain_name} is too large: a file has 10 MB at most.")
        file = self._object(person, plain_name, len(content), file_id=_new_id())
        self._store.keep_file(file, content)
        return file

    def get(self, file_id: str) -> Json | None:
        return self._store.file(file_id)

    def content(self, file_id: str) -> bytes:
        """The bytes of a file that `get` knows."""
        return self._store.file_content(file_id)

    def _object(self, person: Profile, name: str, size: int, *, file_id: str) -> Json:
        created, kind = int(self._clock.now()), file_type(name)
        return {
            "id": file_id,
            "created": created,
            "timestamp": created,
            "name": name,
            "title": name,
            "mimetype": mimetypes.guess_type(name)[0] or _UNKNOWN_KIND,
            "filetype": kind,
            "pretty_type": kind.upper() if len(kind) <= len("jpeg") else kind.capitalize(),
            "user": person.id,
            "user_team": TEAM_ID,
            "editable": False,
            "size": size,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            **self._addresses(person, file_id, name),
            "media_display_type": "unknown",
            "comments_count": 0,
            "is_starred": False,
            "shares": {},
            "channels": [],
            "groups": [],
            "ims": [],
            "has_more_shares": False,
            "has_rich_preview": False,
            "file_access": "visible",
        }

    def _addresses(self, person: Profile, file_id: str, name: str) -> Json:
        address, place = self._address, f"{TEAM_ID}-{file_id}"
        in_url = quote(name.lower().replace(" ", "_"), safe="")
        return {
            "url_private": f"{address}/files-pri/{place}/{in_url}",
            "url_private_download": f"{address}/files-pri/{place}/download/{in_url}",
            "permalink": f"{address}/files/{person.id}/{file_id}/{in_url}",
            "permalink_public": f"{address}/files-public/{place}",
        }


def file_type(name: str) -> str:
    """Slack's word for the kind of file, from its ending."""
    ending = _ending(name)
    return _FILE_TYPES.get(ending, ending)


def is_of_type(file: Json, wanted: list[str]) -> bool:
    """Whether the file is one of those an element takes, which are named by ending or by Slack's word."""
    names = {each.lower().removeprefix(".") for each in wanted}
    return not names or bool(names & {_ending(file["name"]), file["filetype"]})


def _new_id() -> str:
    return f"F0{secrets.token_hex(5).upper()}"


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def _plain_name(name: str) -> str:
    """The name alone, as a browser gives it: no folders, nothing that cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[-LONGEST_NAME:] or "file"
