"""What Slack's answers mean for the one who asked: no for good, not now, or not so fast."""

import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from math import isfinite
from typing import Any

from slack_sdk.errors import SlackApiError

MISSING_SCOPE = "missing_scope"
LIMITED_SECONDS = 30
"""Where Slack says that we are limited, but not for how long."""
SHORTEST_LIMIT = 1.0
LONGEST_LIMIT = 3600.0
"""Seconds; who asked for longer may not be Slack, and we would be silent until the next start."""
SETTLES_AFTER = 20.0
"""Seconds for which Slack may go on with what we waited for in vain; it does not say, and mostly it is done sooner."""
_CODE = re.compile(r"[a-z0-9_]+")
"""What Slack's own errors look like; the SDK says in sentences, as if Slack had, what it could not read."""


_OF_THE_CHANNEL = {
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "messages_tab_disabled",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
}
_OF_A_SHARED_CHANNEL = "slack_connect_"


class SlackRefused(Exception):
    """Slack answered no, for good: asking again gets the same answer."""

    def __init__(self, error: str, *, details: str = "") -> None:
        super().__init__(f"{error} {details}".strip())
        self.error = error

    @property
    def closes_channel(self) -> bool:
        """Whether it is the channel that we may not speak in: elsewhere the same could be said."""
        return self.error in _OF_THE_CHANNEL or self.error.startswith(_OF_A_SHARED_CHANNEL)


class SlackUnavailable(Exception):
    """No answer, or one that will pass. `may_have_happened`: Slack may have done it all the same.

    It may still do so for `settles_after` seconds: before that it is neither looked for nor edited again.
    """

    def __init__(self, reason: str, *, may_have_happened: bool, settles_after: float = 0.0) -> None:
        super().__init__(reason)
        self.may_have_happened = may_have_happened
        self.settles_after = settles_after


class SlackRejectsToken(SlackUnavailable):
    """Our token is not valid; an operator can mend that, so what waits goes on waiting."""


class SlackLacksScope(SlackUnavailable):
    """We were installed without a scope; an admin can mend that, so what waits goes on waiting."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"{MISSING_SCOPE} {scope}", may_have_happened=False)
        self.scope = scope


class SlackBusy(Exception):
    """429: nothing was done, and nothing should be asked for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"rate limited for {seconds:.0f} s")
        self.seconds = seconds


_MEANINGS: dict[str, Callable[[str], SlackUnavailable | SlackBusy]] = {
    **dict.fromkeys(
        (
            "invalid_auth",
            "not_authed",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "not_allowed_token_type",
        ),
        partial(SlackRejectsToken, may_have_happened=False),
    ),
    **dict.fromkeys(
        (
            "team_added_to_org",
            "org_login_required",
            "ekm_access_denied",
            "access_denied",
            "message_limit_exceeded",
            "team_not_found",
            "app_access_restricted",
            "external_channel_migrating",
        ),
        partial(SlackUnavailable, may_have_happened=False),
    ),
    **dict.fromkeys(
        ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "update_failed"),
        partial(SlackUnavailable, may_have_happened=True),
    ),
    **dict.fromkeys(("ratelimited", "rate_limited"), lambda _: SlackBusy(LIMITED_SECONDS)),
}
"""What to do about Slack's error codes; any other is a no for good."""


def meaning(error: SlackApiError) -> SlackRefused | SlackUnavailable | SlackBusy:
    """Return what an answer that was not ok means."""
    response = error.response
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return SlackBusy(seconds(response.headers.get("Retry-After", "1")))
    data = response.data if isinstance(response.data, dict) else {}
    code = _code(data)
    if code is None or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # Whatever stands between us and Slack may have answered in its place, and may quote what we asked.
        return SlackUnavailable(f"not Slack's answer: http_{response.status_code}", may_have_happened=True)
    if code == MISSING_SCOPE:
        return SlackLacksScope(str(data.get("needed", "")))
    if code in _MEANINGS:
        return _MEANINGS[code](code)
    return SlackRefused(code, details=_details(data))


def _code(data: dict[str, Any]) -> str | None:
    """Return Slack's error code; None where the answer is not Slack's own."""
    code = data.get("error")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _details(data: dict[str, Any]) -> str:
    """Return what Slack adds to its no."""
    return " ".join(map(str, (data.get("response_metadata") or {}).get("messages") or []))


def no_answer(error: Exception) -> SlackUnavailable:
    """Return what it means that no answer came: what we no longer waited for, Slack may still be doing."""
    settles_after = SETTLES_AFTER if isinstance(error, TimeoutError) else 0.0
    return SlackUnavailable(reason(error), may_have_happened=True, settles_after=settles_after)


def reason(error: Exception) -> str:
    """Return what broke, without the wrapping urllib puts around it."""
    return str(getattr(error, "reason", error)) or repr(error)


def seconds(retry_after: str) -> float:
    """Return what the header asks for, within reason; a date, which it may also hold, is not Slack's way."""
    try:
        asked = float(retry_after)
    except ValueError:
        return LIMITED_SECONDS
    return min(max(asked, SHORTEST_LIMIT), LONGEST_LIMIT) if isfinite(asked) else LIMITED_SECONDS
