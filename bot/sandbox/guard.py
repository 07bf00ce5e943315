"""Who may ask: only pages of this very address, so that no other site can reach the workspace through a browser."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_NAMES = ("localhost", "127.0.0.1", "[::1]")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_DEFAULT_PORT = 80
"""Browsers leave it out."""
_OWN_SITE = {"none", "same-origin"}
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def _is_link(path: str) -> bool:
    return path == "/" or path.startswith("/archives/")


def guard(port: int) -> Middleware:
    """A middleware that checks Host, and Origin where there is one."""
    hosts = {f"{name}:{port}" for name in _NAMES}
    if port == _DEFAULT_PORT:
        hosts |= set(_NAMES)
    origins = {f"http://{host}" for host in hosts}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host not in hosts or request.headers.get("Origin", next(iter(origins))) not in origins:
            raise web.HTTPForbidden(text="This workspace answers its own page only.")
        # Links from elsewhere may open the page; nothing else may be fetched by other sites, not even an image.
        if not _is_link(request.path) and request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE:
            raise web.HTTPForbidden(text="This workspace answers its own page only.")
        return await handler(request)

    return check


async def set_security_headers(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    """Set the security headers, on refusals and failures too."""
    response.headers.update(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
