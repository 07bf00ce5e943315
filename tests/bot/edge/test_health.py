"""The health check: what is asked, and what is answered."""

from http.client import HTTPConnection

import pytest

from bot.edge.health import served


def asked(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    """Return the status, and the line."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    return answer.status, said


@pytest.mark.parametrize(
    ("problem", "ready"),
    [(None, (200, "ready\n")), ("not connected to Slack", (503, "not connected to Slack\n"))],
)
def test_it_lives_whatever_is_wrong_and_is_ready_when_nothing_is(problem: str | None, ready: tuple[int, str]) -> None:
    with served("127.0.0.1", 0, lambda: problem) as port:
        assert asked(port, "/healthz") == (200, "alive\n")
        assert asked(port, "/readyz") == ready
        assert asked(port, "/") == (404, "There are /healthz and /readyz.\n")
        assert asked(port, "/healthz", "POST")[0] == 501


def test_nobody_answers_afterwards_and_a_taken_port_is_an_error() -> None:
    with served("127.0.0.1", 0, lambda: None) as port:
        taken = served("127.0.0.1", port, lambda: None)
        with pytest.raises(OSError, match="in use"):
            taken.__enter__()

    with pytest.raises(ConnectionRefusedError):
        asked(port, "/healthz")
