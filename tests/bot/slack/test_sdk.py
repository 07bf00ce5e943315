"""Where something between us and Slack sends us elsewhere, we do not go: the token would come along."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.slack.errors import SlackRefused, SlackUnavailable
from bot.slack.gateway import Gateway
from bot.slack.pacing import Pacing
from bot.slack.scopes import Scopes
from bot.views.blocks import message


class _Portal(ThreadingHTTPServer):
    """Sends everybody to another page of its own, and remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Page(BaseHTTPRequestHandler):
    server: _Portal

    def do_POST(self) -> None:
        """Send them on."""
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self._answer(302)

    def do_GET(self) -> None:
        """Answer whoever came."""
        self._answer(200)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""

    def _answer(self, status: int) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.send_response(status)
        self.send_header("Location", f"{self.server.address}/login")
        self.end_headers()


@pytest.fixture
def portal() -> Iterator[_Portal]:
    with _Portal() as portal:
        thread = threading.Thread(target=portal.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield portal
        portal.shutdown()
        thread.join()


def test_we_follow_nobody_elsewhere(portal: _Portal) -> None:
    base_url = f"{portal.address}/api/"
    gateway = Gateway(token="xoxb-fake", base_url=base_url, timeout=3, pacing=Pacing(time.monotonic), scopes=Scopes())

    with pytest.raises(SlackUnavailable, match="http_302"):
        gateway.identity()
    with pytest.raises(SlackRefused, match="response_url answered 302"):
        gateway.respond(f"{portal.address}/commands/1", message("hello"))

    assert portal.asked == ["POST /api/auth.test", "POST /commands/1"]
