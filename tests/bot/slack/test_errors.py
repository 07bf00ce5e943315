"""Slack's refusals: which of them are about the channel, so that elsewhere the same could be said."""

from bot.slack.errors import SlackRefused
from tests.tables import for_each


@for_each(
    "error",
    [
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "slack_connect_canvas_sharing_blocked",
        "slack_connect_file_link_sharing_blocked",
        "slack_connect_lists_sharing_blocked",
    ],
)
def test_what_closes_a_channel_to_us(error: str) -> None:
    assert SlackRefused(error).closes_channel


@for_each(
    "error",
    [
        "cannot_reply_to_message",
        "edit_window_closed",
        "invalid_blocks",
        "message_not_found",
        "msg_too_long",
        "no_text",
        "restricted_action_thread_locked",
        "user_not_found",
    ],
)
def test_what_would_be_refused_anywhere_or_is_about_a_message(error: str) -> None:
    assert not SlackRefused(error).closes_channel
