"""Which scopes our token has: Slack says so with every answer."""

from collections.abc import Mapping

FILES = "files:read"
"""To ask for files in a form."""
UPLOADING = "files:write"
JOINING = "channels:join"
PRIVATE_CHANNELS = "groups:read"
"""To be shown those we are in."""


class Scopes:
    """As Slack said last, to this process."""

    def __init__(self) -> None:
        self._granted: frozenset[str] | None = None

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take over what an answer says, if it does."""
        if granted := headers.get("x-oauth-scopes"):
            self._granted = frozenset(scope.strip() for scope in granted.split(","))

    def lack(self, scope: str) -> bool:
        """Tell whether Slack said that we were installed without it."""
        return self._granted is not None and scope not in self._granted
