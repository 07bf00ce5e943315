"""What Slack says, as we understand it: people, and what its errors mean."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.errors import (
    LIMITED_SECONDS,
    LONGEST_LIMIT,
    SHORTEST_LIMIT,
    SlackBusy,
    SlackRefused,
    SlackRejectsToken,
    SlackUnavailable,
    meaning,
)
from bot.slack.profiles import described
from tests.tables import for_each

BEN = {"id": "U0BEN", "team_id": "T0ACME", "name": "ben", "tz": "Europe/Lisbon", "profile": {"display_name": "Ben"}}


@for_each(
    ("name", "known_as"),
    [
        ("Ben", "Ben"),
        ("ev\x00il", "evil"),
        ("half \ud83d", "half"),
        ("\n", "U0BEN"),
        ("", "ben"),
        ("<!channel>", "<!channel>"),
    ],
)
def test_a_name_is_one_that_can_be_stored(name: str, known_as: str) -> None:
    assert described("T0ACME", BEN | {"profile": {"display_name": name}}).name == known_as


@for_each(
    ("says", "is_guest"),
    [
        ({}, False),
        ({"is_restricted": True}, True),
        ({"is_ultra_restricted": True}, True),
        ({"is_stranger": True}, True),
        ({"team_id": "T0OTHER"}, True),
    ],
)
def test_who_is_not_quite_of_this_workspace_is_a_guest(says: dict[str, Any], is_guest: bool) -> None:
    assert described("T0ACME", BEN | says).is_guest is is_guest


@for_each(
    ("says", "field", "value"),
    [
        ({"deleted": True}, "is_active", False),
        ({"is_bot": True}, "is_bot", True),
        ({"id": "USLACKBOT"}, "is_bot", True),
        ({"is_admin": True}, "is_workspace_admin", True),
        ({"is_owner": True}, "is_workspace_admin", True),
        ({"tz": None}, "time_zone", "UTC"),
        ({}, "is_known", True),
    ],
)
def test_what_slack_says_of_somebody_is_taken_over(says: dict[str, Any], field: str, value: object) -> None:
    assert getattr(described("T0ACME", BEN | says), field) == value


@for_each(
    ("status", "code", "kind", "may_have_happened"),
    [
        (200, "channel_not_found", SlackRefused, None),
        (200, "a_code_of_tomorrow", SlackRefused, None),
        (200, "invalid_auth", SlackRejectsToken, False),
        (200, "not_allowed_token_type", SlackRejectsToken, False),
        (200, "internal_error", SlackUnavailable, True),
        (200, "team_added_to_org", SlackUnavailable, False),
        (200, "message_limit_exceeded", SlackUnavailable, False),
        (200, "update_failed", SlackUnavailable, True),
        (200, "ratelimited", SlackBusy, None),
        (429, "ratelimited", SlackBusy, None),
        (503, "anything", SlackUnavailable, True),
    ],
)
def test_each_error_has_its_meaning(
    status: int, code: str, kind: type[Exception], may_have_happened: bool | None
) -> None:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data={"ok": False, "error": code},
        headers={"Retry-After": "7"},
        status_code=status,
    )

    found = meaning(SlackApiError("", response))  # type: ignore[no-untyped-call]  # the SDK's

    assert type(found) is kind
    assert getattr(found, "may_have_happened", None) is may_have_happened
    if status == 429:
        assert getattr(found, "seconds", None) == 7


@for_each(
    "data",
    [
        "<html>",
        [],
        {},
        {"message": "proxy"},
        {"error": None},
        {"error": ["quota"]},
        {"error": ""},
        {"error": "Received a response in a non-JSON format: <html>"},
        {"error": "channel_not_found\n"},
    ],
)
@for_each("status", [200, 403, 502])
def test_what_is_not_slacks_answer_is_no_refusal(data: Any, status: int) -> None:
    """A proxy between us may answer in Slack's place: nothing is given up for that."""
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers={},
        status_code=status,
    )

    found = meaning(SlackApiError("", response))  # type: ignore[no-untyped-call]  # the SDK's

    assert isinstance(found, SlackUnavailable)
    assert found.may_have_happened
    assert str(found) == f"not Slack's answer: http_{status}"


@for_each(
    ("asked", "seconds"),
    [
        ("7", 7),
        ("3.5", 3.5),
        ("0", SHORTEST_LIMIT),
        ("-5", SHORTEST_LIMIT),
        ("86400", LONGEST_LIMIT),
        ("inf", LIMITED_SECONDS),
        ("-inf", LIMITED_SECONDS),
        ("1e400", LIMITED_SECONDS),
        ("nan", LIMITED_SECONDS),
        ("", LIMITED_SECONDS),
        ("Wed, 21 Oct 2026 07:28:00 GMT", LIMITED_SECONDS),
        (None, 1),
    ],
)
def test_a_limit_is_one_that_ends(asked: str | None, seconds: float) -> None:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={},
        headers={"Retry-After": asked} if asked is not None else {},
        status_code=429,
    )

    found = meaning(SlackApiError("", response))  # type: ignore[no-untyped-call]  # the SDK's

    assert isinstance(found, SlackBusy)
    assert found.seconds == seconds


@for_each(
    ("metadata", "said"),
    [
        (None, "invalid_blocks"),
        ({}, "invalid_blocks"),
        ({"messages": None}, "invalid_blocks"),
        ({"messages": ["too long", 7]}, "invalid_blocks too long 7"),
    ],
)
def test_what_slack_adds_to_its_no_is_kept(metadata: Any, said: str) -> None:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": "invalid_blocks", "response_metadata": metadata},
        headers={},
        status_code=200,
    )

    found = meaning(SlackApiError("", response))  # type: ignore[no-untyped-call]  # the SDK's

    assert isinstance(found, SlackRefused)
    assert str(found) == said
