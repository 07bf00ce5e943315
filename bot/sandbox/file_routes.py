"""Files on the wire: people's uploads, and the addresses a file object names."""

from urllib.parse import quote

from aiohttp import web

from bot.sandbox.files import LARGEST
from bot.sandbox.parts import BOT_TOKEN, Parts
from bot.sandbox.refusals import ActRefused
from bot.sandbox.slack_json import Json
from bot.sandbox.web_api.wire import answered, reply

UPLOAD = "upload_url"
_PIECE = 64 * 1024
# A file never changes: a message that is drawn again does not fetch its picture again.
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
_SIGN_IN = "<!doctype html><title>Sign in to Acme | Slack</title><p>Sign in to see this file."


class FileRoutes:
    """POST /sandbox/files?as=…&name=… with the bytes as the body, from the page; /upload/v1/… from the app.

    The rest are links that download.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/sandbox/files", self._upload)
        app.router.add_post("/upload/v1/{file_id}", self._from_app)
        app.router.add_get("/files-pri/{place}/{name}", self._private)
        app.router.add_get("/files-pri/{place}/download/{name}", self._private)
        app.router.add_get("/files/{person}/{file_id}/{name}", self._permalink)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        person = self._parts.workspace.people.get(request.query.get("as", ""))
        if person is None or not person.is_active:
            return reply({"ok": False, "error": "There is nobody by that name in this workspace."})
        content = await _body(request, LARGEST)
        try:
            file = self._parts.files.keep(person, request.query.get("name", ""), content)
        except ActRefused as refusal:
            return reply({"ok": False, "error": str(refusal)})
        return reply({"ok": True, "file": file})

    async def _from_app(self, request: web.Request) -> web.StreamResponse:
        """The address is the secret: no token comes with the bytes."""
        file_id = request.match_info["file_id"]
        upload = self._parts.files.expected(file_id)
        content = b"" if upload is None else await _body(request, upload.size)
        size = {"file_id": file_id, "length": len(content)}
        return await answered(self._parts, request, UPLOAD, size, lambda: self._received(file_id, content))

    def _received(self, file_id: str, content: bytes) -> web.Response:
        upload = self._parts.files.expected(file_id)
        if upload is None:
            return web.Response(status=404, text="no such upload")
        if len(content) != upload.size:
            return web.Response(status=400, text="length mismatch")
        self._parts.files.receive(file_id, content)
        return web.Response(text=f"OK - {len(content)}")

    async def _private(self, request: web.Request) -> web.StreamResponse:
        """The app comes with its token and needs files:read; without, Slack shows it the page to sign in."""
        token = request.headers.get("Authorization")
        if token is not None and not (token == f"Bearer {BOT_TOKEN}" and self._parts.scopes.has_any("files:read")):
            return web.Response(text=_SIGN_IN, content_type="text/html")
        return self._file(request.match_info["place"].rpartition("-")[2])

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        return self._file(request.match_info["file_id"])

    def _file(self, file_id: str) -> web.Response:
        file = self._parts.files.get(file_id)
        if file is None:
            raise web.HTTPNotFound(text="There is no such file.")
        return web.Response(
            body=self._parts.files.content(file_id), content_type=file["mimetype"], headers=_as_download(file) | _KEPT
        )


async def _body(request: web.Request, largest: int) -> bytes:
    """The whole body, but no more than is needed to see that it is too much."""
    content = bytearray()
    async for piece in request.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > largest:
            break
    return bytes(content)


def _as_download(file: Json) -> dict[str, str]:
    # Whatever a person uploaded, the browser never runs it as a page of ours.
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file['name'], safe='')}"}
