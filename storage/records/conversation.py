"""What was said about an incident, and what happened to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Change(StrEnum):
    """The kinds of history entries; `old` and `new` of an entry hold what this kind names.

    Of what was opened or commented from a message, `old` is that message's `Source.key`.
    """

    OPENED = "opened"
    STATUS = "status"
    ASSIGNEE = "assignee"
    SEVERITY = "severity"
    PRIORITY = "priority"
    TITLE = "title"
    SUMMARY = "summary"
    SERVICE = "service"
    CATEGORIES = "categories"
    COMMENTED = "commented"
    COMMENT_EDITED = "comment_edited"
    COMMENT_DELETED = "comment_deleted"
    KEY_MOMENT = "key_moment"
    SNOOZED = "snoozed"
    REMINDERS = "reminders"
    UPDATE_DUE = "update_due"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file somebody added; Slack keeps it, we keep the link."""

    id: str
    name: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a person added to an incident."""

    id: int
    incident_id: int
    author_id: str
    body: str
    files: tuple[File, ...] = ()
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in Slack something was said, and when."""

    channel: str
    ts: str
    """Slack's id of the message there, text with its trailing zeros."""
    at: datetime
    edited_at: datetime | None = None
    """When it got the words it has, where those are not its first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that happened: who, when, what, from, to."""

    change: Change
    old: str | None = None
    new: str | None = None
    actor_id: str | None = None
    """None: the clock."""
    id: int | None = None
    at: datetime | None = None
    """Both None until it is stored."""
    said: str | None = None
    """The comment it is about, as it is now."""
    files: tuple[str, ...] = ()
    """The names of the comment's files."""
