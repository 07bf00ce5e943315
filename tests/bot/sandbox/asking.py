"""Plain HTTP, as a browser on this machine speaks it."""

import http.client
import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def json(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.text)
        return body


def ask(sandbox: Sandbox, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
    """GET, or POST when there is a body; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
    try:
        connection.request("GET" if body is None else "POST", path, body=body, headers=headers or {})
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read().decode())
    finally:
        connection.close()


def act(sandbox: Sandbox, **what: Any) -> dict[str, Any]:
    return ask(sandbox, "/sandbox/act", body=json.dumps(what).encode()).json
