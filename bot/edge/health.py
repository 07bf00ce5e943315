"""The health check: whether the process lives, and whether it can do what it is for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ALIVE, READY = "/healthz", "/readyz"
"""Who does not answer the first is to be started again; who is not ready is to be left alone until it is."""
Problem = Callable[[], str | None]
_READ_WITHIN = 5
"""Seconds for a request."""
_LOOKS_EVERY = 0.1
"""Seconds between looks whether to stop."""


@contextmanager
def served(host: str, port: int, problem: Problem) -> Iterator[int]:
    """Serve it meanwhile, at the port that is given back; `problem` says what is wrong, None when nothing is.

    Raise OSError where the address cannot be had.
    """

    class Check(_Check):
        find_problem = staticmethod(problem)

    with ThreadingHTTPServer((host, port), Check) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(_LOOKS_EVERY,), name="health", daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


class _Check(BaseHTTPRequestHandler):
    timeout = _READ_WITHIN
    find_problem: Problem

    def do_GET(self) -> None:
        """Answer in a line of plain text."""
        if self.path == ALIVE:
            self._say(HTTPStatus.OK, "alive")
        elif self.path == READY:
            problem = self.find_problem()
            self._say(HTTPStatus.SERVICE_UNAVAILABLE if problem else HTTPStatus.OK, problem or "ready")
        else:
            self._say(HTTPStatus.NOT_FOUND, f"There are {ALIVE} and {READY}.")

    def log_message(self, *_: object) -> None:
        """Keep probes, which come every few seconds, out of the log."""

    def _say(self, status: HTTPStatus, line: str) -> None:
        body = f"{line}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
