"""Who asks, and what a deed gives back for the surface it was asked on."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.views.blocks import Message, View, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, where; ids are Slack's and come from a payload Slack sent."""

    team_id: str
    person_id: str
    person_name: str
    """For somebody who is not on record yet."""
    channel: str | None = None
    response_url: str | None = None
    """Where a private answer can still go after a form; None where Slack gives no such address."""
    is_on_private_card: bool = False
    is_on_home: bool = False
    """On their Home tab, which gives the answer."""
    window: str | None = None
    """The id of the view over the tab in which they have a private card, or a list."""
    answers_in_form: bool = False
    """Asked from nowhere: what came of a form is said in its place."""
    saw: datetime | None = None
    """`updated_at` of the incident as the form they filled in showed it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to say to the caller alone."""

    message: Message
    number: int | None = None
    """The incident it is about."""
    is_news: bool = False
    """Says what no card shows."""
    charts: Message | None = None
    """Drawn beside it, where Slack draws; the message does without."""

    @property
    def whole(self) -> Message:
        """Return the message with its charts, for where a Slack that does not take them says so."""
        if self.charts is None:
            return self.message
        return joined(self.message, self.charts)


@dataclass(frozen=True, slots=True)
class Form:
    """A form to open for the caller."""

    view: View


Outcome = Reply | Form


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as it is remembered for a redelivery."""
    return asdict(outcome)


def from_json(remembered: dict[str, Any]) -> Outcome:
    """Return the outcome that was remembered."""
    if "view" in remembered:
        return Form(remembered["view"])
    return Reply(Message(**remembered["message"]), remembered["number"], is_news=remembered["is_news"])
