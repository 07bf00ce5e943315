"""The bytes of a file, sent where Slack asked for them: nobody sees them until the file is shared."""

from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bot.slack.errors import SlackBusy, SlackRefused, SlackUnavailable, reason, seconds


def send_bytes(address: str, path: Path, *, timeout: int) -> None:
    """POST a file as it is, a piece at a time; raise what the gateway raises, with nothing shared."""
    if not address.startswith(("https://", "http://")):
        raise SlackRefused("not an address to upload to")
    size = str(path.stat().st_size)
    try:
        with path.open("rb") as file:
            headers = {"Content-Type": "application/octet-stream", "Content-Length": size}
            request = Request(address, data=file, headers=headers, method="POST")  # noqa: S310 - checked above
            with urlopen(request, timeout=timeout):  # noqa: S310
                return
    except HTTPError as error:
        raise _meaning(error) from error
    except (OSError, HTTPException) as error:
        raise SlackUnavailable(reason(error), may_have_happened=False) from error


def _meaning(error: HTTPError) -> SlackRefused | SlackUnavailable | SlackBusy:
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return SlackBusy(seconds(error.headers.get("Retry-After", "1")))
    if HTTPStatus.BAD_REQUEST <= error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return SlackRefused(f"the upload was answered with {error.code}")
    return SlackUnavailable(f"http_{error.code}", may_have_happened=False)
