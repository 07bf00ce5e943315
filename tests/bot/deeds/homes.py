"""A Home tab opened and clicked on in one transaction, and what is seen there."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection

from bot.deeds import home
from bot.deeds.home import Change
from bot.deeds.outcome import Caller
from bot.rules.groups import Group
from bot.views.blocks import View
from bot.views.home.state import Spot, State
from tests.bot.views.judging import shown
from tests.making import NOON, TEAM

_NUMBERS = count(1)


def row(title: str, **changes: Any) -> dict[str, Any]:
    """Return an open SEV3 that Ben reported at noon, with these changes."""
    at = dict.fromkeys(("created_at", "updated_at", "last_activity_at"), NOON)
    columns = dict.fromkeys(("assignee_id", "acknowledged_at", "resolved_at", "service_id", "mitigated_at"))
    known = {"team_id": TEAM, "number": next(_NUMBERS), "severity": "sev3", "status": "open", "reporter_id": "U0BEN"}
    return {**known, "title": title, **columns, **at, **changes}


def resolved(title: str, *, at: datetime) -> dict[str, Any]:
    return row(title, status="resolved", acknowledged_at=at, resolved_at=at, updated_at=at)


def by(person_id: str) -> Caller:
    return Caller(team_id=TEAM, person_id=person_id, person_name="x")


def opens(tx: Connection, person_id: str = "U0ANA", *, now: datetime = NOON) -> View:
    view = home.opened(tx, by=by(person_id), now=now, finds_similar=True)
    assert view is not None
    return view


def clicks(tx: Connection, view: View, change: Change, person_id: str = "U0ANA", *, now: datetime = NOON) -> View:
    return home.clicked(tx, change, State.read(view["private_metadata"]), by=by(person_id), now=now, finds_similar=True)


def titles(view: View) -> list[str]:
    """Return the titles on the tab, in order."""
    lines = [line for line in shown(view["blocks"]).splitlines() if line.startswith("*#")]
    return [line.partition(" — ")[2].replace("*", "") for line in lines]


def counts(view: View) -> list[str]:
    return [button["text"]["text"] for button in view["blocks"][0]["elements"]]


def in_group(group: Group) -> Change:
    return lambda state: state.in_group(group)


def searching(text: str) -> Change:
    return lambda state: state.searching(text)


def turning(view: View, label: str) -> Change:
    [pages] = [block for block in view["blocks"] if block.get("block_id") == "home:pages"]
    [spot] = [Spot.model_validate_json(each["value"]) for each in pages["elements"] if each["text"]["text"] == label]
    return lambda state: state.turned(spot, is_back=label == "Previous")


def headline(view: View) -> str:
    """Return what stands above the rows, or in their place."""
    return next(line for line in shown(view["blocks"]).splitlines() if line.startswith(("*Un", "*Mine", "Nothing in")))


def offers(view: View) -> list[str]:
    """Return what the buttons below a refusal put into the box."""
    rows = [block["elements"] for block in view["blocks"] if block.get("block_id") == "home:instead"]
    return [button["value"] for row_of_buttons in rows for button in row_of_buttons]
