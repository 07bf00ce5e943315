"""The page's own files, at addresses that name what is in them: a browser keeps them until they are others."""

import hashlib
import mimetypes
from pathlib import Path

from aiohttp import web

PAGE_FILES = Path(__file__).parent / "page"
_JAVASCRIPT = "application/javascript"
_FOR_EVER = "private, max-age=31536000, immutable"


class PageFiles:
    """As they were when the page was last opened: all that one page asks for comes from one state of the files."""

    def __init__(self, folder: Path = PAGE_FILES) -> None:
        self._folder = folder
        self._contents: dict[str, bytes] = {}
        self._version = ""

    def index(self) -> web.Response:
        """The page itself, which is never kept; what it leads to has the version in its address."""
        self._read()
        page = self._contents["index.html"].replace(b'"/static/', f'"/static/{self._version}/'.encode())
        return web.Response(body=page, content_type="text/html", charset="utf-8")

    def file(self, path: str) -> web.Response:
        """A file by its name, with the version before it or without; nothing else is ever looked for on the disk."""
        if not self._contents:
            self._read()
        version, _, name = path.rpartition("/")
        if name not in self._contents or version not in {"", self._version}:
            raise web.HTTPNotFound(text="There is no such file.")
        response = web.Response(body=self._contents[name], content_type=_kind(name), charset=_charset(name))
        if version:
            response.headers["Cache-Control"] = _FOR_EVER
        return response

    def _read(self) -> None:
        self._contents = {each.name: each.read_bytes() for each in self._folder.iterdir() if each.is_file()}
        names_and_contents = repr(sorted(self._contents.items())).encode()
        self._version = hashlib.sha256(names_and_contents).hexdigest()[:16]


def _kind(name: str) -> str:
    return _JAVASCRIPT if name.endswith(".js") else mimetypes.guess_type(name)[0] or "application/octet-stream"


def _charset(name: str) -> str | None:
    return "utf-8" if _kind(name).startswith("text/") or _kind(name) == _JAVASCRIPT else None
