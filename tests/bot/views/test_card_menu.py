"""What can be done from the card: its menu by status, every choice a command, under a block id of its own."""

from itertools import product

from bot.language.acts import EditIncident, FillIn, FormName, MoveIncident, RestoreIncident
from bot.language.following_acts import FollowIncident, UnfollowIncident
from bot.language.grammar import parse
from bot.language.looking_acts import ShowHistory
from bot.rules.lifecycle import STATUS_AFTER, Move
from bot.views.blocks import Block, Message
from bot.views.card import ON_CARD, card
from storage.records import Incident, Status
from tests.making import NOON, incident
from tests.tables import for_each

UNRESOLVED = [Status.OPEN, Status.IN_PROGRESS, Status.MITIGATED]
ALWAYS = ["Edit", "Follow", "History", "Delete"]
FIELDS = ["Severity", "Priority", *ALWAYS]
MENU = {
    (Status.OPEN, None): ["Start", "Mitigate", "Assign", *FIELDS],
    (Status.OPEN, "U0BEN"): ["Start", "Mitigate", "Assign", "Release", *FIELDS],
    (Status.IN_PROGRESS, None): ["Revert", "Mitigate", "Assign", *FIELDS],
    (Status.IN_PROGRESS, "U0BEN"): ["Revert", "Mitigate", "Assign", "Release", *FIELDS],
    (Status.MITIGATED, None): ["Start", "Assign", *FIELDS],
    (Status.MITIGATED, "U0BEN"): ["Start", "Assign", "Release", *FIELDS],
    (Status.RESOLVED, None): ["Comment", "Assign", *ALWAYS],
    (Status.RESOLVED, "U0BEN"): ["Comment", "Assign", *ALWAYS],
}
BUTTONS = {
    **{each: [("Take", "act:take"), ("Comment", "form:comment"), ("Resolve", "form:resolve")] for each in UNRESOLVED},
    Status.RESOLVED: [("Reopen", "act:reopen")],
}


def being(status: Status, assignee_id: str | None = None) -> Incident:
    times = {"acknowledged_at": NOON, "resolved_at": NOON} if status is Status.RESOLVED else {}
    return incident(status=status, assignee_id=assignee_id, **times)


def withdrawn() -> Incident:
    return incident(deleted_at=NOON, deleted_by="U0ANA")


def row(message: Message) -> Block:
    """Return the card's only row of buttons and menus."""
    [found] = [block for block in message.blocks if block["type"] == "actions"]
    return found


def menu(message: Message) -> Block:
    elements: list[Block] = row(message)["elements"]
    [found] = [element for element in elements if element["type"] == "static_select"]
    return found


def test_the_table_has_every_cell() -> None:
    assert set(MENU) == set(product(Status, [None, "U0BEN"]))


@for_each(("status", "assignee_id"), MENU)
def test_the_menu_holds_what_is_possible_now(status: Status, assignee_id: str | None) -> None:
    found = menu(card(being(status, assignee_id), None))

    assert [option["text"]["text"] for option in found["options"]] == MENU[status, assignee_id]
    assert (found["action_id"], found["placeholder"]["text"]) == ("act:menu", "More")
    assert "initial_option" not in found


@for_each(("status", "assignee_id"), MENU)
def test_every_choice_is_a_command_about_this_incident(status: Status, assignee_id: str | None) -> None:
    for option in menu(card(being(status, assignee_id), None))["options"]:
        act = parse(option["value"])

        assert option["value"] == f"{option['text']['text'].lower()} 42"
        assert isinstance(act, MoveIncident | EditIncident | FillIn | FollowIncident | ShowHistory)
        assert act.number == 42
        if isinstance(act, MoveIncident):
            assert (status, act.move) in STATUS_AFTER


@for_each(("status", "assignee_id"), MENU)
def test_whoever_follows_it_can_stop_on_their_own_card(status: Status, assignee_id: str | None) -> None:
    found = menu(card(being(status, assignee_id), None, is_followed=True))["options"]

    wanted = ["Unfollow" if label == "Follow" else label for label in MENU[status, assignee_id]]
    assert [option["text"]["text"] for option in found] == wanted
    assert parse(found[wanted.index("Unfollow")]["value"]) == UnfollowIncident(42)


def test_deleting_asks_first() -> None:
    assert parse("delete 42") == FillIn(FormName.DELETE, 42)


@for_each("status", Status)
def test_a_card_has_the_buttons_of_its_status(status: Status) -> None:
    elements = [element for element in row(card(being(status), None))["elements"] if element["type"] == "button"]

    assert [(element["text"]["text"], element["action_id"]) for element in elements] == BUTTONS[status]


@for_each("status", UNRESOLVED)
@for_each(("assignee_id", "style"), [(None, "primary"), ("U0BEN", None)])
def test_taking_is_what_stands_out_where_nobody_has_it(
    status: Status, assignee_id: str | None, style: str | None
) -> None:
    take = row(card(being(status, assignee_id), None))["elements"][0]

    assert (parse(take["value"]), take.get("style")) == (MoveIncident(Move.TAKE, 42), style)


def test_what_was_withdrawn_can_only_be_restored() -> None:
    [restore] = row(card(withdrawn(), None))["elements"]

    assert (restore["text"]["text"], parse(restore["value"])) == ("Restore", RestoreIncident(42))


@for_each("status", Status)
def test_another_version_of_a_card_has_its_menu_under_another_id(status: Status) -> None:
    """Slack's client keeps what was chosen from a menu until the menu comes back under another id."""
    first, second = (row(card(being(status), None, version=version)) for version in ("1", "2"))

    assert (first["block_id"], second["block_id"]) == ("card:1", "card:2")
    assert first["elements"] == second["elements"]


def test_every_card_has_the_id_by_which_a_press_tells_where_it_was_made() -> None:
    for each in (*map(being, Status), withdrawn()):
        assert row(card(each, None, version="2026-11-18T12:00:00+00:00"))["block_id"].split(":")[0] == ON_CARD
